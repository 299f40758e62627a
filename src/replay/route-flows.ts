import { bySize, type RouteFlow } from "../core/route-flow.ts";
import type { Target } from "../core/target.ts";
import type { Frame } from "./frame.ts";
import { NO_TARGET } from "./lanes.ts";
import type { DoneRows } from "./replay-policy.ts";

/** Counts rows by who answered them and who would. */
export function routeFlows(frame: Pick<Frame, "dictionary">): {
  readonly onRows: (done: DoneRows) => void;
  readonly result: () => readonly RouteFlow[];
} {
  const names = frame.dictionary("target");
  /** By the candidate's number, then by the code of the baseline's target. */
  const counts = new Map<number, Float64Array>();
  let numbered: readonly Target[] = [];
  return {
    onRows({ rows, segment, lane, targets }) {
      numbered = targets;
      const before = segment.column("target");
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const number = lane.target[row]!;
        let column = counts.get(number);
        if (column === undefined) counts.set(number, (column = new Float64Array(names.length)));
        column[before[row]!]!++;
      }
    },
    result: () =>
      bySize(
        [...counts].flatMap(([number, column]) =>
          [...column].flatMap((requests, code) =>
            requests === 0
              ? []
              : [{ from: names[code] ?? null, to: number === NO_TARGET ? null : (numbered[number] ?? null), requests }],
          ),
        ),
      ),
  };
}
