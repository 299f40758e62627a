import { hash64, roll } from "../../src/core/dice.ts";
import { drawPilot, estimatePilot, learnFromPilot, learntRatio, type PilotSample } from "../../src/replay/index.ts";
import { pairSums, ratioOfSums, totalOf } from "../../src/stats/index.ts";
import { costByTokens, type MeasuredPair, type ToolCallingRun } from "./tool-calling-run.ts";

/** A window's projected cost, USD; without an interval where the method gives none. */
export interface Projected {
  readonly estimate: number;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** A way to project, from at most `calls` of the candidate's calls. */
export interface Method {
  readonly name: string;
  /** Draws calls, so that it is tried with several seeds. */
  readonly draws: boolean;
  readonly project: (pair: MeasuredPair, calls: number, seed: string, run: ToolCallingRun) => Projected;
}

interface Estimated {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

function projected({ estimate, lower, upper }: Estimated, pair: MeasuredPair): Projected {
  if (estimate === null || lower === null || upper === null) {
    throw new Error(`no estimate for ${pair.baseline} and ${pair.candidate}: too few calls`);
  }
  return { estimate, interval: { lower, upper } };
}

function keysOf(pair: MeasuredPair, seed: string): Float64Array {
  const salt = hash64(seed);
  return Float64Array.from(pair.requests, ({ hi, lo }) => roll(salt.hi, salt.lo, hi, lo));
}

function pilotOf(pair: MeasuredPair, calls: number, seed: string): PilotSample {
  return drawPilot({ plain: pair.plain, keys: keysOf(pair, seed) }, calls, seed);
}

export const PLAIN: Method = {
  name: "price x baseline's tokens",
  draws: false,
  project: ({ plain }) => ({ estimate: plain.reduce((sum, cost) => sum + cost, 0), interval: null }),
};

const AT_RANDOM: Method = {
  name: "calls at random, ratio of sums",
  draws: true,
  project: (pair, calls, seed) => {
    const keys = keysOf(pair, seed);
    const rows = [...keys.keys()].toSorted((a, b) => keys[a]! - keys[b]!).slice(0, calls);
    const sums = pairSums(
      rows.map((row) => pair.plain[row]!),
      rows.map((row) => pair.costs[row]!),
    );
    const plain = pair.plain.reduce((sum, cost) => sum + cost, 0);
    return projected(totalOf(ratioOfSums(sums, { windowSize: keys.length }), plain), pair);
  },
};

export const PILOT: Method = {
  name: "pilot",
  draws: true,
  project: (pair, calls, seed) => {
    const sample = pilotOf(pair, calls, seed);
    const costs = Float64Array.from(sample.rows, (row) => pair.costs[row]!);
    return projected(estimatePilot(sample, costs).cost_usd, pair);
  },
};

const STOPPED: Method = {
  name: "pilot, stopped by a cap after half of its calls",
  draws: true,
  project: (pair, calls, seed) => {
    const sample = pilotOf(pair, calls, seed);
    const costs = Float64Array.from(sample.rows, (row, index) => (2 * index < calls ? pair.costs[row]! : Number.NaN));
    return projected(estimatePilot(sample, costs).cost_usd, pair);
  },
};

const TOKENS: Method = {
  name: "token ratios that the pilot taught",
  draws: true,
  project: (pair, calls, seed, run) => {
    const sample = pilotOf(pair, calls, seed);
    const [learnt] = learnFromPilot(
      Array.from(sample.rows, (row, index) => ({
        baseline: pair.baseline,
        candidate: pair.candidate,
        inclusion: sample.inclusion[index]!,
        logged: pair.logged[row]!,
        called: pair.called[row]!,
        plain_usd: pair.plain[row]!,
        cost_usd: pair.costs[row]!,
      })),
    );
    const ratio = learntRatio(learnt!, "pilots");
    if (ratio === null) throw new Error(`${calls} calls are too few to learn token ratios from`);
    return { estimate: costByTokens(run, pair, ratio), interval: null };
  },
};

export const METHODS: readonly Method[] = [PLAIN, AT_RANDOM, PILOT, STOPPED, TOKENS];
