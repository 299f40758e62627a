import { ORIGINS } from "../../core/exchange.ts";
import { BIT, type Segment } from "../../replay/frame.ts";
import type { FinishedAttempt } from "./health-windows.ts";

export type { FinishedAttempt } from "./health-windows.ts";

const LIVE = ORIGINS.indexOf("live");

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Live rows of a segment that ended, from an instant on, as attempts at the target that served them. */
export function* finishedRows(
  segment: Segment,
  from: number,
): Iterable<{ readonly code: number; readonly attempt: FinishedAttempt }> {
  const at = segment.column("created_at");
  const bits = segment.column("bits");
  const target = segment.column("target");
  const latency = segment.column("latency_ms");
  const ttft = segment.column("ttft_ms");
  const output = segment.column("output");
  const reasoning = segment.column("reasoning");
  for (let row = 0; row < segment.rows; row++) {
    const word = bits[row]!;
    const status = (word >>> BIT.status) & 7;
    if (at[row]! < from || status > 1 || ((word >>> BIT.origin) & 7) !== LIVE || target[row] === 0) continue;
    const took = known(latency[row]!);
    yield {
      code: target[row]!,
      attempt: {
        ended_at: at[row]! + (took ?? 0),
        failed: status === 1,
        latency_ms: took,
        ttft_ms: known(ttft[row]!),
        output_tokens: output[row]! < 0 ? null : output[row]! + Math.max(0, reasoning[row]!),
      },
    };
  }
}
