import { HEALTH_RULES, type Health } from "../../core/facts.ts";
import type { Segment } from "../frame.ts";
import { isTraffic } from "./census.ts";
import { bySegment } from "./by-segment.ts";
import { recordedCode, type RecordedAnswers } from "./recorded.ts";

const CUT = HEALTH_RULES.cut_every_ms;
const SHORT = HEALTH_RULES.short_ms / CUT;
const LONG = HEALTH_RULES.long_ms / CUT;

/** How a target did at any time, from what had ended by then. */
export interface HealthHistory {
  /** The answer to a health question at that cut: 0 = healthy or unknown, 1 = failing. */
  answerAt(cut: number): 0 | 1;
  /** Health as a snapshot cut at `cut` (number of 10 s spans since the epoch) knew it; null = too few attempts. */
  at(cut: number): Health | null;
  /** The pace alone, at each of these cuts. */
  paceAt(cuts: Float64Array): Pace;
}

/** The snapshots in force along a segment: rows that follow each other under the same one are a run. */
export interface CutRuns {
  /** Run of each row. */
  readonly of: Uint32Array;
  /** Cut of each run. */
  readonly cuts: Float64Array;
}

/** How fast a target was by the snapshot of each run: means, NaN where no row tells. */
export interface Pace {
  readonly ttft_ms: Float64Array;
  readonly ms_per_token: Float64Array;
}

/** The snapshot in force at an instant. */
export function cutOf(at: number): number {
  return Math.floor(at / CUT);
}

/** Spans looked at one by one before all later ones are halved. */
const STEPS = 4;

/** Spans to a page: a log of some days has a few pages, and one with a gap of years no more of them. */
const PAGE = 4_096;

/** Spans by page number; the page looked at last is at hand. */
interface Pages {
  readonly all: Map<number, Int32Array>;
  number: number;
  page: Int32Array;
}

function pageOf(pages: Pages, number: number): Int32Array {
  if (number === pages.number) return pages.page;
  let page = pages.all.get(number);
  if (page === undefined) pages.all.set(number, (page = new Int32Array(PAGE)));
  pages.number = number;
  pages.page = page;
  return page;
}

/** The columns of a segment that an attempt's end is told by. */
interface Ends {
  readonly bits: Uint32Array;
  readonly created: Float64Array;
  readonly latency: Float64Array;
}

function endsOf(segment: Segment): Ends {
  return {
    bits: segment.column("bits"),
    created: segment.column("created_at"),
    latency: segment.column("latency_ms"),
  };
}

// Loops over rows are functions of their own: one that stands in a loop over segments is compiled anew for each of them.

function markSpans(pages: Pages, rows: Uint16Array, { bits, created, latency }: Ends): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!isTraffic(bits[row]!)) continue;
    const cut = cutOf(created[row]! + (latency[row]! || 0));
    const number = Math.floor(cut / PAGE);
    pageOf(pages, number)[cut - number * PAGE] = 1;
  }
}

/** The spans in which something ended, in order; on their pages then stands each one's place, counted from 1. */
function gatherSpans(runs: RecordedAnswers["runs"], pages: Pages): Float64Array {
  for (const { segment, rows } of runs()) markSpans(pages, rows, endsOf(segment));
  const cuts: number[] = [];
  for (const number of [...pages.all.keys()].toSorted((a, b) => a - b)) {
    const page = pages.all.get(number)!;
    for (let at = 0; at < PAGE; at++) if (page[at] === 1) page[at] = cuts.push(number * PAGE + at);
  }
  return Float64Array.from(cuts);
}

/** Sums by span. */
interface SpanSums {
  readonly attempts: Float64Array;
  readonly failures: Float64Array;
  readonly first: Float64Array;
  readonly firstCount: Float64Array;
  readonly perToken: Float64Array;
  readonly perTokenCount: Float64Array;
}

function addAttempts(
  { attempts, failures, first, firstCount, perToken, perTokenCount }: SpanSums,
  pages: Pages,
  rows: Uint16Array,
  { bits, created, latency }: Ends,
  segment: Segment,
): void {
  const ttft = segment.column("ttft_ms");
  const visible = segment.column("output");
  const reasoning = segment.column("reasoning");
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const word = bits[row]!;
    if (!isTraffic(word)) continue;
    const took = latency[row]!;
    const cut = cutOf(created[row]! + (took || 0));
    const number = Math.floor(cut / PAGE);
    const at = pageOf(pages, number)[cut - number * PAGE]!;
    attempts[at]!++;
    if (recordedCode(word) !== 0) {
      failures[at]!++;
      continue;
    }
    const begun = ttft[row]!;
    if (begun === begun) {
      first[at]! += begun;
      firstCount[at]!++;
    }
    const tokens = visible[row]! < 0 ? -1 : visible[row]! + Math.max(0, reasoning[row]!);
    if (tokens > 0 && took === took) {
      perToken[at]! += (took - (begun || 0)) / tokens;
      perTokenCount[at]!++;
    }
  }
}

/** Makes each place the sum of all up to it. */
function accumulate(sums: Float64Array): void {
  for (let at = 1; at < sums.length; at++) sums[at]! += sums[at - 1]!;
}

