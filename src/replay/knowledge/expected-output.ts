import { expectedOutput } from "../../core/ranking.ts";
import { remembered } from "../../core/remembered.ts";
import type { Target } from "../../core/target.ts";
import type { Frame } from "../frame.ts";
import { isTraffic } from "./census.ts";

const DAY_MS = 86_400_000;

interface Medians {
  readonly overall: number | null;
  readonly by_endpoint: Readonly<Record<string, number>>;
}

/** Median output tokens by the end of earlier days. */
export interface ExpectedOutput {
  /** Of this target, else of the whole log, known before the UTC day of `at`. */
  readonly of: (target: Target, at: number) => Medians;
  /** What to expect of the target at that day, by endpoint code; a single one for all where they are not told apart. */
  readonly lengths: (target: Target, at: number) => Float64Array;
}

/** Output lengths by bin: exact below 128 tokens, then 32 bins an octave (within 1.6 %), up to a million. */
const EXACT = 128;
const PER_OCTAVE = 32;
const BINS = EXACT + 13 * PER_OCTAVE;

function binOf(tokens: number): number {
  if (tokens < EXACT) return tokens;
  const octave = 31 - Math.clz32(tokens);
  return Math.min(BINS - 1, EXACT + (octave - 7) * PER_OCTAVE + ((tokens >>> (octave - 5)) & (PER_OCTAVE - 1)));
}

function tokensOf(bin: number): number {
  if (bin < EXACT) return bin;
  const octave = 7 + Math.floor((bin - EXACT) / PER_OCTAVE);
  return (PER_OCTAVE + ((bin - EXACT) % PER_OCTAVE) + 0.5) * 2 ** (octave - 5);
}

type Bins = Uint32Array;

function median(bins: Bins): number | null {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let reached = 0;
  for (let bin = 0; bin < BINS; bin++) {
    reached += bins[bin]!;
    if (reached * 2 >= total) return tokensOf(bin);
  }
  return null;
}

/** Histograms kept at most (2 KB each); a log with more cells of (target, endpoint, day) shares each target's own median. */
const MOST_CELLS = 10_000;

function daysOf(frame: Frame): number {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const segment of frame.segments()) {
    from = Math.min(from, segment.from);
    to = Math.max(to, segment.to);
  }
  return to < from ? 0 : Math.floor(to / DAY_MS) - Math.floor(from / DAY_MS) + 1;
}

/** Counts answers by (target, endpoint, day) in one pass; medians are taken when asked for. */
export function gatherExpectedOutput(frame: Frame): ExpectedOutput {
  const targets = frame.dictionary("target");
  const endpoints = frame.dictionary("endpoint");
  const width = endpoints.length * targets.length * daysOf(frame) > MOST_CELLS ? 1 : endpoints.length;
  /** By day, then by target code x endpoint code. */
  const days = new Map<number, (Bins | undefined)[]>();
  let day = Number.NaN;
  let cells: (Bins | undefined)[] = [];
  for (const segment of frame.segments()) {
    const at = segment.column("created_at");
    const target = segment.column("target");
    const endpoint = segment.column("endpoint");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    const bits = segment.column("bits");
    for (let row = 0; row < segment.rows; row++) {
      if (output[row]! < 0 || (bits[row]! & 7) !== 0 || !isTraffic(bits[row]!)) continue;
      const today = Math.floor(at[row]! / DAY_MS);
      if (today !== day) {
        day = today;
        const known = days.get(day);
        cells = known ?? [];
        if (known === undefined) days.set(day, cells);
      }
      const bins = (cells[target[row]! * width + (width === 1 ? 0 : endpoint[row]!)] ??= new Uint32Array(BINS));
      bins[binOf(output[row]! + Math.max(0, reasoning[row]!))]!++;
    }
  }

  /** Everything counted before a day, of one target or (null) of all. */
  function summary(today: number, code: number | null): Medians {
    const overall = new Uint32Array(BINS);
    const byEndpoint = new Map<number, Bins>();
    for (const [counted, cellsOfDay] of days) {
      if (counted >= today) continue;
      for (const [cell, bins] of cellsOfDay.entries()) {
        if (bins === undefined || (code !== null && Math.floor(cell / width) !== code)) continue;
        const endpoint = cell % width;
        const own = byEndpoint.get(endpoint) ?? new Uint32Array(BINS);
        byEndpoint.set(endpoint, own);
        for (let bin = 0; bin < BINS; bin++) {
          overall[bin]! += bins[bin]!;
          own[bin]! += bins[bin]!;
        }
      }
    }
    const by_endpoint: Record<string, number> = {};
    for (const [endpoint, bins] of byEndpoint) {
      const name = width === 1 ? null : endpoints[endpoint];
      const value = median(bins);
      if (name != null && value !== null) by_endpoint[name] = value;
    }
    return { overall: median(overall), by_endpoint };
  }

  const codes = new Map(targets.map((name, code) => [name, code]));
  const wholeLog = remembered((today: number) => summary(today, null));
  const ofTarget = remembered((target: Target) =>
    remembered((today: number): Medians => {
      const code = codes.get(target);
      const own = code === undefined ? null : summary(today, code);
      const all = wholeLog(today);
      return {
        overall: own?.overall ?? all.overall,
        by_endpoint: { ...all.by_endpoint, ...own?.by_endpoint },
      };
    }),
  );
  const lengthsOf = remembered((target: Target) =>
    remembered((today: number) =>
      Float64Array.from({ length: width }, (_, endpoint) =>
        expectedOutput(ofTarget(target)(today), endpoints[endpoint] ?? null),
      ),
    ),
  );
  return {
    of: (target, at) => ofTarget(target)(Math.floor(at / DAY_MS)),
    lengths: (target, at) => lengthsOf(target)(Math.floor(at / DAY_MS)),
  };
}
