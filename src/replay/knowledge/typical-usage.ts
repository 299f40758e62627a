import type { Frame, Segment } from "../frame.ts";
import { isTraffic } from "./census.ts";

/** Median tokens of an answered request, by endpoint code: what stands in for a row that failed before it was counted. */
export interface TypicalUsage {
  of(endpointCode: number): Tokens | null;
}

interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** Rows looked at for each endpoint, first come. */
const MOST_ROWS = 2_000;

/** Tokens of an endpoint's rows, as they come. */
interface Seen {
  rows: number;
  readonly input: Int32Array;
  readonly output: Int32Array;
}

/** The lower median of some values, which it sorts. */
function median(values: Int32Array): number {
  return values.sort()[Math.floor((values.length - 1) / 2)]!;
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function typicalOf(seen: readonly Seen[]): Tokens {
  return {
    input: median(joined(seen.map(({ rows, input }) => input.subarray(0, rows)))),
    output: median(joined(seen.map(({ rows, output }) => output.subarray(0, rows)))),
  };
}

/** Of all endpoints together; null where no row was answered. */
function overallOf(seen: readonly Seen[]): Tokens | null {
  // Codes nobody used have left holes.
  const answered = Object.values(seen).filter(({ rows }) => rows > 0);
  return answered.length === 0 ? null : typicalOf(answered);
}

/** @param full 1 for endpoints of which enough rows were seen */
function look(segment: Segment, seen: Seen[], full: Uint8Array): void {
  const endpoint = segment.column("endpoint");
  const bits = segment.column("bits");
  const uncached = segment.column("input_uncached");
  const read = segment.column("cache_read");
  const write = segment.column("cache_write");
  const output = segment.column("output");
  const reasoning = segment.column("reasoning");
  for (let row = 0; row < segment.rows; row++) {
    if (full[endpoint[row]!] === 1) continue;
    const own = (seen[endpoint[row]!] ??= {
      rows: 0,
      input: new Int32Array(MOST_ROWS),
      output: new Int32Array(MOST_ROWS),
    });
    if ((bits[row]! & 7) !== 0 || !isTraffic(bits[row]!) || output[row]! < 0 || uncached[row]! < 0) continue;
    own.input[own.rows] = uncached[row]! + Math.max(0, read[row]!) + Math.max(0, write[row]!);
    own.output[own.rows++] = output[row]! + Math.max(0, reasoning[row]!);
    if (own.rows === MOST_ROWS) full[endpoint[row]!] = 1;
  }
}

/** Medians of input and output tokens over answered rows. */
export function gatherTypicalUsage(frame: Frame): TypicalUsage {
  const seen: Seen[] = [];
  const full = new Uint8Array(frame.dictionary("endpoint").length);
  for (const segment of frame.segments()) look(segment, seen, full);
  const medians: Tokens[] = [];
  let overall: Tokens | null | undefined;
  return {
    of(code) {
      const own = seen[code];
      if (own !== undefined && own.rows > 0) return (medians[code] ??= typicalOf([own]));
      return overall === undefined ? (overall = overallOf(seen)) : overall;
    },
  };
}
