import { asText, arrayOf, isObject, objectOf, parseJson, type JsonObject } from "../json.ts";
import { finishReason, meanLogprob, type Answer, type AnswerToolCall } from "./answer.ts";

/** The answer of a provider-native response body in any of the three dialects; null where the body is none of them. */
export function readAnswer(response: unknown): Answer | null {
  if (!isObject(response)) return null;
  if (Array.isArray(response["choices"])) return readChat(response["choices"][0]);
  if (Array.isArray(response["output"])) return readResponses(response, response["output"]);
  if (Array.isArray(response["content"])) return readAnthropic(response, response["content"]);
  return null;
}

function call(name: unknown, given: unknown): AnswerToolCall {
  if (typeof given !== "string") return { name: asText(name), arguments: given ?? {}, parses: true };
  if (given === "") return { name: asText(name), arguments: {}, parses: true };
  const parsed = parseJson(given);
  return { name: asText(name), arguments: parsed === undefined ? given : parsed, parses: parsed !== undefined };
}

function freeTextCall(name: unknown, given: unknown): AnswerToolCall {
  return { name: asText(name), arguments: given ?? "", parses: true };
}

/** The texts of parts of these types, put together; null where there is none. */
function joinTexts(parts: readonly unknown[], types: readonly string[]): string | null {
  let joined: string | null = null;
  for (const part of parts) {
    const { type, text } = objectOf(part);
    if (types.includes(type as string) && typeof text === "string") joined = (joined ?? "") + text;
  }
  return joined;
}

function readChat(choice: unknown): Answer | null {
  if (!isObject(choice)) return null;
  const message = objectOf(choice["message"]);
  const content = message["content"];
  const calls: AnswerToolCall[] = [];
  for (const entry of arrayOf(message["tool_calls"])) {
    const { function: called, custom } = objectOf(entry);
    if (isObject(custom)) calls.push(freeTextCall(custom["name"], custom["input"]));
    else if (isObject(called)) calls.push(call(called["name"], called["arguments"]));
  }
  const legacy = message["function_call"];
  if (isObject(legacy) && calls.length === 0) calls.push(call(legacy["name"], legacy["arguments"]));
  const refusal = message["refusal"];
  const said = typeof content === "string" ? content : joinTexts(arrayOf(content), ["text"]);
  const refused = typeof refusal === "string" && refusal !== "";
  return {
    text: said ?? (refused ? refusal : null),
    tool_calls: calls,
    refused,
    finish_reason: finishReason(choice["finish_reason"]),
    mean_logprob: meanLogprob(arrayOf(objectOf(choice["logprobs"])["content"])),
  };
}

function readResponses(response: JsonObject, output: readonly unknown[]): Answer {
  const calls: AnswerToolCall[] = [];
  const logprobs: unknown[] = [];
  let text: string | null = null;
  let refused = false;
  for (const item of output) {
    if (!isObject(item)) continue;
    if (item["type"] === "function_call") calls.push(call(item["name"], item["arguments"]));
    else if (item["type"] === "custom_tool_call") calls.push(freeTextCall(item["name"], item["input"]));
    else if (item["type"] === "message") {
      for (const part of arrayOf(item["content"])) {
        const { type, text: said, refusal, logprobs: tokens } = objectOf(part);
        if (type === "output_text" && typeof said === "string") text = (text ?? "") + said;
        if (type === "refusal" && typeof refusal === "string") text = (text ?? "") + refusal;
        refused ||= type === "refusal";
        logprobs.push(...arrayOf(tokens));
      }
    }
  }
  const cut = objectOf(response["incomplete_details"])["reason"];
  const done = response["status"] === "completed" ? (calls.length > 0 ? "tool_calls" : "stop") : null;
  return {
    text,
    tool_calls: calls,
    refused,
    finish_reason: finishReason(cut) ?? done,
    mean_logprob: meanLogprob(logprobs),
  };
}

function readAnthropic(response: JsonObject, content: readonly unknown[]): Answer {
  const calls: AnswerToolCall[] = [];
  for (const block of content) {
    const { type, name, input } = objectOf(block);
    if (type === "tool_use") calls.push(call(name, input));
  }
  return {
    text: joinTexts(content, ["text"]),
    tool_calls: calls,
    refused: response["stop_reason"] === "refusal",
    finish_reason: finishReason(response["stop_reason"]),
    mean_logprob: null,
  };
}
