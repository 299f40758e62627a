import { SEGMENT_ROWS, type Frame, type Segment } from "../frame.ts";
import { bySegment } from "./by-segment.ts";

/** Rows of a segment whose prompt the log holds more than once, and a few whose prompt it holds once. Ascending. */
export type Repeats = (segment: Segment) => Uint16Array;

/** Bits for each row: one prompt in nine that was asked once is taken for a repeated one. */
const BITS_PER_ROW = 8;

/** Marks prompts in one pass: most were asked once, and whatever looks for answers to the same request can pass over them. */
export function gatherRepeats(frame: Frame): Repeats {
  let bits = 1 << 10;
  while (bits < frame.rows * BITS_PER_ROW && bits < 2 ** 30) bits *= 2;
  const mask = bits - 1;
  const seen = new Uint32Array(bits >>> 5);
  const again = new Uint32Array(bits >>> 5);
  for (const segment of frame.segments()) {
    const prompt = segment.column("prompt_hi");
    for (let row = 0; row < segment.rows; row++) {
      const at = prompt[row]! & mask;
      const word = at >>> 5;
      const bit = 1 << (at & 31);
      again[word]! |= seen[word]! & bit;
      seen[word]! |= bit;
    }
  }
  const found = new Uint16Array(SEGMENT_ROWS);
  return bySegment((segment) => {
    const prompt = segment.column("prompt_hi");
    let count = 0;
    for (let row = 0; row < segment.rows; row++) {
      const at = prompt[row]! & mask;
      if (((again[at >>> 5]! >>> (at & 31)) & 1) === 1) found[count++] = row;
    }
    return found.slice(0, count);
  });
}
