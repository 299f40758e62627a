import { arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { dialectOf } from "../record/dialect-of.ts";
import { streamedBody } from "../record/streamed-body.ts";
import { messageOf } from "./blocks.ts";

/** A model's own answer; that of a stream is kept as its chunks, one a line. */
export function rawResponse(model: JsonObject): LoggedBody {
  const raw = model["raw_response"];
  return streamedBody(raw, dialectOf(jsonIn(model["raw_request"]), raw)) ?? bodyOf(raw);
}

/** What the model answered, where one was asked and answered whole; else the inference's own output. @param answers of the models */
export function tensorzeroResponse(
  record: JsonObject,
  models: readonly JsonObject[],
  answers: readonly LoggedBody[],
): LoggedBody {
  const whole = (answers.length === 1 ? answers[0] : undefined) ?? NO_BODY;
  if (isObject(whole.value) && whole.flaw === null) return whole;
  const output = jsonIn(record["output"] ?? models[0]?.["output"]);
  if (isObject(output)) return completion({ role: "assistant", content: textOf(output["raw"]) });
  const blocks = arrayOf(output).map(objectOf);
  return blocks.length === 0 ? NO_BODY : completion(messageOf("assistant", blocks));
}

function completion(message: JsonObject): LoggedBody {
  const finish_reason = message["tool_calls"] === undefined ? "stop" : "tool_calls";
  return bodyOf({ object: "chat.completion", choices: [{ index: 0, finish_reason, message }] });
}
