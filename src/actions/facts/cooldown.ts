import type { FailureClass, OutcomeFailure } from "../../core/outcome.ts";

/** Failures in a row after which a target is left alone for a while. */
const FAILURES_IN_A_ROW = 5;
const COOLDOWN_MS = 30_000;
/** A provider's own Retry-After is honoured up to here. */
const LONGEST_MS = 60_000;

/** What says something of the target, not of the request. */
const COUNTED: ReadonlySet<FailureClass> = new Set(["connect", "timeout", "server", "truncated_stream"]);

/** When one target is left alone. */
export interface Cooldown {
  /** Takes in an attempt that ended, ms since the epoch. @param failure null = it went well */
  add(ended: number, failure: OutcomeFailure | null, started: number): void;
  /** ms since the epoch, or null; past ones are null too. */
  until(at: number): number | null;
}

/** Five failures in a row, or a rate limit that names its end, put a target on cooldown; a good answer to a later call ends it. */
export function cooldown(): Cooldown {
  let inARow = 0;
  let begun = 0;
  let end = 0;
  return {
    add(ended, failure, started) {
      if (failure === null) {
        // What was under way before the target had enough says nothing of now: under load there is always such a call.
        if (started < begun) return;
        inARow = 0;
        end = 0;
      } else if (failure.class === "rate_limit" && failure.retry_after_ms !== undefined) {
        begun = Math.floor(ended);
        end = Math.max(end, ended + Math.min(failure.retry_after_ms, LONGEST_MS));
      } else if (COUNTED.has(failure.class) && ++inARow >= FAILURES_IN_A_ROW) {
        begun = Math.floor(ended);
        end = ended + COOLDOWN_MS;
      }
    },
    until: (at) => (end > at ? end : null),
  };
}
