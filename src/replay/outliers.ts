import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import type { Lane, RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";

/** One row where baseline and candidate lie far apart. */
export interface Outlier {
  /** The store's row number. */
  readonly seq: number;
  /** Number of the target that answered. */
  readonly target: number;
  readonly baseline: number;
  readonly candidate: number;
  readonly delta: number;
}

/** Keeps the rows with the largest differences, either way. */
export interface Outliers {
  readonly cost: readonly Outlier[];
  readonly latency: readonly Outlier[];
  add(rows: Rows, segment: Segment, base: BaselineColumns, lane: Lane, sums: RowSums): void;
}

function makeTop(most: number) {
  const kept: Outlier[] = [];
  let least = 0;
  return {
    kept,
    /** Whether a difference of this size would be kept. */
    takes: (delta: number): boolean => Math.abs(delta) > least,
    add(outlier: Outlier): void {
      kept.push(outlier);
      kept.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || a.seq - b.seq);
      if (kept.length > most) kept.pop();
      if (kept.length === most) least = Math.abs(kept[most - 1]!.delta);
    },
  };
}

export function makeOutliers(most: number): Outliers {
  const cost = makeTop(most);
  const latency = makeTop(most);
  return {
    cost: cost.kept,
    latency: latency.kept,
    add(rows, segment, base, lane, sums) {
      const logged = segment.column("cost_logged");
      const took = segment.column("latency_ms");
      const seq = segment.column("seq");
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const paid = logged[row]! === logged[row]! ? logged[row]! : base.list[row]!;
        const byCost = sums.cost[row]! - paid;
        if (cost.takes(byCost)) {
          cost.add({
            seq: seq[row]!,
            target: lane.target[row]!,
            baseline: paid,
            candidate: sums.cost[row]!,
            delta: byCost,
          });
        }
        const byTime = lane.elapsed[row]! - took[row]!;
        if (latency.takes(byTime)) {
          latency.add({
            seq: seq[row]!,
            target: lane.target[row]!,
            baseline: took[row]!,
            candidate: lane.elapsed[row]!,
            delta: byTime,
          });
        }
      }
    },
  };
}
