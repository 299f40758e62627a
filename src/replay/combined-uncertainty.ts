import { hash64 } from "../core/dice.ts";
import { bootstrap } from "../stats/bootstrap.ts";
import { percentileInterval } from "../stats/bootstrap-interval.ts";
import { normalQuantile } from "../stats/normal.ts";
import { seeded, type Seeded } from "../stats/seeded.ts";
import type { DoneRows, Workbench } from "./replay-policy.ts";
import type { Ends, SimulationResult } from "./result.ts";

/** Outer draws: each takes requests with replacement, and token ratios from what is known of them. */
const DRAWS = 500;
/** Groups that requests are drawn in: those of one session or end user stay together. */
const GROUPS = 256;
/** Groups with requests in them, below which their spread tells nothing. */
const LEAST_GROUPS = 10;
/** Of more rows than this nothing is gathered: their own spread is next to none. */
const MOST_ROWS = 200_000;
const Z = normalQuantile(0.975);

/** Sums of one pair of targets by group, USD: projected cost, and half of its 95 % range. */
interface PairSpread {
  readonly middle: Float64Array;
  readonly half: Float64Array;
}

/** Sums by group, USD, of rows priced on both sides. */
interface Spread {
  readonly baseline: Float64Array;
  /** What of the candidate is certain. */
  readonly certain: Float64Array;
  readonly pairs: Map<number, PairSpread>;
}

/** What a replay told of the spread of its rows. */
export interface RowSpread {
  /** To be told of every row of the replay. */
  readonly onRows: (done: DoneRows) => void;
  readonly requests: Float64Array;
  /** Logged costs where the log has them; costs by price list. */
  readonly logged: Spread;
  readonly listed: Spread;
}

function column(): Float64Array {
  return new Float64Array(GROUPS);
}

function noSpread(): Spread {
  return { baseline: column(), certain: column(), pairs: new Map() };
}

function addRow(to: Spread, group: number, pair: number, before: number, after: number, half: number): void {
  if (Number.isNaN(before) || Number.isNaN(after)) return;
  to.baseline[group]! += before;
  if (half === 0) {
    to.certain[group]! += after;
    return;
  }
  let spread = to.pairs.get(pair);
  if (spread === undefined) to.pairs.set(pair, (spread = { middle: column(), half: column() }));
  spread.middle[group]! += after;
  spread.half[group]! += half;
}

/** Gathers the spread of rows while they are replayed; null for so many rows that it is not gathered. */
export function gatherSpread(bench: Workbench, rows: number): RowSpread | null {
  if (rows > MOST_ROWS) return null;
  const requests = column();
  const [logged, listed] = [noSpread(), noSpread()];
  return {
    requests,
    logged,
    listed,
    onRows({ rows: these, segment, lane, sums }) {
      const sticky = segment.column("sticky_hi");
      const target = segment.column("target");
      const paid = segment.column("cost_logged");
      const { list } = bench.baseline(segment);
      for (let i = 0; i < these.length; i++) {
        const row = these[i]!;
        const group = sticky[row]! % GROUPS;
        const pair = target[row]! * 65_536 + lane.target[row]!;
        const half = (sums.high[row]! - sums.low[row]!) / 2;
        requests[group]!++;
        addRow(logged, group, pair, paid[row]!, sums.cost[row]!, half);
        addRow(listed, group, pair, list[row]!, sums.list[row]!, half);
      }
    },
  };
}

function standardNormal(random: Seeded): number {
  return normalQuantile((random.next() + 0.5) / 2 ** 32);
}

/** The sum over groups, each as often as it was drawn. */
function drawnSum(values: Float64Array, groups: readonly number[], drawn: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < groups.length; at++) sum += drawn[at]! * values[groups[at]!]!;
  return sum;
}

/**
 * How far off cost and saving may be for requests like these, rows being a sample and token ratios being learnt: 500 outer draws, from the 5th to the
 * 95th percentile. Null where the cost is not projected by learnt ratios alone, or rows are too many or too few groups of them.
 */
export function combinedUncertainty(
  result: Pick<SimulationResult, "candidate" | "difference" | "facts_id">,
  spread: RowSpread | null,
): SimulationResult["refining"] {
  const { candidate, difference } = result;
  if (candidate.cost_ci_95.lower === null || spread === null) return null;
  const { requests } = spread;
  const sums = difference.basis === "logged" ? spread.logged : spread.listed;
  const groups = [...requests.keys()].filter((group) => requests[group]! > 0);
  if (groups.length < LEAST_GROUPS) return null;
  const [first, second] = [hash64(`${result.facts_id} rows`), hash64(`${result.facts_id} ratios`)];
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
