import { ratioOfSums, type PairSums } from "../../stats/ratio.ts";
import type { Frame, Segment } from "../frame.ts";
import { isEvidence } from "./census.ts";
import { recordedCode, type RecordedAnswers } from "./recorded.ts";
import type { Repeats } from "./repeats.ts";

/** Whether this is a pilot's run, or its candidate's config: its calls were drawn by what they would cost. */
export function isPilot(name: string): boolean {
  return name.startsWith("plt_");
}

/** Where the pairs stand that taught a ratio: in the log itself, or in what pilots and experiments left of theirs. */
export type LearntFrom = "log" | "pilots" | "experiments";

/** Tokens of a candidate for each token of the baseline. */
export interface TokenRatio {
  /** Pairs of the same request answered by both; 0 = nothing learnt. */
  readonly pairs: number;
  /** Null where it is assumed. */
  readonly learnt_from: LearntFrom | null;
  readonly input: number;
  readonly output: number;
  /** What the two could plausibly be: a 95 % interval where learnt, else published ranges. */
  readonly input_range: readonly [number, number];
  readonly output_range: readonly [number, number];
}

/** Pairs it takes before a ratio counts as learnt. */
const MIN_PAIRS = 30;

/**
 * Without pairs: output between half and twice the baseline's; input as it is at the same provider, and up to 30 % more
 * or 20 % less at another (published tokenizer comparisons: GPT-4o to Claude 3.5 Sonnet +16 % English, +30 % Python).
 */
export function assumedRatio(sameProvider: boolean): TokenRatio {
  return {
    pairs: 0,
    learnt_from: null,
    input: 1,
    output: 1,
    input_range: sameProvider ? [1, 1] : [0.8, 1.3],
    output_range: [0.5, 2],
  };
}

/** Tokens of pairs, the baseline's being x and the candidate's y. */
interface PairedTokens {
  readonly input: PairSums;
  readonly output: PairSums;
}

interface Learning extends PairedTokens {
  readonly input: Sums;
  readonly output: Sums;
}

type Sums = { -readonly [K in keyof PairSums]: number };

function noSums(): Sums {
  return { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
}

function add(sums: Sums, x: number, y: number): void {
  sums.n++;
  sums.x += x;
  sums.y += y;
  sums.xx += x * x;
  sums.yy += y * y;
  sums.xy += x * y;
}

/** What pairs teach; null where there are fewer than 30. */
export function learntRatio({ input, output }: PairedTokens, from: LearntFrom): TokenRatio | null {
  const byInput = ratioOfSums(input);
  const byOutput = ratioOfSums(output);
  if (input.n < MIN_PAIRS || byInput.estimate === null || byOutput.estimate === null) return null;
  return {
    pairs: input.n,
    learnt_from: from,
    input: byInput.estimate,
    output: byOutput.estimate,
    input_range: [byInput.lower ?? byInput.estimate, byInput.upper ?? byInput.estimate],
    output_range: [byOutput.lower ?? byOutput.estimate, byOutput.upper ?? byOutput.estimate],
  };
}

/** Adds the pairs of one segment; `rows` are those whose prompt was asked more than once. */
function learnFrom(
  segment: Segment,
  rows: Uint16Array,
  entries: Int32Array,
  candidate: RecordedAnswers,
  byPilot: Uint8Array | null,
  byTarget: Map<number, Learning>,
): void {
  const config = byPilot === null ? null : segment.column("config");
  const target = segment.column("target");
  const bits = segment.column("bits");
  const visible = segment.column("output");
  const reasoning = segment.column("reasoning");
  const uncached = segment.column("input_uncached");
  const read = segment.column("cache_read");
  const write = segment.column("cache_write");
  for (const row of rows) {
    const entry = entries[row]!;
    if (entry < 0 || !isEvidence(bits[row]!) || (bits[row]! & 7) !== 0) continue;
    if (byPilot !== null && config !== null && byPilot[config[row]!]! + byPilot[candidate.config[entry]!]! > 0)
      continue;
    if (visible[row]! < 0 || uncached[row]! < 0) continue;
    if (candidate.output[entry]! < 0 || candidate.input_uncached[entry]! < 0) continue;
    if (recordedCode(candidate.bits[entry]!) !== 0) continue;
    const cached = Math.max(0, read[row]!) + Math.max(0, write[row]!);
    const cachedThere = Math.max(0, candidate.cache_read[entry]!) + Math.max(0, candidate.cache_write[entry]!);
    let learning = byTarget.get(target[row]!);
    if (learning === undefined) byTarget.set(target[row]!, (learning = { input: noSums(), output: noSums() }));
    add(learning.input, uncached[row]! + cached, candidate.input_uncached[entry]! + cachedThere);
    add(learning.output, visible[row]! + Math.max(0, reasoning[row]!), candidate.output[entry]!);
  }
}

/** By code of a config: 1 = a pilot's. Null where no pilot ever called. */
function pilotConfigs(frame: Frame): Uint8Array | null {
  const names = frame.dictionary("config");
  const codes = Uint8Array.from(names, (name) => Number(name !== null && isPilot(name)));
  return codes.includes(1) ? codes : null;
}

/**
 * Learns a candidate's ratios from every row of the log that it, too, has answered: by the code of the row's own target,
 * in one pass along the join. What pilots called is left out, dear rows being drawn more often: their weighted sums speak for them. Targets
 * with fewer than 30 pairs are left out.
 */
export function learnRatios(
  frame: Frame,
  candidate: RecordedAnswers,
  join: (segment: Segment) => Int32Array,
  repeats: Repeats,
): ReadonlyMap<number, TokenRatio> {
  const byTarget = new Map<number, Learning>();
  const byPilot = pilotConfigs(frame);
  for (const segment of frame.segments()) {
    learnFrom(segment, repeats(segment), join(segment), candidate, byPilot, byTarget);
  }
  const ratios = new Map<number, TokenRatio>();
  for (const [code, learning] of byTarget) {
    const ratio = learntRatio(learning, "log");
    if (ratio !== null) ratios.set(code, ratio);
  }
  return ratios;
}
