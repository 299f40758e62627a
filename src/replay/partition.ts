import { SEGMENT_ROWS } from "./frame.ts";

/** One answer for every row of a segment, or the same for all. */
export type AnswerColumn = number | ArrayLike<number>;

/** Row offsets of one segment, ascending. */
export type Rows = Uint32Array;

/** Buffers of one segment's length, lent and given back in any order. */
export interface Scratch {
  borrow(): Uint32Array;
  giveBack(buffer: Uint32Array): void;
}

export function makeScratch(): Scratch {
  const free: Uint32Array[] = [];
  return {
    borrow: () => free.pop() ?? new Uint32Array(SEGMENT_ROWS),
    giveBack: (buffer) => {
      free.push(buffer);
    },
  };
}

/** All offsets of a segment. */
export function allRows(count: number): Rows {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

const COUNTED = 256;

/** Splits rows by their answers, keeping their order, and visits each part, that of the first row first. Parts are only valid during the visit. */
export function partition(
  rows: Rows,
  column: AnswerColumn,
  scratch: Scratch,
  visit: (answer: number, rows: Rows) => void,
): void {
  if (typeof column === "number") {
    visit(column, rows);
    return;
  }
  const count = rows.length;
  if (count === 0) return;
  const first = column[rows[0]!]!;
  let uniform = true;
  for (let i = 1; i < count; i++) {
    if (column[rows[i]!]! !== first) {
      uniform = false;
      break;
    }
  }
  if (uniform) {
    visit(first, rows);
    return;
  }
  // Parts come in the order of their first rows, whatever numbers their answers have: those depend on rows that are not among these.
  const counts = new Map<number, number>();
  const small = new Uint32Array(COUNTED);
  for (let i = 0; i < count; i++) {
    const answer = column[rows[i]!]!;
    if (answer >= COUNTED) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    else if (small[answer]!++ === 0) counts.set(answer, 0);
  }
  for (const answer of counts.keys()) if (answer < COUNTED) counts.set(answer, small[answer]!);
  const starts = new Map<number, number>();
  const next = new Uint32Array(COUNTED);
  const nextLarge = new Map<number, number>();
  let reached = 0;
  for (const [answer, size] of counts) {
    starts.set(answer, reached);
    if (answer < COUNTED) next[answer] = reached;
    else nextLarge.set(answer, reached);
    reached += size;
  }
  const buffer = scratch.borrow();
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const answer = column[row]!;
    if (answer < COUNTED) buffer[next[answer]!++] = row;
    else {
      const at = nextLarge.get(answer)!;
      buffer[at] = row;
      nextLarge.set(answer, at + 1);
    }
  }
  for (const [answer, start] of starts) visit(answer, buffer.subarray(start, start + counts.get(answer)!));
  scratch.giveBack(buffer);
}
