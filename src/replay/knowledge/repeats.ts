import { SEGMENT_ROWS, type Frame, type Segment } from "../frame.ts";
import { bySegment } from "./by-segment.ts";

/** Rows of a segment whose prompt the log holds more than once, and a few whose prompt it holds once. Ascending. */
export type Repeats = (segment: Segment) => Uint16Array;

/** Bits for each row: one prompt in nine that was asked once is taken for a repeated one. */
const BITS_PER_ROW = 8;

function mark(prompt: Uint32Array, mask: number, seen: Uint32Array, again: Uint32Array): void {
  for (let row = 0; row < prompt.length; row++) {
    const at = prompt[row]! & mask;
    const word = at >>> 5;
    const bit = 1 << (at & 31);
    again[word]! |= seen[word]! & bit;
    seen[word]! |= bit;
  }
}

/** Writes the rows down whose prompt is marked; returns how many. */
function marked(prompt: Uint32Array, mask: number, again: Uint32Array, to: Uint16Array): number {
  let count = 0;
  for (let row = 0; row < prompt.length; row++) {
    const at = prompt[row]! & mask;
    if (((again[at >>> 5]! >>> (at & 31)) & 1) === 1) to[count++] = row;
  }
  return count;
}

/** Marks prompts in one pass: most were asked once, and whatever looks for answers to the same request can pass over them. */
export function gatherRepeats(frame: Frame): Repeats {
  let bits = 1 << 10;
  while (bits < frame.rows * BITS_PER_ROW && bits < 2 ** 30) bits *= 2;
  const mask = bits - 1;
  const seen = new Uint32Array(bits >>> 5);
  const again = new Uint32Array(bits >>> 5);
  for (const segment of frame.segments()) {
    mark(segment.column("prompt_hi"), mask, seen, again);
  }
  const found = new Uint16Array(SEGMENT_ROWS);
  return bySegment((segment) => {
    return found.slice(0, marked(segment.column("prompt_hi"), mask, again, found));
  });
}
