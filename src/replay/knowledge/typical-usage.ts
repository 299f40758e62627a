import type { Frame } from "../frame.ts";
import { isTraffic } from "./census.ts";

/** Median tokens of an answered request, by endpoint code: what stands in for a row that failed before it was counted. */
export interface TypicalUsage {
  of(endpointCode: number): { readonly input: number; readonly output: number } | null;
}

/** Rows looked at for each endpoint, first come. */
const MOST_ROWS = 2_000;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

/** Medians of input and output tokens over answered rows. */
export function gatherTypicalUsage(frame: Frame): TypicalUsage {
  const seen = new Map<number, { readonly input: number[]; readonly output: number[] }>();
  for (const segment of frame.segments()) {
    const endpoint = segment.column("endpoint");
    const bits = segment.column("bits");
    const uncached = segment.column("input_uncached");
    const read = segment.column("cache_read");
    const write = segment.column("cache_write");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    for (let row = 0; row < segment.rows; row++) {
      if ((bits[row]! & 7) !== 0 || !isTraffic(bits[row]!) || output[row]! < 0 || uncached[row]! < 0) continue;
      let own = seen.get(endpoint[row]!);
      if (own === undefined) seen.set(endpoint[row]!, (own = { input: [], output: [] }));
      if (own.input.length >= MOST_ROWS) continue;
      own.input.push(uncached[row]! + Math.max(0, read[row]!) + Math.max(0, write[row]!));
      own.output.push(output[row]! + Math.max(0, reasoning[row]!));
    }
  }
  const medians = new Map(
    [...seen].map(([code, { input, output }]) => [code, { input: median(input), output: median(output) }]),
  );
  const all = [...seen.values()];
  const overall =
    all.length === 0
      ? null
      : { input: median(all.flatMap((own) => own.input)), output: median(all.flatMap((own) => own.output)) };
  return { of: (code) => medians.get(code) ?? overall };
}
