import { arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { streamedBody } from "../record/streamed-body.ts";

/**
 * The function's input as a chat request. What is filled into a template stands in place of the text that it became: such a request is not
 * what a model was asked.
 */
export function tensorzeroRequest(record: JsonObject): LoggedBody {
  const input = objectOf(jsonIn(record["input"]));
  if (!Array.isArray(input["messages"])) return NO_BODY;
  let templated = input["system"] !== undefined && input["system"] !== null && typeof input["system"] !== "string";
  const messages = input["messages"].map((message) => {
    const { role, content } = objectOf(message);
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : arrayOf(content).map(objectOf);
    if (blocks.some((block) => block["arguments"] !== undefined && block["type"] === "text")) templated = true;
    return messageOf(role, blocks);
  });
  const system = textOf(input["system"]);
  const parameters = objectOf(objectOf(jsonIn(record["inference_params"]))["chat_completion"]);
  const choice = jsonIn(record["tool_choice"]);
  const body = bodyOf({
    messages: system === null ? messages : [{ role: "system", content: system }, ...messages],
    ...Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null)),
    ...(typeof choice === "string" ? { tool_choice: choice } : {}),
  });
  // Tools stand in the function's configuration, unless they were given with the request.
  const flawed = templated || arrayOf(record["allowed_tools"]).length > 0;
  return flawed && body.flaw === null ? { ...body, flaw: "truncated" } : body;
}

function messageOf(role: unknown, blocks: readonly JsonObject[]): JsonObject {
  const text = blocks.flatMap((block) => textOf(block["text"]) ?? textOf(block["value"]) ?? []).join("\n");
  const calls = blocks.filter((block) => block["type"] === "tool_call").map(toolCall);
  const result = blocks.find((block) => block["type"] === "tool_result");
  if (result !== undefined) return { role: "tool", tool_call_id: result["id"], content: result["result"] };
  return { role, content: text, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}

function toolCall(block: JsonObject): JsonObject {
  const given = block["raw_arguments"] ?? block["arguments"];
  return {
    id: block["id"],
    type: "function",
    function: {
      name: block["raw_name"] ?? block["name"],
      arguments: typeof given === "string" ? given : JSON.stringify(given ?? {}),
    },
  };
}

/** What the model answered, where one was asked and answered whole; else the inference's own output. */
export function tensorzeroResponse(record: JsonObject, models: readonly JsonObject[]): LoggedBody {
  const [only] = models;
  const raw = models.length === 1 && only !== undefined ? only["raw_response"] : null;
  const whole = streamedBody(raw, "openai-chat") ?? bodyOf(raw);
  if (isObject(whole.value) && whole.flaw === null) return whole;
  const output = jsonIn(record["output"] ?? only?.["output"]);
  if (isObject(output)) return completion({ role: "assistant", content: textOf(output["raw"]) });
  const blocks = arrayOf(output).map(objectOf);
  return blocks.length === 0 ? NO_BODY : completion(messageOf("assistant", blocks));
}

function completion(message: JsonObject): LoggedBody {
  const finish_reason = message["tool_calls"] === undefined ? "stop" : "tool_calls";
  return bodyOf({ object: "chat.completion", choices: [{ index: 0, finish_reason, message }] });
}
