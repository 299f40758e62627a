import type { Target } from "../../core/target.ts";
import type { Frame } from "../frame.ts";
import { isEvidence } from "./census.ts";

const DAY_MS = 86_400_000;

/** Median output tokens by the end of earlier days. */
export interface ExpectedOutput {
  /** Of this target, else of the whole log, known before the UTC day of `at`. */
  readonly of: (
    target: Target,
    at: number,
  ) => { readonly overall: number | null; readonly by_endpoint: Readonly<Record<string, number>> };
}

/** Output lengths by bin: exact below 256 tokens, then 64 bins an octave (within 1.6 %). */
function binOf(tokens: number): number {
  if (tokens < 256) return tokens;
  const octave = 31 - Math.clz32(tokens);
  return 256 + (octave - 8) * 64 + ((tokens >>> (octave - 6)) & 63);
}

function tokensOf(bin: number): number {
  if (bin < 256) return bin;
  const octave = 8 + Math.floor((bin - 256) / 64);
  return (64 + ((bin - 256) % 64) + 0.5) * 2 ** (octave - 6);
}

type Bins = Map<number, number>;

function median(bins: Bins): number | null {
  let total = 0;
  for (const count of bins.values()) total += count;
  if (total === 0) return null;
  let reached = 0;
  for (const bin of [...bins.keys()].toSorted((a, b) => a - b)) {
    reached += bins.get(bin)!;
    if (reached * 2 >= total) return tokensOf(bin);
  }
  return null;
}

/** Endpoints told apart; logs with more share the target's own median. */
const MOST_ENDPOINTS = 1_000;

/** Counts answers by (target, endpoint, day) in one pass; medians are taken when asked for. */
export function gatherExpectedOutput(frame: Frame): ExpectedOutput {
  const targets = frame.dictionary("target");
  const endpoints = frame.dictionary("endpoint");
  const width = endpoints.length > MOST_ENDPOINTS ? 1 : endpoints.length;
  /** By day, then by target code x endpoint code. */
  const days = new Map<number, Map<number, Bins>>();
  let day = Number.NaN;
  let cells = new Map<number, Bins>();
  for (const segment of frame.segments()) {
    const at = segment.column("created_at");
    const target = segment.column("target");
    const endpoint = segment.column("endpoint");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    const bits = segment.column("bits");
    for (let row = 0; row < segment.rows; row++) {
      if (output[row]! < 0 || (bits[row]! & 7) !== 0 || !isEvidence(bits[row]!)) continue;
      const today = Math.floor(at[row]! / DAY_MS);
      if (today !== day) {
        day = today;
        cells = days.get(day) ?? new Map();
        days.set(day, cells);
      }
      const cell = target[row]! * width + (width === 1 ? 0 : endpoint[row]!);
      let bins = cells.get(cell);
      if (bins === undefined) cells.set(cell, (bins = new Map()));
      const bin = binOf(output[row]! + Math.max(0, reasoning[row]!));
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
  }
  const codes = new Map(targets.map((name, code) => [name, code]));

  /** Everything counted before a day, for a target (null = all of them), by endpoint and overall. */
  function before(today: number, code: number | null): { overall: Bins; byEndpoint: Map<number, Bins> } {
    const overall: Bins = new Map();
    const byEndpoint = new Map<number, Bins>();
    for (const [counted, cellsOfDay] of days) {
      if (counted >= today) continue;
      for (const [cell, bins] of cellsOfDay) {
        if (code !== null && Math.floor(cell / width) !== code) continue;
        const endpoint = cell % width;
        const own: Bins = byEndpoint.get(endpoint) ?? new Map<number, number>();
        byEndpoint.set(endpoint, own);
        for (const [bin, count] of bins) {
          overall.set(bin, (overall.get(bin) ?? 0) + count);
          own.set(bin, (own.get(bin) ?? 0) + count);
        }
      }
    }
    return { overall, byEndpoint };
  }

  function summary(
    today: number,
    code: number | null,
  ): { overall: number | null; by_endpoint: Record<string, number> } {
    const { overall, byEndpoint } = before(today, code);
    const by_endpoint: Record<string, number> = {};
    for (const [endpoint, bins] of byEndpoint) {
      const name = width === 1 ? null : endpoints[endpoint];
      const value = median(bins);
      if (name != null && value !== null) by_endpoint[name] = value;
    }
    return { overall: median(overall), by_endpoint };
  }

  const known = new Map<string, ReturnType<ExpectedOutput["of"]>>();
  const wholeLog = new Map<number, ReturnType<typeof summary>>();
  return {
    of(target, at) {
      const today = Math.floor(at / DAY_MS);
      const key = `${today} ${target}`;
      let found = known.get(key);
      if (found === undefined) {
        const code = codes.get(target);
        const own = code === undefined ? null : summary(today, code);
        let all = wholeLog.get(today);
        if (all === undefined) wholeLog.set(today, (all = summary(today, null)));
        found = {
          overall: own?.overall ?? all.overall,
          by_endpoint: { ...all.by_endpoint, ...own?.by_endpoint },
        };
        known.set(key, found);
      }
      return found;
    },
  };
}
