import type { FailureClass } from "../../core/outcome.ts";
import type { ClientError } from "../../dialects/dialect.ts";

/** A request that is not served, with what the row says of it. */
export interface Refusal extends ClientError {
  /** `blocked`: by a rule of ours (guardrail, limit); `failed`: nothing could be sent, or nothing good came back. */
  readonly row: { readonly status: "blocked" | "failed"; readonly class: FailureClass };
  /** Seconds, for a `retry-after` header. */
  readonly retry_after?: number;
}

export function badRequest(code: string, message: string, field: string | null = null, status = 400): Refusal {
  return { status, code, message, field, row: { status: "failed", class: "invalid_request" } };
}

export function blocked(
  status: number,
  code: string,
  message: string,
  failure: FailureClass,
  retryAfter?: number,
): Refusal {
  const row = { status: "blocked", class: failure } as const;
  return { status, code, message, row, ...(retryAfter === undefined ? {} : { retry_after: retryAfter }) };
}

export function isRefusal(value: object): value is Refusal {
  return "row" in value && "code" in value;
}
