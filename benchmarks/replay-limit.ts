import type { Frame } from "../src/replay/frame.ts";

/** USD per token of the target that the limit prices everything at. */
export interface LimitRate {
  readonly input: number;
  readonly cache_read: number;
  readonly output: number;
}

/** The least that any replay must do: price x tokens, summed over the columns that hold them. */
export function limitLoop(frame: Frame, rate: LimitRate): number {
  let sum = 0;
  for (const segment of frame.segments()) {
    const input = segment.column("input_uncached");
    const cached = segment.column("cache_read");
    const output = segment.column("output");
    for (let row = 0; row < segment.rows; row++) {
      sum += input[row]! * rate.input + cached[row]! * rate.cache_read + output[row]! * rate.output;
    }
  }
  return sum;
}