/**
 * Attempts in spans of 10 s by the time they ended, with running sums, so that any window is two look-ups.
 * A window holds 20 attempts or is passed over: the last 5 minutes, else the last 24 hours, else nothing is known.
 */
export function makeHealthHistory({ runs }: RecordedAnswers): HealthHistory {
  const pages: Pages = { all: new Map(), number: Number.NaN, page: new Int32Array(0) };
  const cuts = gatherSpans(runs, pages);
  const column = (): Float64Array => new Float64Array(cuts.length + 1);
  const sums: SpanSums = {
    attempts: column(),
    failures: column(),
    first: column(),
    firstCount: column(),
    perToken: column(),
    perTokenCount: column(),
  };
  for (const { segment, rows } of runs()) addAttempts(sums, pages, rows, endsOf(segment), segment);
  for (const each of Object.values(sums)) accumulate(each);
  const { attempts, failures, first, firstCount, perToken, perTokenCount } = sums;

  const [beforeCut, beforeShort, beforeLong] = [spansBefore(cuts), spansBefore(cuts), spansBefore(cuts)];
  const mean = (sums: Float64Array, counts: Float64Array, from: number, to: number): number | null => {
    const count = counts[to]! - counts[from]!;
    return count === 0 ? null : (sums[to]! - sums[from]!) / count;
  };

  /** The window a snapshot looks at, as two positions in the running sums; null where none holds enough attempts. */
  let from = 0;
  let to = 0;
  const windowAt = (cut: number): Health["window"] | null => {
    to = beforeCut(cut);
    from = beforeShort(cut - SHORT);
    if (attempts[to]! - attempts[from]! >= HEALTH_RULES.min_attempts) return "5m";
    from = beforeLong(cut - LONG);
    return attempts[to]! - attempts[from]! >= HEALTH_RULES.min_attempts ? "24h" : null;
  };

  return {
    answerAt(cut) {
      if (windowAt(cut) === null) return 0;
      const made = attempts[to]! - attempts[from]!;
      return failures[to]! - failures[from]! >= made * HEALTH_RULES.failing_share ? 1 : 0;
    },
    paceAt(at) {
      const ttft_ms = new Float64Array(at.length).fill(Number.NaN);
      const ms_per_token = ttft_ms.slice();
      for (let run = 0; run < at.length; run++) {
        if (windowAt(at[run]!) === null) continue;
        const begun = firstCount[to]! - firstCount[from]!;
        const timed = perTokenCount[to]! - perTokenCount[from]!;
        if (begun !== 0) ttft_ms[run] = (first[to]! - first[from]!) / begun;
        if (timed !== 0) ms_per_token[run] = (perToken[to]! - perToken[from]!) / timed;
      }
      return { ttft_ms, ms_per_token };
    },
    at(cut) {
      const window = windowAt(cut);
      if (window === null) return null;
      return {
        window,
        attempts: attempts[to]! - attempts[from]!,
        failures: failures[to]! - failures[from]!,
        ttft_ms: mean(first, firstCount, from, to),
        ms_per_token: mean(perToken, perTokenCount, from, to),
      };
    },
  };
}

/** How many of these spans end before a cut. Cuts mostly come in order: beside the last one it is found at once. */
function spansBefore(cuts: Float64Array): (cut: number) => number {
  let last = 0;
  return (cut) => {
    if (last > 0 && cuts[last - 1]! >= cut) last = 0;
    for (let steps = 0; steps < STEPS; steps++) {
      if (last === cuts.length || cuts[last]! >= cut) return last;
      last++;
    }
    let high = cuts.length;
    while (last < high) {
      const middle = (last + high) >>> 1;
      if (cuts[middle]! < cut) last = middle + 1;
      else high = middle;
    }
    return last;
  };
}

/** The runs of a segment, remembered for as long as the segment is. */
export const cutRuns: (segment: Segment) => CutRuns = bySegment((segment) => {
  const at = segment.column("created_at");
  const of = new Uint32Array(segment.rows);
  const cuts = new Float64Array(segment.rows);
  let count = 0;
  for (let row = 0; row < segment.rows; row++) {
    const cut = cutOf(at[row]!);
    if (count === 0 || cut !== cuts[count - 1]) cuts[count++] = cut;
    of[row] = count - 1;
  }
  return { of, cuts: cuts.slice(0, count) };
});

/** Health answers by row of a segment. */
export function healthColumn(history: HealthHistory): (segment: Segment) => Uint8Array {
  return bySegment((segment) => {
    const { of, cuts } = cutRuns(segment);
    const answers = new Uint8Array(of.length);
    let answer: 0 | 1 = 0;
    for (let row = 0, last = -1; row < of.length; row++) {
      const run = of[row]!;
      if (run !== last) answer = history.answerAt(cuts[(last = run)]!);
      answers[row] = answer;
    }
    return answers;
  });
}

/** A target's pace by run of a segment. */
export function paceColumns(history: HealthHistory | null): (segment: Segment) => Pace {
  return bySegment((segment) => {
    const { cuts } = cutRuns(segment);
    if (history !== null) return history.paceAt(cuts);
    const unknown = new Float64Array(cuts.length).fill(Number.NaN);
    return { ttft_ms: unknown, ms_per_token: unknown };
  });
}
