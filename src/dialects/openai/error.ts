import { isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { failureOfStatus, type FailureClass, type OutcomeFailure } from "../../core/outcome.ts";
import type { ClientError } from "../dialect.ts";

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "invalid_request_error",
  408: "timeout_error",
  413: "invalid_request_error",
  422: "invalid_request_error",
  429: "rate_limit_error",
};

/** An error as OpenAI's API words it. */
export function errorBody({ status, code, message, field }: ClientError): JsonObject {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "server_error");
  return { error: { message, type, param: field ?? null, code } };
}

/** What a code or type says, first match first; providers that speak OpenAI's dialect word it in many ways. */
const WORDS: readonly (readonly [RegExp, FailureClass])[] = [
  [/rate_limit|quota|too_many/iu, "rate_limit"],
  [/content_filter|content_policy|responsible_ai/iu, "content_filter"],
  [/timeout|timed_out/iu, "timeout"],
  [/invalid|authentication|permission|not_found|unsupported|context_length|too_large|billing/iu, "client_4xx"],
];

/** The failure an error object (or bare text) stands for; null where it is neither. A status it names decides where its words do not. */
export function failureOfError(error: unknown): OutcomeFailure | null {
  if (!isObject(error) && typeof error !== "string") return null;
  const { message, code, type, status } = objectOf(typeof error === "string" ? { message: error } : error);
  const words = [code, type].filter((word) => typeof word === "string");
  const number = [status, code].map(Number).find((value) => value >= 400 && value < 600);
  const told = (word: string): FailureClass | undefined => WORDS.find(([words]) => words.test(word))?.[1];
  const byWord = words.map(told).find((found) => found !== undefined);
  const given = code ?? type;
  return {
    class: number !== undefined && byWord !== "content_filter" ? failureOfStatus(number) : (byWord ?? "server"),
    code: typeof given === "string" || typeof given === "number" ? String(given) : null,
    message: typeof message === "string" && message !== "" ? message : "the provider sent an error",
  };
}
