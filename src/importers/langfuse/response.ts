import { asText, arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { finishOfCalls, finishWord } from "../record/chat-message.ts";
import { valueOrJson } from "../record/json-text.ts";
import { member } from "../record/member.ts";
import type { Unsaid } from "../record/parts-message.ts";
import { isBlock, messageOfBlocks } from "./anthropic-answer.ts";
import type { Generation } from "./generation.ts";
import { CUT } from "./logged-value.ts";
import { chatMessages, toolCalls } from "./messages.ts";
import { isItem, responsesAnswer } from "./responses-api.ts";

/** The answer: the provider's own where it was logged whole, else one around the messages, the items or the text that was. */
export function langfuseResponse({ record, metadata, output, responses }: Generation): LoggedBody {
  const given = record["output"];
  if (output === CUT) return { text: JSON.stringify(given), value: given, flaw: "truncated" };
  if (output === undefined || output === null || output === "" || (Array.isArray(output) && output.length === 0))
    return NO_BODY;
  // What a failed call answered with is its error.
  if (given === member(record, "statusMessage", "status_message")) return NO_BODY;
  if (isObject(output) && isWhole(output)) return bodyOf(output);
  if (responses) return bodyOf(responsesAnswer(output, given, metadata));
  const unsaid: Unsaid = { met: false };
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const choices = choicesOf(output, text, record, unsaid).map((choice, index) => ({
    index,
    finish_reason: choice.finish_reason ?? finishOf(record, metadata) ?? finishOfCalls(choice.message),
    message: choice.message,
  }));
  const body = bodyOf({ object: "chat.completion", choices });
  return unsaid.met ? { ...body, flaw: "truncated" } : body;
}

function isWhole(output: JsonObject): boolean {
  if (Array.isArray(output["choices"])) return true;
  if (output["type"] === "message" && Array.isArray(output["content"])) return !isItem(output);
  return Array.isArray(output["output"]) && (output["object"] === "response" || output["output"].some(isItem));
}

interface Choice {
  readonly message: JsonObject;
  readonly finish_reason: string | null;
}

/** Of an integration that logs several choices each is one; a list of anything else than messages and calls is an answer in JSON. */
function choicesOf(output: unknown, text: string, record: JsonObject, unsaid: Unsaid): readonly Choice[] {
  const said = (content: unknown): Choice => ({ message: { role: "assistant", content }, finish_reason: null });
  if (typeof output === "string") return [withCalls(said(output), record, unsaid)];
  if (Array.isArray(output)) {
    if (output.every(isBlock)) return [{ message: messageOfBlocks(output), finish_reason: null }];
    if (output.every((one) => textOf(objectOf(one)["toolName"]) !== null))
      return [
        { message: { role: "assistant", content: null, tool_calls: toolCalls(output, unsaid) }, finish_reason: null },
      ];
    if (!output.every(isMessage)) return [said(text)];
    const answers = output.filter((one) => !ASKS.has(asText(objectOf(one)["role"])));
    return (answers.length === output.length ? answers : answers.slice(-1)).map((one) => choiceOf(one, unsaid));
  }
  return [isMessage(output) ? withCalls(choiceOf(output, unsaid), record, unsaid) : said(text)];
}

const ASKS = new Set(["system", "developer", "user", "human", "tool"]);
const MEMBERS = new Set([
  "content",
  "tool_calls",
  "function_call",
  "refusal",
  "additional_kwargs",
  "response_metadata",
]);

/** An answer under a schema may have members of the same names, and then others. */
function isMessage(given: unknown): given is JsonObject {
  if (!isObject(given)) return false;
  if (textOf(given["role"]) !== null || Array.isArray(given["parts"]) || isObject(jsonIn(given["message"])))
    return true;
  const names = Object.keys(given);
  return names.length > 0 && names.every((name) => MEMBERS.has(name));
}

function choiceOf(given: JsonObject, unsaid: Unsaid): Choice {
  const inner = objectOf(jsonIn(given["message"]));
  const { finish_reason, ...message } = { ...given, ...inner };
  const { message: _, index: __, ...own } = message as JsonObject;
  const [said = { role: "assistant", content: null }] = chatMessages([{ role: "assistant", ...own }], unsaid);
  const blocks = arrayOf(said["content"]);
  const spoken = said["tool_calls"] === undefined && blocks.length > 0 && blocks.every(isBlock);
  const answered = spoken ? messageOfBlocks(blocks) : { ...said, role: "assistant" };
  return { message: answered, finish_reason: finishWord(finish_reason) };
}

/** The export to blob storage keeps tool calls beside the message, each as the text of its JSON. */
function withCalls(choice: Choice, record: JsonObject, unsaid: Unsaid): Choice {
  if (arrayOf(choice.message["tool_calls"]).length > 0) return choice;
  const calls = toolCalls(member(record, "tool_calls", "toolCalls"), unsaid);
  if (calls === null) return choice;
  return { ...choice, message: { ...choice.message, content: choice.message["content"] ?? null, tool_calls: calls } };
}

/** Why the answer ended, where an integration tells it beside the answer. */
function finishOf(record: JsonObject, metadata: JsonObject): string | null {
  const parameters = objectOf(jsonIn(member(record, "modelParameters", "model_parameters")));
  const told = valueOrJson(metadata["finish_reason"] ?? parameters["finishReason"]);
  return finishWord(Array.isArray(told) ? told[0] : told);
}
