import type { Frame } from "../frame.ts";

/** Tells prompts that a log holds more than once from most of those it holds once. */
export interface Repeats {
  /** False only where no other row of the log has a prompt with this high half of its hash. */
  has(promptHi: number): boolean;
}

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
  return {
    has(promptHi) {
      const at = promptHi & mask;
      return ((again[at >>> 5]! >>> (at & 31)) & 1) === 1;
    },
  };
}
