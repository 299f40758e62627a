import { failureOfStatus, type FailureClass } from "../../core/outcome.ts";

/** Error classes of SDKs and gateways that say more than an HTTP status. */
const CLASSES: readonly (readonly [RegExp, FailureClass])[] = [
  [/ContentPolicy|ContentFilter/i, "content_filter"],
  [/RateLimit|Throttl|ResourceExhausted|TooManyRequests/i, "rate_limit"],
  [/Timeout|DeadlineExceeded/i, "timeout"],
  [/Cancel|ClientDisconnect|UserAbort|AbortError/i, "cancelled"],
  [/MidStream/i, "truncated_stream"],
];

/** Those that speak where there is no status. */
const CLASSES_WITHOUT_STATUS: readonly (readonly [RegExp, FailureClass])[] = [
  [/Connection/i, "connect"],
  [
    /BadRequest|InvalidRequest|InvalidArgument|ValidationException|AccessDenied|Authentication|Unauthenticated|PermissionDenied|NotFound|Unprocessable|ContextWindow|BudgetExceeded|UnsupportedParams/i,
    "client_4xx",
  ],
];

/** Why a call failed, by its HTTP status and the name of the error's class, as far as there are any. */
export function failureClass(code: string | null, errorClass: string | null): FailureClass {
  const word = errorClass?.replaceAll(/[_\s]/g, "") ?? null;
  const named = word === null ? undefined : CLASSES.find(([pattern]) => pattern.test(word));
  if (named !== undefined) return named[1];
  const status = code !== null && /^[1-5]\d\d$/.test(code) ? Number(code) : null;
  if (status === 499) return "cancelled";
  if (status !== null) return failureOfStatus(status);
  const told = word === null ? undefined : CLASSES_WITHOUT_STATUS.find(([pattern]) => pattern.test(word));
  return told?.[1] ?? "server";
}
