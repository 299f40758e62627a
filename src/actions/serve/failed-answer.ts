import type { LiveAnswer } from "../../core/live/live-send.ts";
import type { FailureClass, Outcome } from "../../core/outcome.ts";
import type { Refusal } from "./refusal.ts";

/** What a client is told for each way all attempts can fail; a provider's 4xx keeps its own status. */
const ANSWERS: Readonly<Record<FailureClass, { readonly status: number; readonly code: string }>> = {
  connect: { status: 502, code: "provider_unreachable" },
  timeout: { status: 504, code: "provider_timeout" },
  rate_limit: { status: 429, code: "rate_limit_exceeded" },
  server: { status: 502, code: "provider_error" },
  client_4xx: { status: 400, code: "provider_refused" },
  content_filter: { status: 400, code: "content_filter" },
  truncated_stream: { status: 502, code: "provider_stream_cut" },
  schema_violation: { status: 502, code: "response_schema_violation" },
  guardrail: { status: 400, code: "guardrail_blocked" },
  cancelled: { status: 499, code: "cancelled" },
  invalid_request: { status: 400, code: "invalid_request" },
};

/** Our own credentials at the provider are wrong: no business of the client's, who must not take its key for the bad one. */
const OUR_FAULT = new Set(["401", "403"]);

/** What was never sent, by its code, which says more than the class. */
const UNSENT: Readonly<Record<string, number>> = { unsupported_for_target: 400, not_recorded: 404 };

/** The refusal a failed outcome amounts to. @param outcome null = nothing was called */
export function failedAnswer(outcome: Outcome | null, reason: string): Refusal {
  const failure = outcome?.failure ?? null;
  if (failure === null) {
    return { status: 503, code: "no_target", message: reason, row: { status: "failed", class: "server" } };
  }
  const row = { status: "failed", class: failure.class } as const;
  if (failure.code !== null && OUR_FAULT.has(failure.code)) {
    const message = `${outcome?.target ?? "The provider"} refused the gateway's own credentials.`;
    return { status: 502, code: "provider_auth_failed", message, row };
  }
  const { status, code } = ANSWERS[failure.class];
  const unsent = UNSENT[failure.code ?? ""];
  if (unsent !== undefined) return { status: unsent, code: String(failure.code), message: failure.message, row };
  const own = Number(failure.code);
  const shown = failure.class === "client_4xx" && own >= 400 && own < 500 ? own : status;
  const retry = failure.retry_after_ms === undefined ? {} : { retry_after: Math.ceil(failure.retry_after_ms / 1_000) };
  return { status: shown, code, message: failure.message, row, ...retry };
}

/** The provider's own error body where it is worth showing: what it says of the client's request, in the client's dialect. */
export function providersOwnWords(outcome: Outcome | null): LiveAnswer | null {
  const answer = (outcome?.response ?? null) as LiveAnswer | null;
  const failure = outcome?.failure ?? null;
  if (answer === null || failure === null || answer.rest !== null || answer.chunks.length === 0) return null;
  if (failure.class !== "client_4xx" && failure.class !== "content_filter") return null;
  return failure.code !== null && OUR_FAULT.has(failure.code) ? null : answer;
}
