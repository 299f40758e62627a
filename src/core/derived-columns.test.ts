import { expect, test } from "vitest";
import { deriveColumns, type LoggedBodies } from "./derived-columns.ts";

const usage = { input_uncached: 9, cache_read: 0, cache_write: 0, output: 2, reasoning: 0 };
const bodies: LoggedBodies = {
  dialect: "openai-chat",
  request: { messages: [{ role: "user", content: "Hello" }], response_format: { type: "json_object" } },
  response: { choices: [{ finish_reason: "stop", message: { content: "{}" } }] },
  request_flaw: null,
  response_flawed: false,
  usage,
};

test("an exact exchange has hashes and every signal that can be known", () => {
  const columns = deriveColumns(bodies);
  expect(columns).toMatchObject({
    replayability: "exact",
    signals: { finish_reason: "stop", output_tokens: 2, refusal: false, tool_calls: false, json_schema: true },
  });
  expect(
    [columns.prompt_hash, columns.request_hash, columns.answer_hash].every((hash) => /^[0-9a-f]{64}$/.test(hash ?? "")),
  ).toBe(true);
});

test.each(["truncated", "redacted", "body_missing"] as const)(
  "a request that is %s has no hash, and its answer nothing to be held against",
  (flaw) => {
    const columns = deriveColumns({ ...bodies, request_flaw: flaw });
    expect([columns.replayability, columns.prompt_hash, columns.request_hash]).toEqual([flaw, null, null]);
    expect(columns.signals).toMatchObject({ finish_reason: "stop", json_schema: null });
    expect(columns.answer_hash).not.toBeNull();
  },
);

test("a response that is cut has no answer hash, and only what its envelope says", () => {
  const columns = deriveColumns({ ...bodies, response_flawed: true });
  expect(columns.answer_hash).toBeNull();
  expect(columns.signals).toMatchObject({ finish_reason: "stop", output_tokens: 2, refusal: null, json_schema: null });
  expect(columns.request_hash).not.toBeNull();
});

test.each([
  ["a request that asks nothing", { request: { messages: [] } }, "body_missing", false],
  [
    "a tool run by the provider",
    { request: { messages: [{ role: "user", content: "x" }], tools: [{ type: "web_search" }] } },
    "hosted_tool",
    true,
  ],
  [
    "an earlier response",
    { dialect: "openai-responses" as const, request: { input: "x", previous_response_id: "r" } },
    "stateful",
    false,
  ],
  ["embeddings", { dialect: "embeddings" as const, request: { input: ["x"] } }, "exact", false],
  ["another dialect", { dialect: "unknown" as const, request: { contents: [] } }, "unknown_dialect", false],
])("%s", (_title, change, replayability, hashed) => {
  const columns = deriveColumns({ ...bodies, ...change });
  expect([columns.replayability, columns.request_hash !== null]).toEqual([replayability, hashed]);
});

test("no response is no answer", () => {
  const columns = deriveColumns({ ...bodies, response: null });
  expect(columns.answer_hash).toBeNull();
  expect(columns.signals).toMatchObject({ finish_reason: null, refusal: null, tool_calls: null, output_tokens: 2 });
});
