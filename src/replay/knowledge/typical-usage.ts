import type { Frame } from "../frame.ts";
import { isTraffic } from "./census.ts";

/** Median tokens of an answered request, by endpoint code: what stands in for a row that failed before it was counted. */
export interface TypicalUsage {
  of(endpointCode: number): { readonly input: number; readonly output: number } | null;
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

/** Medians of input and output tokens over answered rows. */
export function gatherTypicalUsage(frame: Frame): TypicalUsage {
  const seen: Seen[] = [];
  for (const segment of frame.segments()) {
    const endpoint = segment.column("endpoint");
    const bits = segment.column("bits");
    const uncached = segment.column("input_uncached");
    const read = segment.column("cache_read");
    const write = segment.column("cache_write");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    for (let row = 0; row < segment.rows; row++) {
      const own = (seen[endpoint[row]!] ??= {
        rows: 0,
        input: new Int32Array(MOST_ROWS),
        output: new Int32Array(MOST_ROWS),
      });
      if (own.rows === MOST_ROWS) continue;
      if ((bits[row]! & 7) !== 0 || !isTraffic(bits[row]!) || output[row]! < 0 || uncached[row]! < 0) continue;
      own.input[own.rows] = uncached[row]! + Math.max(0, read[row]!) + Math.max(0, write[row]!);
      own.output[own.rows++] = output[row]! + Math.max(0, reasoning[row]!);
    }
  }
  const medians: { readonly input: number; readonly output: number }[] = [];
  const inputs: Int32Array[] = [];
  const outputs: Int32Array[] = [];
  seen.forEach(({ rows, input, output }, code) => {
    if (rows === 0) return;
    inputs.push(input.subarray(0, rows));
    outputs.push(output.subarray(0, rows));
    medians[code] = { input: median(input.subarray(0, rows)), output: median(output.subarray(0, rows)) };
  });
  const overall = inputs.length === 0 ? null : { input: median(joined(inputs)), output: median(joined(outputs)) };
  return { of: (code) => medians[code] ?? overall };
}
