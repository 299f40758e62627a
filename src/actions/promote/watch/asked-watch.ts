import { parseDuration } from "../../window.ts";
import type { AskedWatch } from "./start-watch.ts";

/** A watch as it is asked for, on the command line and over HTTP. */
export interface WatchBody {
  /** `30m`, `24h`, `7d`. */
  readonly for: string;
  readonly max_error_rate: number | null;
  readonly max_p95_ms: number | null;
  readonly max_cost_per_request_usd: number | null;
  readonly auto_rollback: boolean;
  readonly min_requests: number | null;
}

/** Throws `window_invalid`. */
export function askedWatch(body: WatchBody): AskedWatch {
  const { max_error_rate, max_p95_ms, max_cost_per_request_usd, auto_rollback, min_requests } = body;
  const limits = { max_error_rate, max_p95_ms, max_cost_per_request_usd };
  return { for_ms: parseDuration(body.for, "watch.for"), limits, auto_rollback, min_requests };
}
