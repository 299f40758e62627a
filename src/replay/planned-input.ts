import type { Segment } from "./frame.ts";

const kept = new WeakMap<Segment, Int32Array>();

/** Input tokens as the plan saw them: the planner's own estimate, else what was billed; -1 unknown. Derived once for a segment. */
export function plannedInput(segment: Segment): Int32Array {
  const known = kept.get(segment);
  if (known !== undefined) return known;
  const planned = segment.column("planned_input_tokens");
  const uncached = segment.column("input_uncached");
  const read = segment.column("cache_read");
  const write = segment.column("cache_write");
  const tokens = new Int32Array(segment.rows);
  for (let row = 0; row < segment.rows; row++) {
    if (planned[row]! >= 0) tokens[row] = planned[row]!;
    else if (uncached[row]! < 0) tokens[row] = -1;
    else tokens[row] = uncached[row]! + Math.max(0, read[row]!) + Math.max(0, write[row]!);
  }
  kept.set(segment, tokens);
  return tokens;
}
