import type { OutcomeFailure } from "../../core/outcome.ts";
import type { Draws } from "./draws.ts";

/** A made-up failure and how long it took, ms. */
export interface Trouble {
  readonly failure: OutcomeFailure;
  readonly latency_ms: number;
  /** A call that timed out may have been billed: nobody can tell. */
  readonly billed: "no" | "unknown";
}

/** One of the ways in which calls fail. */
export function trouble(from: Draws): Trouble {
  const kind = from.uniform();
  if (kind < 0.5) {
    return {
      failure: {
        class: "rate_limit",
        code: "429",
        message: "Rate limit reached",
        retry_after_ms: from.between(1, 8) * 500,
      },
      latency_ms: from.between(60, 300),
      billed: "no",
    };
  }
  if (kind < 0.85) {
    return {
      failure: { class: "server", code: "503", message: "The server is overloaded" },
      latency_ms: from.between(300, 6_000),
      billed: "no",
    };
  }
  return {
    failure: { class: "timeout", code: null, message: "no answer in time" },
    latency_ms: from.between(30_000, 60_000),
    billed: "unknown",
  };
}
