import type { Segment } from "../frame.ts";
import { NOT_RECORDED } from "./answer-index.ts";
import { endedRows } from "./ended-rows.ts";
import type { RecordedAnswers } from "./recorded.ts";
import type { Repeats } from "./repeats.ts";

/** The row itself was served by the target, whoever caused it. */
export const OWN = -2;

/**
 * For every row of a segment, where the log holds a target's answer to the same request: `OWN`, an entry of the target's
 * recorded answers, `NEAR_MATCH` or `NOT_RECORDED`. Remembered for as long as the segment is.
 */
export function joinRecorded(
  code: number,
  recorded: RecordedAnswers | null,
  repeats: () => Repeats,
): (segment: Segment) => Int32Array {
  const kept = new WeakMap<Segment, Int32Array>();
  return (segment) => {
    const known = kept.get(segment);
    if (known !== undefined) return known;
    const entries = new Int32Array(segment.rows).fill(NOT_RECORDED);
    if (code > 0) {
      const at = segment.column("created_at");
      const requestHi = segment.column("request_hi");
      const requestLo = segment.column("request_lo");
      const promptHi = segment.column("prompt_hi");
      const promptLo = segment.column("prompt_lo");
      const index = recorded?.index;
      if (index !== undefined) {
        for (const row of repeats()(segment)) {
          entries[row] = index.nearest(promptHi[row]!, promptLo[row]!, requestHi[row]!, requestLo[row]!, at[row]!);
        }
      }
      for (const row of endedRows(segment)(code)) entries[row] = OWN;
    }
    kept.set(segment, entries);
    return entries;
  };
}
