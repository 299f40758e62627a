import type { Target } from "../../core/target.ts";
import { addSums, pairSums, type PairSums } from "../../stats/ratio.ts";

/** Tokens of one call; those read from a cache or written to one are input, reasoning is output. NaN = not known. */
export interface TokensUsed {
  readonly input: number;
  readonly output: number;
}

/** One measured call of a pilot beside the logged row it answers. */
export interface PilotPair {
  readonly baseline: Target;
  readonly candidate: Target;
  /** The row's chance of being drawn (see `PilotSample`). */
  readonly inclusion: number;
  readonly logged: TokensUsed;
  readonly called: TokensUsed;
  /** USD, by the candidate's price and the baseline's tokens. */
  readonly plain_usd: number;
  /** USD, as the call cost; NaN = not known. */
  readonly cost_usd: number;
}

/**
 * What pilots teach of a baseline and a candidate, to be kept as a fact: sums over pairs, x being the baseline's tokens (or the plain cost) and y
 * the candidate's (or the measured cost), each pair weighted by the inverse of its chance, so that they speak for the whole
 * window. `addSums` joins those of several pilots, `learntRatio` and `ratioOfSums` make ratios with intervals of them.
 */
export interface LearntPairs {
  readonly baseline: Target;
  readonly candidate: Target;
  readonly input: PairSums;
  readonly output: PairSums;
  readonly cost: PairSums;
}

function sumsOf(x: number, y: number, { inclusion }: PilotPair): PairSums {
  return pairSums([x / inclusion], [y / inclusion]);
}

function learntOf(pair: PilotPair): LearntPairs {
  const { baseline, candidate, logged, called } = pair;
  return {
    baseline,
    candidate,
    input: sumsOf(logged.input, called.input, pair),
    output: sumsOf(logged.output, called.output, pair),
    cost: sumsOf(pair.plain_usd, pair.cost_usd, pair),
  };
}

/** Sums a pilot's pairs by baseline and candidate, in the order in which these first come by; what is not known on both sides is left out. */
export function learnFromPilot(pairs: readonly PilotPair[]): readonly LearntPairs[] {
  const byPair = new Map<string, LearntPairs>();
  for (const pair of pairs) {
    const key = JSON.stringify([pair.baseline, pair.candidate]);
    const more = learntOf(pair);
    const before = byPair.get(key);
    const sums = (kind: "input" | "output" | "cost"): PairSums =>
      before === undefined ? more[kind] : addSums(before[kind], more[kind]);
    byPair.set(key, { ...more, input: sums("input"), output: sums("output"), cost: sums("cost") });
  }
  return [...byPair.values()];
}
