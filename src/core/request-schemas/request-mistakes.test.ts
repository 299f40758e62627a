import { describe, expect, it } from "vitest";
import { requestMistakes } from "./request-mistakes.ts";

const CALL = { id: "c", type: "function", function: { name: "find", arguments: "{}" } };
const chat = (...messages: readonly unknown[]) => ({ model: "m", messages });

describe("a request body held against its dialect", () => {
  it.each([
    ["openai-chat", chat({ role: "system", content: "x" }, { role: "user", content: [{ type: "text", text: "x" }] })],
    ["openai-chat", chat({ role: "user", content: [{ type: "image_url", image_url: { url: "https://x" } }] })],
    [
      "openai-chat",
      chat({ role: "assistant", content: null, tool_calls: [CALL] }, { role: "tool", tool_call_id: "c", content: "1" }),
    ],
    ["openai-chat", { ...chat({ role: "user", content: "x" }), temperature: null, stop: "a", provider_extra: [1] }],
    ["openai-chat", chat({ role: "user", content: [{ type: "video_url", video_url: {} }] })],
    ["openai-responses", { model: "m", input: "Hi", tools: [{ type: "web_search" }] }],
    [
      "openai-responses",
      {
        model: "m",
        input: [
          { role: "user", content: "Hi" },
          { type: "reasoning", summary: [] },
        ],
      },
    ],
    [
      "anthropic-messages",
      {
        model: "m",
        system: [{ type: "text", text: "x", cache_control: { type: "ephemeral" } }],
        messages: [
          { role: "assistant", content: [{ type: "tool_use", id: "t", name: "find", input: {} }] },
          {
            role: "user",
            content: [{ type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "x" }] }],
          },
        ],
        tools: [
          { name: "find", input_schema: { type: "object" } },
          { type: "bash_20250124", name: "bash" },
        ],
      },
    ],
    ["embeddings", { model: "m", input: [[1, 2], [3]] }],
    ["unknown", { anything: 1 }],
  ] as const)("%s: nothing is wrong with %j", (dialect, body) => {
    expect(requestMistakes(dialect, body)).toEqual([]);
  });

  it.each([
    ["openai-chat", chat({ role: "robot", content: "x" }), ["messages[0].role"]],
    ["openai-chat", chat({ role: "tool", content: "x" }), ["messages[0].tool_call_id"]],
    ["openai-chat", chat({ role: "assistant" }), ["messages[0]"]],
    ["openai-chat", chat({ role: "user", content: [{ type: "text" }] }), ["messages[0].content[0].text"]],
    [
      "openai-chat",
      chat({ role: "assistant", tool_calls: [{ ...CALL, function: { name: "f", arguments: {} } }] }),
      ["messages[0].tool_calls[0].function.arguments"],
    ],
    ["openai-chat", chat(), ["messages"]],
    ["openai-chat", { ...chat({ role: "user", content: "x" }), top_p: 3, stream: "yes" }, ["top_p", "stream"]],
    [
      "openai-responses",
      { model: "m", input: [{ type: "function_call" }] },
      ["input[0].call_id", "input[0].name", "input[0].arguments"],
    ],
    ["openai-responses", { model: "m", input: [{ content: "Hi" }] }, ["input[0].role"]],
    ["anthropic-messages", { model: "m", messages: [{ role: "system", content: "x" }] }, ["messages[0].role"]],
    [
      "anthropic-messages",
      { model: "", max_tokens: 0.5, messages: [{ role: "user", content: [{ type: "image" }] }] },
      ["model", "max_tokens", "messages[0].content[0].source"],
    ],
    ["embeddings", { input: "x" }, ["model"]],
  ] as const)("%s: of %j the field is named", (dialect, body, fields) => {
    const found = requestMistakes(dialect, body).map(({ field }) => field);
    expect(found).toEqual(fields);
  });
});
