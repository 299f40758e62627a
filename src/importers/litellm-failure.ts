import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import { failureOfStatus, type FailureClass, type OutcomeFailure } from "../core/outcome.ts";

/** LiteLLM's error classes that say more than their HTTP status. */
const CLASSES: readonly (readonly [RegExp, FailureClass])[] = [
  [/ContentPolicy|ContentFilter/i, "content_filter"],
  [/RateLimit/i, "rate_limit"],
  [/Timeout/i, "timeout"],
  [/Cancel|ClientDisconnect/i, "cancelled"],
  [/MidStream/i, "truncated_stream"],
];

/** Those that speak where there is no status. */
const CLASSES_WITHOUT_STATUS: readonly (readonly [RegExp, FailureClass])[] = [
  [/Connection/i, "connect"],
  [
    /BadRequest|Authentication|PermissionDenied|NotFound|Unprocessable|ContextWindow|BudgetExceeded|UnsupportedParams/i,
    "client_4xx",
  ],
];

/** An answer stopped by Gemini's filter has no text, and is logged as a parsing error that quotes it. */
const SAFETY_STOP = /"finishReason":\s*"(?:SAFETY|PROHIBITED_CONTENT|BLOCKLIST)"/;

/** Why a LiteLLM row failed; null where it did not. */
export function litellmFailure(
  record: JsonObject,
  metadata: JsonObject,
  errorText: string | null,
): OutcomeFailure | null {
  const information = objectOf(
    isObject(record["error_information"]) ? record["error_information"] : metadata["error_information"],
  );
  const status = textOf(record["status"]) ?? textOf(metadata["status"]);
  const code = codeOf(information["error_code"]);
  const errorClass = textOf(information["error_class"]);
  const failed = status === null ? code !== null || errorClass !== null || errorText !== null : status !== "success";
  if (!failed) return null;
  const message = textOf(information["error_message"]) ?? errorText ?? errorClass ?? "failed without a message";
  const filtered = SAFETY_STOP.test(message);
  return { class: filtered ? "content_filter" : classOf(code, errorClass), code: code ?? errorClass, message };
}

function codeOf(given: unknown): string | null {
  return typeof given === "number" ? String(given) : textOf(given);
}

function classOf(code: string | null, errorClass: string | null): FailureClass {
  const named = errorClass === null ? undefined : CLASSES.find(([pattern]) => pattern.test(errorClass));
  if (named !== undefined) return named[1];
  const status = code !== null && /^[1-5]\d\d$/.test(code) ? Number(code) : null;
  if (status === 499) return "cancelled";
  if (status !== null) return failureOfStatus(status);
  const told = errorClass === null ? undefined : CLASSES_WITHOUT_STATUS.find(([pattern]) => pattern.test(errorClass));
  return told?.[1] ?? "server";
}
