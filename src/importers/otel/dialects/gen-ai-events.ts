import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../../core/json.ts";
import { finishWord } from "../../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { providerMessage, providerMessages } from "../../record/provider-message.ts";
import type { SpanEvent } from "../read-span.ts";
import { NO_TEXTS, type SpanDialect, type SpanTexts } from "./dialect.ts";

const MESSAGE = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** OpenTelemetry's conventions up to 1.36: an event for each message, in the span or logged beside it. */
export const genAiEvents: SpanDialect = {
  name: "gen_ai events",
  kind: () => null,
  texts({ events, attributes }): SpanTexts {
    const told: JsonObject[] = [];
    const choices: JsonObject[] = [];
    for (const event of events) {
      const role = MESSAGE.exec(event.name)?.[1];
      if (role !== undefined) told.push(messageOf(role, said(event)));
      else if (event.name === "gen_ai.choice") choices.push(choiceOf(said(event), choices.length));
    }
    if (told.length > 0 || choices.length > 0) {
      const asked = told.filter(({ role }) => role !== "assistant");
      // Where no texts are captured, each message is still told of.
      const captured = told.length > 0 ? asked.length === 0 || asked.some(holdsText) : choices.some(answers);
      if (!captured) return NO_TEXTS;
      const { messages, unsaid } = providerMessages(told);
      return {
        ...(messages.length === 0 ? {} : { messages }),
        ...(choices.length === 0 ? {} : { choices }),
        request_cut: unsaid,
      };
    }
    return wholeTexts(attributes, events);
  },
};

/** An event says its part in its body where it is logged, in its attributes where it stands in a span: each apart, or as JSON in one. */
function said({ attributes, body }: SpanEvent): JsonObject {
  return {
    ...attributes,
    ...objectOf(valueOrJson(attributes["gen_ai.event.content"])),
    ...objectOf(valueOrJson(body)),
  };
}

function messageOf(role: string, { content, tool_calls: calls, id, name, role: told }: JsonObject): JsonObject {
  return {
    role: told ?? role,
    ...(textOf(name) === null ? {} : { name }),
    content: content ?? null,
    tool_calls: listOrJson(calls).list ?? [],
    ...(role === "tool" && textOf(id) !== null ? { tool_call_id: id } : {}),
  };
}

function holdsText({ content, tool_calls: calls }: JsonObject): boolean {
  return (content !== null && content !== undefined) || arrayOf(calls).length > 0;
}

function answers(choice: JsonObject): boolean {
  return holdsText(objectOf(choice["message"]));
}

function choiceOf(choice: JsonObject, index: number): JsonObject {
  const told = objectOf(valueOrJson(choice["message"] ?? choice));
  const [message] = providerMessage(
    messageOf("assistant", { tool_calls: choice["tool_calls"], ...told, role: "assistant", id: null }),
  ).messages;
  return {
    index: typeof choice["index"] === "number" ? choice["index"] : index,
    message,
    finish_reason: finishWord(choice["finish_reason"]),
  };
}

/** Older still: prompt and completion as the JSON of their messages, in one attribute of the span or of an event. */
function wholeTexts(attributes: JsonObject, events: readonly SpanEvent[]): SpanTexts {
  const all = [attributes, ...events.map((event) => event.attributes)];
  const prompt = all.map((one) => one["gen_ai.prompt"]).find((one) => one !== undefined);
  const completion = all.map((one) => one["gen_ai.completion"]).find((one) => one !== undefined);
  if (prompt === undefined && completion === undefined) return NO_TEXTS;
  const asked = listOrJson(prompt);
  const answered = listOrJson(completion);
  const { messages, unsaid } = providerMessages(asked.list ?? []);
  return {
    ...(asked.list === null ? {} : { messages }),
    ...(answered.list === null
      ? {}
      : { choices: answered.list.filter(isObject).map((message, index) => choiceOf({ message }, index)) }),
    request_cut: asked.cut || unsaid,
    response_cut: answered.cut,
  };
}
