import type { CompiledPolicy } from "../core/compile.ts";
import { hash64 } from "../core/dice.ts";
import { bootstrap } from "../stats/bootstrap.ts";
import { percentileInterval } from "../stats/bootstrap-interval.ts";
import { normalQuantile } from "../stats/normal.ts";
import { seeded, type Seeded } from "../stats/seeded.ts";
import type { DoneRows, Workbench } from "./replay-policy.ts";
import { replayPolicy } from "./replay-policy.ts";
import type { Ends, SimulationResult } from "./result.ts";
import type { Window } from "./window.ts";

/** Outer draws: each takes requests with replacement, and token ratios from what is known of them. */
const DRAWS = 500;
/** Groups that requests are drawn in: those of one session or end user stay together. */
const GROUPS = 256;
/** Groups with requests in them, below which their spread tells nothing. */
const LEAST_GROUPS = 10;
/** More rows than this are not gone through a second time: their own spread is next to none. */
const MOST_ROWS = 200_000;
const Z = normalQuantile(0.975);

/** Sums of one pair of targets by group, USD: projected cost, and half of its 95 % range. */
interface PairSpread {
  readonly middle: Float64Array;
  readonly half: Float64Array;
}

interface Gathered {
  readonly requests: Float64Array;
  /** Baseline, and what of the candidate is certain. */
  readonly baseline: Float64Array;
  readonly certain: Float64Array;
  readonly pairs: Map<number, PairSpread>;
}

function gather(
  compiled: CompiledPolicy,
  window: Window,
  bench: Workbench,
  { pricesAt, logged }: { readonly pricesAt: number | null; readonly logged: boolean },
): Gathered {
  const column = (): Float64Array => new Float64Array(GROUPS);
  const sums: Gathered = { requests: column(), baseline: column(), certain: column(), pairs: new Map() };
  const add = ({ rows, segment, lane, sums: row }: DoneRows): void => {
    const sticky = segment.column("sticky_hi");
    const target = segment.column("target");
    const paid = segment.column("cost_logged");
    const { list } = bench.baseline(segment);
    for (const at of rows) {
      const before = logged ? paid[at]! : list[at]!;
      const after = logged ? row.cost[at]! : row.list[at]!;
      if (Number.isNaN(before) || Number.isNaN(after)) continue;
      const group = sticky[at]! % GROUPS;
      sums.requests[group]!++;
      sums.baseline[group]! += before;
      const half = (row.high[at]! - row.low[at]!) / 2;
      if (half === 0) {
        sums.certain[group]! += after;
        continue;
      }
      const key = target[at]! * 65_536 + lane.target[at]!;
      let pair = sums.pairs.get(key);
      if (pair === undefined) sums.pairs.set(key, (pair = { middle: column(), half: column() }));
      pair.middle[group]! += after;
      pair.half[group]! += half;
    }
  };
  replayPolicy(compiled, window.selection, bench, {
    pricesAt,
    unknownAccept: "escalate",
    outliers: 0,
    costsOnly: true,
    onRows: add,
  });
  return sums;
}

function standardNormal(random: Seeded): number {
  return normalQuantile((random.next() + 0.5) / 2 ** 32);
}

/** The sum over groups, each as often as it was drawn. */
function drawnSum(values: Float64Array, groups: readonly number[], drawn: Uint32Array): number {
  return groups.reduce((sum, group, at) => sum + drawn[at]! * values[group]!, 0);
}

/**
 * How far off cost and saving may be for requests like these, rows being a sample and token ratios being learnt: 500 outer draws, from the 5th to the
 * 95th percentile. Null where the cost is not projected by learnt ratios alone, or rows are too many or too few groups of them.
 */
export function combinedUncertainty(
  result: Pick<SimulationResult, "candidate" | "difference" | "facts_id">,
  compiled: CompiledPolicy,
  window: Window,
  bench: Workbench,
  pricesAt: number | null,
): SimulationResult["refining"] {
  const { candidate, difference } = result;
  if (candidate.cost_ci_95.lower === null || window.selection.rows > MOST_ROWS) return null;
  const sums = gather(compiled, window, bench, { pricesAt, logged: difference.basis === "logged" });
  const groups = [...sums.requests.keys()].filter((group) => sums.requests[group]! > 0);
  if (groups.length < LEAST_GROUPS) return null;
  const [first, second] = [hash64(`${result.facts_id} rows`), hash64(`${window.seed} ratios`)];
  const random = seeded([first.hi, first.lo, second.hi, second.lo]);
  const { resampled } = bootstrap(
    [
      {
        width: 2,
        write(drawn, out, at) {
          let cost = drawnSum(sums.certain, groups, drawn);
          for (const { middle, half } of sums.pairs.values())
            cost += drawnSum(middle, groups, drawn) + (standardNormal(random) / Z) * drawnSum(half, groups, drawn);
          out[at] = cost;
          out[at + 1] = 1 - cost / drawnSum(sums.baseline, groups, drawn);
        },
      },
    ],
    { clusters: groups.length, random, resamples: DRAWS },
  );
  const ends = (values: Float64Array): Ends => percentileInterval(values, 0.1) ?? { lower: null, upper: null };
  return {
    cost_usd_90: ends(resampled[0]!),
    saving_90: ends(resampled[1]!),
    draws: DRAWS,
    estimand: "future",
    method: "outer draws of requests, by session or end user, and of token ratios",
  };
}
