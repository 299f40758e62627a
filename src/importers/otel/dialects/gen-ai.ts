import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../../core/json.ts";
import { lookUp } from "../../../core/look-up.ts";
import { finishWord, PARAMETERS, toolCall, toolDefinition } from "../../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { partsMessages, systemMessages, textPart } from "../../record/parts-message.ts";
import { indexed } from "../indexed.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";
import { LITELLM_CALLS } from "./litellm-calls.ts";

const CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  ...LITELLM_CALLS,
  chat: { call: "chat" },
  generate_content: { call: "chat" },
  embeddings: { call: "embeddings" },
};

/** OpenTelemetry's conventions for generative AI from 1.37 on: whole messages in one attribute each, as values or as JSON. */
export const genAi: SpanDialect = {
  name: "gen_ai",
  kind({ attributes }) {
    const operation = textOf(attributes["gen_ai.operation.name"]);
    return operation === null ? null : (lookUp(CALLS, operation) ?? { other: operation });
  },
  texts({ attributes }): SpanTexts {
    const input = listOrJson(attributes["gen_ai.input.messages"]);
    const output = listOrJson(attributes["gen_ai.output.messages"]);
    const tools = toolsOf(attributes);
    const unsaid = { met: false };
    const system = systemMessages(attributes["gen_ai.system_instructions"], unsaid);
    if (input.list === null && output.list === null && !input.cut && !output.cut && system === null)
      return tools.list.length === 0 ? NO_TEXTS : { tools: tools.list };
    const messages = input.list?.flatMap((message) => partsMessages(message, unsaid));
    const choices = output.list?.filter(isObject).map((message, index) => choiceOf(message, index, attributes));
    return {
      ...(messages === undefined ? {} : { messages: [...(system ?? []), ...messages] }),
      ...(choices === undefined ? {} : { choices }),
      ...(tools.list.length === 0 ? {} : { tools: tools.list }),
      request_cut: input.cut || tools.cut || unsaid.met,
      response_cut: output.cut,
    };
  },
};

/** Pydantic AI writes tools into the parameters of its request; the conventions came to them later. */
function toolsOf(attributes: JsonObject): { readonly list: readonly unknown[]; readonly cut: boolean } {
  const defined = listOrJson(attributes["gen_ai.tool.definitions"]);
  if (defined.list !== null || defined.cut) {
    const list = (defined.list ?? []).map(valueOrJson);
    return { list: list.map(toolDefinition), cut: defined.cut || list.some(lacksParameters) };
  }
  const asked = objectOf(valueOrJson(attributes["model_request_parameters"]));
  const list = [...arrayOf(asked["function_tools"]), ...arrayOf(asked["output_tools"])].map(toolDefinition);
  return { list, cut: asked["output_mode"] === "native" };
}

/** The conventions want a tool's parameters left out unless they are asked for, and null where it has none. */
function lacksParameters(tool: unknown): boolean {
  if (!isObject(tool) || isObject(tool["function"]) || (tool["type"] ?? "function") !== "function") return false;
  return PARAMETERS.every((name) => tool[name] === undefined);
}

function choiceOf(message: JsonObject, index: number, attributes: JsonObject): JsonObject {
  const parts = arrayOf(message["parts"]).filter(isObject);
  // What tools of the provider's own answered stands before what the model said.
  const answer = partsMessages({ role: "assistant", ...message }, { met: false }).at(-1);
  const { finish_reason: reason, ...said } = answer ?? { role: "assistant", content: null };
  const thought = parts.filter(({ type }) => type === "reasoning").flatMap((part) => textPart(part));
  const calls = arrayOf(message["tool_calls"]).some(isPrinted) ? callsBeside(attributes) : [];
  return {
    index,
    message: {
      ...said,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(thought.length === 0 ? {} : { reasoning_content: thought.map(({ text }) => text).join("") }),
    },
    finish_reason: finishWord(reason ?? message["finish_reason"]),
  };
}

/** LiteLLM writes a tool call as Python prints it, and its name and arguments in attributes of their own. */
function isPrinted(call: unknown): boolean {
  return typeof call === "string";
}

function callsBeside(attributes: JsonObject): readonly JsonObject[] {
  return indexed(attributes, "gen_ai.completion")
    .items.filter((item) => textOf(item["function_call.name"]) !== null)
    .map((item) => toolCall(null, item["function_call.name"], item["function_call.arguments"]));
}
