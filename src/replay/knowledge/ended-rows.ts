import type { Segment } from "../frame.ts";
import { bySegment } from "./by-segment.ts";
import { hasEnded } from "./census.ts";

/** Rows of a segment where this target (its code) was really asked, ascending. */
export type EndedRows = (code: number) => Uint16Array;

/** All of a segment's rows put by target in one pass, so that what wants one target's rows need not look at the others'. */
export const endedRows: (segment: Segment) => EndedRows = bySegment((segment) => {
  const target = segment.column("target");
  const bits = segment.column("bits");
  const starts = startsOf(target, bits, segment.rows);
  const rows = new Uint16Array(starts.at(-1)!);
  place(rows, starts.slice(), target, bits, segment.rows);
  return (code) => rows.subarray(starts[code] ?? rows.length, starts[code + 1] ?? rows.length);
});

/** Where each code's rows begin; the last entry is how many there are. */
function startsOf(target: Uint32Array, bits: Uint32Array, rows: number): Uint32Array {
  let most = 0;
  for (let row = 0; row < rows; row++) if (target[row]! > most) most = target[row]!;
  const starts = new Uint32Array(most + 2);
  for (let row = 0; row < rows; row++) if (hasEnded(bits[row]!)) starts[target[row]! + 1]!++;
  for (let code = 1; code < starts.length; code++) starts[code]! += starts[code - 1]!;
  return starts;
}

function place(to: Uint16Array, next: Uint32Array, target: Uint32Array, bits: Uint32Array, rows: number): void {
  for (let row = 0; row < rows; row++) if (hasEnded(bits[row]!)) to[next[target[row]!]!++] = row;
}
