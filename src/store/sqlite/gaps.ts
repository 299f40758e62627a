/** Row numbers from one to another, both included. */
export type Gap = readonly [first: number, last: number];

/** Stretches of row numbers up to `end` that no sealed segment covers; rows may stand in them, or have been removed. */
export function gapsBetween(
  sealed: readonly { readonly first_seq: number; readonly last_seq: number }[],
  end: number,
): readonly Gap[] {
  const gaps: Gap[] = [];
  let next = 1;
  for (const { first_seq, last_seq } of sealed) {
    if (first_seq > next) gaps.push([next, first_seq - 1]);
    next = last_seq + 1;
  }
  if (next <= end) gaps.push([next, end]);
  return gaps;
}
