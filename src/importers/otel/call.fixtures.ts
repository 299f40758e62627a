import type { Signals } from "../../core/outcome.ts";
import { batch, span } from "./otlp.fixtures.ts";

export const ID = "5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174";
export const ASKED = [{ role: "user", parts: [{ type: "text", content: "Refund for order 771?" }] }];
export const LOOKUP = { type: "object", properties: { id: { type: "string" } } };

/** The tool, and a call of it, in the words of a chat completion. */
export const TOOL = { type: "function", function: { name: "lookup_order", parameters: LOOKUP } };
export const LOOKED_UP = { id: "t1", type: "function", function: { name: "lookup_order", arguments: '{"id":"771"}' } };
export const ANSWERED = [
  {
    role: "assistant",
    parts: [{ type: "tool_call", id: "call_1", name: "lookup_order", arguments: { id: "771" } }],
    finish_reason: "tool_call",
  },
];
export const TOOLS = [{ type: "function", name: "lookup_order", parameters: LOOKUP }];

export const call = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o-mini",
  "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
  "gen_ai.request.temperature": 0,
  "gen_ai.usage.input_tokens": 1240,
  "gen_ai.usage.cache_read.input_tokens": 1024,
  "gen_ai.usage.output_tokens": 312,
};
export const texts = {
  "gen_ai.input.messages": JSON.stringify(ASKED),
  "gen_ai.output.messages": JSON.stringify(ANSWERED),
  "gen_ai.tool.definitions": JSON.stringify(TOOLS),
};
/** Under another span's id. */
export const other = (spanId: string, values: object, more: object = {}): object =>
  batch([span(values, { spanId, ...more })]);

export const REQUEST = JSON.stringify({
  model: "gpt-4o-mini",
  messages: [{ role: "user", content: "Refund for order 771?" }],
  tools: [{ type: "function", function: { name: "lookup_order", parameters: LOOKUP } }],
  temperature: 0,
  stream: true,
});

/** Those of an exchange's signals that matter. */
export function signals(known: Partial<Signals>): Signals {
  return known as Signals;
}
