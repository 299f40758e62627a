import { isObject, objectOf } from "../../core/json.ts";
import { failureOfStatus, type OutcomeFailure } from "../../core/outcome.ts";
import type { ClientError } from "../dialect.ts";

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "invalid_request_error",
  413: "invalid_request_error",
  429: "rate_limit_error",
};

/** An error as OpenAI's API words it. */
export function errorBody({ status, code, message, field }: ClientError) {
  return { error: { message, type: TYPES[status] ?? "server_error", param: field ?? null, code } };
}

/** The failure an error object stands for; null where it is none. */
export function failureOfError(error: unknown): OutcomeFailure | null {
  if (!isObject(error) && typeof error !== "string") return null;
  const { message, code, type, status } = objectOf(typeof error === "string" ? { message: error } : error);
  const number = [status, code].map(Number).find((value) => value >= 400 && value < 600);
  const word = String(code ?? type ?? "");
  const failureClass = /rate_limit|quota/iu.test(word)
    ? "rate_limit"
    : /content_filter|content_policy/iu.test(word)
      ? "content_filter"
      : number === undefined
        ? "server"
        : failureOfStatus(number);
  return {
    class: failureClass,
    code: word === "" ? null : word,
    message: String(message ?? "the provider sent an error"),
  };
}
