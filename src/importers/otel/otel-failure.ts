import { textOf } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { failureClass } from "../record/failure-class.ts";
import { codeOf } from "../record/text-values.ts";
import type { ReadSpan } from "./read-span.ts";

/** Why the call of a span failed; null where it did not. */
export function otelFailure({ status, attributes, events }: ReadSpan): OutcomeFailure | null {
  const exception = events.find(({ name }) => name === "exception")?.attributes ?? {};
  const type = codeOf(attributes["error.type"]) ?? textOf(exception["exception.type"]);
  const failed =
    status["code"] === 2 || status["code"] === "STATUS_CODE_ERROR" || codeOf(attributes["error.type"]) !== null;
  if (!failed) return null;
  const http = codeOf(attributes["http.response.status_code"] ?? attributes["http.status_code"]);
  const code = type !== null && /^[1-5]\d\d$/.test(type) ? type : http;
  const named = type === code ? null : type;
  const message =
    textOf(status["message"]) ?? textOf(exception["exception.message"]) ?? named ?? "failed without a message";
  return { class: failureClass(code, named), code: code ?? named, message };
}
