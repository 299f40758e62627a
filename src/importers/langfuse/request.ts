import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { sniffDialect } from "../../core/neutral/dialect.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import type { Unsaid } from "../record/parts-message.ts";
import { attributesOf, callsTools, definition, responseFormat, systemBeside, toolsBeside } from "./beside.ts";
import type { Generation } from "./generation.ts";
import { CUT, loggedValue } from "./logged-value.ts";
import { chatMessages } from "./messages.ts";
import { responsesBody } from "./responses-api.ts";

/**
 * The request, put together again from `input`, `modelParameters` and what integrations keep beside them. An integration logs the body itself,
 * its messages, or a text, in the words of OpenAI, LangChain, the Vercel AI SDK or OpenTelemetry. Where it shows that more was sent, it is cut.
 */
export function langfuseRequest(generation: Generation, answer: LoggedBody): LoggedBody {
  const { record, metadata, model, embeds, input, parameters, unreadable, responses } = generation;
  if (input === CUT) return { text: JSON.stringify(record["input"]), value: record["input"], flaw: "truncated" };
  const unsaid: Unsaid = { met: unreadable };
  const asked = embeds
    ? embeddingsBody(input)
    : responses
      ? responsesBody(input, parameters, metadata, unsaid)
      : chatBody(generation, answer, unsaid);
  if (asked === null) return NO_BODY;
  const body = bodyOf({ ...(model === null ? {} : { model }), ...asked });
  return unsaid.met && body.flaw === null ? { ...body, flaw: "truncated" } : body;
}

function isNothing(input: unknown): boolean {
  return input === undefined || input === null || input === "" || (Array.isArray(input) && input.length === 0);
}

function embeddingsBody(input: unknown): JsonObject | null {
  if (isNothing(input)) return null;
  if (!isObject(input)) return { input };
  // LiteLLM has what is embedded where it has messages.
  return input["input"] === undefined ? { input: input["messages"] ?? input } : input;
}

function chatBody(
  { input, parameters, record, metadata }: Generation,
  answer: LoggedBody,
  unsaid: Unsaid,
): JsonObject | null {
  const asked = askedOf(input, unsaid);
  if (asked === null) return null;
  // A body of another kind: nothing is known of what belongs to it.
  if (!Array.isArray(asked["messages"])) return { ...parameters, ...asked };
  const messages = asked["messages"] as readonly JsonObject[];
  const attributes = attributesOf(metadata);
  const system = messages.some(({ role }) => role === "system" || role === "developer") ? [] : systemBeside(attributes);
  const tools = toolsBeside(record, metadata, attributes, unsaid);
  const format = responseFormat(metadata, unsaid);
  const told = objectOf(arrayOf(objectOf(answer.value)["choices"])[0])["message"];
  const body: JsonObject = {
    ...(format === null ? {} : { response_format: format }),
    ...parameters,
    ...(tools.length === 0 ? {} : { tools }),
    ...asked,
    ...(system.length === 0 ? {} : { messages: [...system, ...messages] }),
  };
  if (body["tools"] === undefined && body["functions"] === undefined && [...messages, told].some(callsTools))
    unsaid.met = true;
  return sniffDialect(body) === "anthropic-messages" ? inAnthropicsWords(body) : body;
}

const NOT_ANTHROPICS = new Set(["stop", "frequency_penalty", "presence_penalty", "n"]);

/** Parameters go by OpenAI's names; those that Anthropic has no word for were none of its request. */
function inAnthropicsWords(body: JsonObject): JsonObject {
  const { stop } = body;
  return {
    ...Object.fromEntries(Object.entries(body).filter(([name]) => !NOT_ANTHROPICS.has(name))),
    ...(stop === undefined ? {} : { stop_sequences: Array.isArray(stop) ? stop : [stop] }),
  };
}

function askedOf(input: unknown, unsaid: Unsaid): JsonObject | null {
  if (isNothing(input)) return null;
  if (typeof input === "string") return { messages: [{ role: "user", content: input }] };
  if (Array.isArray(input)) return listed(input, unsaid);
  if (!isObject(input)) return null;
  const { messages } = input;
  if (Array.isArray(messages)) return { ...input, ...definedIn(input), ...listed(messages, unsaid) };
  if (messages === null) return null;
  // A single message.
  return textOf(input["role"]) === null ? input : listed([input], unsaid);
}

/** Tools in the flat form of spans; Anthropic's, which are flat too, stay as they are. */
function definedIn({ tools }: JsonObject): JsonObject {
  if (!Array.isArray(tools)) return {};
  return {
    tools: tools.map((tool) => (isObject(tool) && tool["input_schema"] === undefined ? definition(tool) : tool)),
  };
}

/** LangChain's tools stand among the messages, and are none. */
function listed(list: readonly unknown[], unsaid: Unsaid): JsonObject {
  const tools = list.flatMap((message) => definitionIn(message) ?? []);
  const messages = chatMessages(
    list.filter((message) => definitionIn(message) === null),
    unsaid,
  );
  return tools.length === 0 ? { messages } : { messages, tools };
}

function definitionIn(message: unknown): JsonObject | null {
  const { role, content } = objectOf(message);
  if (role !== "tool" && role !== "tools") return null;
  const tool = objectOf(typeof content === "string" ? loggedValue(content) : content);
  const defined = isObject(tool["function"]) ? tool["type"] === "function" : isObject(tool["input_schema"]);
  return defined ? objectOf(definition(tool)) : null;
}
