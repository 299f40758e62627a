import { arrayOf, isObject, objectOf, parseJson, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { litellmDialect } from "./exchange.ts";

/** The body as the client sent it, put together again from messages and parameters. */
export function litellmAsked(record: JsonObject): LoggedBody {
  const given = record["messages"];
  const parsed = typeof given === "string" ? parseJson(given) : undefined;
  const messages = typeof parsed === "object" && parsed !== null ? parsed : given;
  if (messages === undefined || messages === null || messages === "") return NO_BODY;
  if (typeof messages === "object" && Object.keys(messages).length === 0) return NO_BODY;
  const model = textOf(record["model_group"]) ?? textOf(record["model"]);
  const named = model === null ? {} : { model };
  const parameters = objectOf(record["model_parameters"]);
  const dialect = litellmDialect(record["call_type"], { messages });
  if (dialect === "anthropic-messages") return anthropicAsked(record, { ...named, messages, ...parameters });
  if (dialect === "openai-responses") return bodyOf({ ...named, input: messages, ...parameters });
  if (dialect === "embeddings") return bodyOf({ ...named, input: textsOf(messages), ...parameters });
  const body = bodyOf({ ...named, messages, ...parameters });
  return body.flaw === null && arrayOf(parameters["tools"]).some(isForeignTool) ? { ...body, flaw: "truncated" } : body;
}

/**
 * A system prompt given as a text stands in front of the messages, where Anthropic takes none. One given as a list of blocks is left out
 * without a word: where there is none, nobody knows whether there was.
 */
function anthropicAsked(record: JsonObject, asked: JsonObject): LoggedBody {
  const [first, ...rest] = arrayOf(asked["messages"]);
  const { role, content } = objectOf(first);
  const system = asked["system"] ?? record["system_prompt"] ?? (role === "system" ? content : undefined);
  const body = bodyOf({
    ...asked,
    ...(role === "system" ? { messages: rest } : {}),
    ...(system === undefined || system === null ? {} : { system }),
  });
  return body.flaw === null && (system === undefined || system === null) ? { ...body, flaw: "truncated" } : body;
}

/** Texts that are embedded are logged as messages of a user. */
function textsOf(messages: unknown): unknown {
  const all = arrayOf(messages).map((message) => textOf(objectOf(message)["content"]));
  return all.length > 0 && all.every((text) => text !== null) ? all : messages;
}

/** Older versions log parameters as the provider took them: such tools are not what was asked for. */
function isForeignTool(tool: unknown): boolean {
  return isObject(tool) && tool["type"] === undefined && tool["function"] === undefined;
}
