import { describe, expect, it } from "vitest";
import { boundaryDifferences, boundaryOf } from "./boundary.ts";

const tool = { name: "get_weather", description: "Now", parameters: { type: "object", properties: {} } };
const chat = {
  model: "gpt-4o-mini",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Weather?" },
  ],
  tools: [{ type: "function", function: tool }],
};
const anthropic = {
  model: "claude-haiku-4-5",
  max_tokens: 100,
  system: "Be brief.",
  messages: [{ role: "user", content: [{ type: "text", text: "Weather?" }] }],
  tools: [{ name: tool.name, description: tool.description, input_schema: tool.parameters }],
};
const responses = {
  model: "gpt-5-mini",
  instructions: "Be brief.",
  input: "Weather?",
  tools: [{ type: "function", strict: false, ...tool }],
};
const asked = boundaryOf(chat, "openai-chat");

describe("the boundary of a request", () => {
  it("is the same in all dialects and for all models and parameters, and says which model was asked", () => {
    expect(boundaryDifferences(asked, boundaryOf(anthropic, "anthropic-messages"))).toEqual([]);
    expect(boundaryDifferences(asked, boundaryOf(responses, "openai-responses"))).toEqual([]);
    expect(boundaryDifferences(asked, boundaryOf({ ...chat, model: "x", temperature: 1 }, "openai-chat"))).toEqual([]);
    expect(asked.model).toBe("gpt-4o-mini");
    expect(asked.message_hash).toMatch(/^v1:[0-9a-f]{64}$/u);
  });

  it.each<[string, object, string[]]>([
    ["a tool", { tools: [{ type: "function", function: { ...tool, description: "Then" } }] }, ["tool_schema_hash"]],
    ["the tool choice", { tool_choice: "required" }, ["tool_schema_hash"]],
    ["the question", { messages: [chat.messages[0], { role: "user", content: "Wind?" }] }, ["message_hash"]],
    ["the system prompt", { messages: [{ role: "system", content: "Be long." }, chat.messages[1]] }, ["system_hash"]],
    ["all of them", { messages: [], tools: [] }, ["tool_schema_hash", "message_hash", "system_hash"]],
  ])("tells %s apart", (_, change, parts) => {
    expect(boundaryDifferences(asked, boundaryOf({ ...chat, ...change }, "openai-chat"))).toEqual(parts);
  });

  it("of an unknown dialect is that of the body without its model", () => {
    const one = boundaryOf({ model: "a", prompt: "x" }, "unknown");
    expect(boundaryDifferences(one, boundaryOf({ model: "b", prompt: "x" }, "unknown"))).toEqual([]);
    expect(boundaryDifferences(one, boundaryOf({ model: "a", prompt: "y" }, "unknown"))).toEqual(["message_hash"]);
  });

  it("cannot be held against somebody else's labels, which can be held against each other", () => {
    const labels = { model: null, tool_schema_hash: "tools-1", message_hash: "messages-1", system_hash: "system-1" };
    expect(boundaryDifferences(asked, labels)).toEqual([]);
    expect(boundaryDifferences(labels, { ...labels, message_hash: "messages-2" })).toEqual(["message_hash"]);
  });
});
