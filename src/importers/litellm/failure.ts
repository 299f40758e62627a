import { isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { failureClass } from "../record/failure-class.ts";
import { codeOf } from "../record/text-values.ts";

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
  return { class: filtered ? "content_filter" : failureClass(code, errorClass), code: code ?? errorClass, message };
}
