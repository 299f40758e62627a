import { describe, expect, test } from "vitest";
import { canonicalAnswer } from "./answer/canonical-answer.ts";
import { readAnswer } from "./answer/read-answer.ts";
import { signalsOf } from "./signals.ts";
import type { Signals } from "./outcome.ts";

const usage = { input_uncached: 10, cache_read: 0, cache_write: 0, output: 4, reasoning: 6 };
const weather = {
  name: "weather",
  parameters: {
    type: "object",
    properties: { city: { type: "string" }, unit: { enum: ["c", "f"] } },
    required: ["city"],
  },
};
const asked = { tools: [weather, { name: "sql", parameters: null }], response_format: null };

const chat = (message: object, finish_reason = "stop", more: object = {}): object => ({
  choices: [{ index: 0, finish_reason, message: { role: "assistant", content: null, ...message }, ...more }],
});
const calling = (name: string, args: string): object =>
  chat({ tool_calls: [{ id: "c", type: "function", function: { name, arguments: args } }] }, "tool_calls");
const signals = (response: unknown, request: Parameters<typeof signalsOf>[0] = asked): Signals =>
  signalsOf(request, readAnswer(response), usage);

describe("three dialects tell the same", () => {
  const responses = {
    status: "completed",
    output: [
      { type: "reasoning", id: "r" },
      { type: "function_call", name: "weather", arguments: '{ "city": "Oslo" }' },
    ],
  };
  const anthropic = {
    type: "message",
    content: [{ type: "tool_use", id: "t", name: "weather", input: { city: "Oslo" } }],
    stop_reason: "tool_use",
  };
  const same = [calling("weather", '{"city":"Oslo"}'), responses, anthropic];

  test.each(same)("%j", (response) => {
    expect(signals(response)).toEqual({
      finish_reason: "tool_calls",
      output_tokens: 4,
      refusal: false,
      tool_calls: true,
      tool_calls_valid: true,
      json_schema: null,
      mean_logprob: null,
    });
  });

  test("and vote together", () => {
    expect(new Set(same.map((response) => canonicalAnswer(readAnswer(response)!))).size).toBe(1);
  });
});

describe("tool_calls_valid", () => {
  test.each([
    ["weather", '{"city":"Oslo","unit":"c"}', true],
    ["weather", '{"city":"Oslo","unit":"k"}', false],
    ["weather", '{"unit":"c"}', false],
    ["weather", '{"city":7}', false],
    ["weather", '{"city":"Oslo"', false],
    ["wether", '{"city":"Oslo"}', false],
    ["sql", '{"any":"thing"}', true],
  ])("%s(%s) is %s", (name, args, valid) => {
    expect(signals(calling(name, args)).tool_calls_valid).toBe(valid);
  });

  test("without a tool call there is nothing wrong; without the request nobody can tell", () => {
    expect(signals(chat({ content: "Hello" })).tool_calls_valid).toBe(true);
    expect(signals(calling("weather", "{}"), null).tool_calls_valid).toBeNull();
    expect(signals(calling("weather", "{"), null).tool_calls_valid).toBe(false);
  });
});

describe("json_schema", () => {
  const request = {
    tools: [],
    response_format: {
      type: "json_schema" as const,
      schema: { type: "object", properties: { n: { type: "integer" } }, required: ["n"], additionalProperties: false },
    },
  };
  test.each([
    ['{"n":1}', true],
    [' {"n":1}\n', true],
    ['{"n":1.5}', false],
    ['{"n":1,"m":2}', false],
    ["one", false],
  ])("%s is %s", (content, fits) => {
    expect(signals(chat({ content }), request).json_schema).toBe(fits);
  });
  test("an object is all that json_object asks for", () => {
    const json = { tools: [], response_format: { type: "json_object" as const } };
    expect(signals(chat({ content: "{}" }), json).json_schema).toBe(true);
    expect(signals(chat({ content: "[]" }), json).json_schema).toBe(false);
  });
});

describe("refusal", () => {
  test.each([
    [chat({ refusal: "No." }), true],
    [{ content: [], stop_reason: "refusal" }, true],
    [{ status: "completed", output: [{ type: "message", content: [{ type: "refusal", refusal: "No." }] }] }, true],
    [chat({ content: "" }, "content_filter"), true],
    [chat({ content: "I'm sorry, but I can't assist with that." }), true],
    [chat({ content: "I’m unable to help with this request." }), true],
    [chat({ content: "I cannot comply with that." }), true],
    [chat({ content: "I'm sorry, but I can't find that order. Could you check the number?" }), false],
    [chat({ content: "He said: I can't help with that." }), false],
    [chat({ content: `I can't help with that, ${"but here is what I can do. ".repeat(20)}` }), false],
  ])("%j: %s", (response, refused) => {
    expect(signals(response).refusal).toBe(refused);
  });
});

test("finish reasons stand in OpenAI's words", () => {
  const anthropic = (stop_reason: string): string | null => signals({ content: [], stop_reason }).finish_reason;
  expect(["end_turn", "max_tokens", "tool_use", "pause_turn"].map(anthropic)).toEqual([
    "stop",
    "length",
    "tool_calls",
    "pause_turn",
  ]);
  const cut = { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, output: [] };
  expect(signals(cut).finish_reason).toBe("length");
});

test("mean log probability over the answer's tokens", () => {
  const content = [
    { token: "a", logprob: -0.5 },
    { token: "b", logprob: -1.5 },
  ];
  expect(signals(chat({ content: "ab" }, "stop", { logprobs: { content } })).mean_logprob).toBe(-1);
  expect(signals(chat({ content: "ab" }, "stop", { logprobs: { content: [] } })).mean_logprob).toBeNull();
});

describe("equal answers", () => {
  const form = (content: string): string | null => canonicalAnswer(readAnswer(chat({ content }))!);
  test("text: compatible characters, white space and case do not count", () => {
    expect(form("  The ﬁrst\n answer ")).toBe(form("the first ANSWER"));
    expect(form("the first")).not.toBe(form("the second"));
  });
  test("JSON: order and spacing do not count, and text is never JSON", () => {
    expect(form('{"a": 1, "b": [2]}')).toBe(form('{"b":[2],"a":1}'));
    expect(form('{"text":"x"}')).not.toBe(form("x"));
  });
  test("nothing answered is no answer", () => {
    expect(canonicalAnswer(readAnswer(chat({}))!)).toBeNull();
    expect(readAnswer({ error: { message: "no" } })).toBeNull();
  });
});
