import { isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";
import { failureOfStatus, type FailureClass, type OutcomeFailure } from "../../core/outcome.ts";
import type { ClientError } from "../dialect.ts";

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  413: "request_too_large",
  422: "invalid_request_error",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const CLASSES: Readonly<Record<string, FailureClass>> = {
  rate_limit_error: "rate_limit",
  timeout_error: "timeout",
  overloaded_error: "server",
  api_error: "server",
  invalid_request_error: "client_4xx",
  authentication_error: "client_4xx",
  billing_error: "client_4xx",
  permission_error: "client_4xx",
  not_found_error: "client_4xx",
  conflict_error: "client_4xx",
  request_too_large: "client_4xx",
};

/** An error as Anthropic's API words it; `code` and `field` stand beside. */
export function errorBody({ status, code, message, field }: ClientError): JsonObject {
  const type = TYPES[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
  return { type: "error", error: { type, message, code, ...(field == null ? {} : { field }) } };
}

/** The failure that `{"type": "error", "error": {...}}` stands for; null where the body is something else. */
export function failureOfBody(body: JsonObject): OutcomeFailure | null {
  if (body["type"] !== "error" && !isObject(body["error"])) return null;
  const { type, message, code } = objectOf(body["error"]);
  const word = typeof type === "string" ? type : null;
  const status = Number(code);
  return {
    class: (word === null ? undefined : lookUp(CLASSES, word)) ?? (status >= 400 ? failureOfStatus(status) : "server"),
    code: word,
    message: typeof message === "string" ? message : "the provider sent an error",
  };
}
