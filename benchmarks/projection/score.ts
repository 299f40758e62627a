import { weightedQuantile } from "../../src/stats/index.ts";
import type { Method, Projected } from "./methods.ts";
import { orderedPairs, type ToolCallingRun } from "./tool-calling-run.ts";

/** How one method did over all ordered pairs. Errors are |projected / measured - 1|. */
export interface Score {
  readonly method: string;
  readonly pairs: number;
  readonly seeds: number;
  /** Each the mean over the seeds of what one seed gives over all pairs. */
  readonly median: number;
  readonly p90: number;
  /** Share of the intervals that hold the measured cost; null where the method gives none. */
  readonly coverage: number | null;
  /** The seeds with the least and the most. */
  readonly coverage_range: readonly [number, number] | null;
  /** Mean half width of the intervals, as a share of the measured cost. */
  readonly half_width: number | null;
}

interface Tally {
  readonly errors: number[];
  intervals: number;
  held: number;
  widths: number;
}

function add(tally: Tally, { estimate, interval }: Projected, total: number): void {
  tally.errors.push(Math.abs(estimate / total - 1));
  if (interval === null) return;
  tally.intervals++;
  if (interval.lower <= total && total <= interval.upper) tally.held++;
  tally.widths += (interval.upper - interval.lower) / 2 / total;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest error that this share of the pairs does not exceed. */
function errorAt(share: number, { errors }: Tally): number {
  return weightedQuantile(
    errors,
    errors.map(() => 1),
    share,
  )!;
}

function scoreOf({ name }: Method, tallies: readonly Tally[]): Score {
  const coverages = tallies.filter(({ intervals }) => intervals > 0).map(({ held, intervals }) => held / intervals);
  const none = coverages.length === 0;
  return {
    method: name,
    pairs: tallies[0]!.errors.length,
    seeds: tallies.length,
    median: mean(tallies.map((tally) => errorAt(0.5, tally))),
    p90: mean(tallies.map((tally) => errorAt(0.9, tally))),
    coverage: none ? null : mean(coverages),
    coverage_range: none ? null : [Math.min(...coverages), Math.max(...coverages)],
    half_width: none ? null : mean(tallies.map(({ widths, intervals }) => widths / intervals)),
  };
}

/**
 * Projects every ordered pair by every method, a method that draws with its own draw for each pair and seed.
 * @param heard called now and then with how many pairs are done
 */
export function scoreMethods(
  run: ToolCallingRun,
  methods: readonly Method[],
  { calls, seeds, heard }: { readonly calls: number; readonly seeds: number; readonly heard?: (pairs: number) => void },
): readonly Score[] {
  const tallies = methods.map(({ draws }): readonly Tally[] =>
    Array.from({ length: draws ? seeds : 1 }, () => ({ errors: [], intervals: 0, held: 0, widths: 0 })),
  );
  let done = 0;
  for (const pair of orderedPairs(run)) {
    for (const [number, method] of methods.entries()) {
      for (const [seed, tally] of tallies[number]!.entries()) {
        const text = `${pair.baseline} ${pair.candidate} ${seed}`;
        add(tally, method.project(pair, calls, text, run), pair.total);
      }
    }
    if (++done % 200 === 0) heard?.(done);
  }
  return methods.map((method, number) => scoreOf(method, tallies[number]!));
}
