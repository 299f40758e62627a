import { describe, expect, test } from "vitest";
import type { Dialect } from "../exchange.ts";
import { fingerprints, sha256Hex } from "../fingerprint.ts";
import { sniffDialect } from "./dialect.ts";
import { neutralRequest } from "./neutral-request.ts";
import type { NeutralRequest } from "./neutral.ts";

const neutral = (body: unknown, dialect: Dialect = sniffDialect(body)): NeutralRequest => {
  const request = neutralRequest(body, dialect, sha256Hex);
  if (request === null) throw new Error(`not read as ${dialect}`);
  return request;
};

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const answerSchema = { type: "object", properties: { celsius: { type: "number" } }, required: ["celsius"] };
const pixel = "iVBORw0KGgo+/w==";

const chat = {
  model: "gpt-4o-mini",
  messages: [
    { role: "developer", content: "Answer shortly." },
    {
      role: "user",
      content: [
        { type: "text", text: "Weather here?" },
        { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
      ],
    },
    {
      role: "assistant",
      content: "Let me look.",
      tool_calls: [
        { id: "call_a", type: "function", function: { name: "weather", arguments: '{"city": "Oslo"}' } },
        { id: "call_b", type: "function", function: { name: "weather", arguments: '{"city":"Bergen"}' } },
      ],
    },
    { role: "tool", tool_call_id: "call_b", content: "7" },
    { role: "tool", tool_call_id: "call_a", content: [{ type: "text", text: "5" }] },
    { role: "user", content: "Which is warmer?" },
  ],
  tools: [{ type: "function", function: { name: "weather", description: "Now", parameters: schema } }],
  tool_choice: "required",
  response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema: answerSchema } },
  temperature: 0.2,
  max_completion_tokens: 100,
  stop: "END",
  stream: true,
  user: "u1",
};

const responses = {
  model: "gpt-5-mini",
  instructions: "Answer shortly.",
  input: [
    {
      role: "user",
      content: [
        { type: "input_text", text: "Weather here?" },
        { type: "input_image", image_url: `data:image/png;base64,${pixel}`, detail: "auto" },
      ],
    },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "Let me look." }] },
    { type: "function_call", call_id: "fc_1", name: "weather", arguments: '{"city":"Oslo"}' },
    { type: "function_call", call_id: "fc_2", name: "weather", arguments: '{"city":"Bergen"}' },
    { type: "function_call_output", call_id: "fc_2", output: "7" },
    { type: "function_call_output", call_id: "fc_1", output: "5" },
    { role: "user", content: "Which is warmer?" },
  ],
  tools: [{ type: "function", name: "weather", description: "Now", parameters: schema, strict: false }],
  tool_choice: "required",
  text: { format: { type: "json_schema", name: "other", schema: answerSchema, strict: true } },
  temperature: 0.2,
  max_output_tokens: 100,
  stop: ["END"],
  metadata: { a: "b" },
};

const anthropic = {
  model: "claude-haiku-4-5",
  system: [{ type: "text", text: "Answer shortly.", cache_control: { type: "ephemeral" } }],
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "Weather here?" },
        { type: "image", source: { type: "base64", media_type: "image/png", data: pixel.replace("==", "") } },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Let me look." },
        { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Oslo" } },
        { type: "tool_use", id: "toolu_2", name: "weather", input: { city: "Bergen" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_2", content: "7" },
        { type: "tool_result", tool_use_id: "toolu_1", content: [{ type: "text", text: "5" }] },
        { type: "text", text: "Which is warmer?" },
      ],
    },
  ],
  tools: [{ name: "weather", description: "Now", input_schema: schema }],
  tool_choice: { type: "any" },
  output_config: { format: { type: "json_schema", schema: answerSchema } },
  temperature: 0.2,
  max_tokens: 100,
  stop_sequences: ["END"],
  metadata: { user_id: "u2" },
};

describe("one request in three dialects", () => {
  test("is sniffed by its shape", () => {
    expect([chat, responses, anthropic].map(sniffDialect)).toEqual([
      "openai-chat",
      "openai-responses",
      "anthropic-messages",
    ]);
  });

  test("has one neutral form and one pair of hashes", () => {
    expect(neutral(responses)).toEqual(neutral(chat));
    expect(neutral(anthropic)).toEqual(neutral(chat));
    expect(fingerprints(neutral(anthropic))).toEqual(fingerprints(neutral(chat)));
    expect(neutral(chat).needs).toEqual({ tools: true, images: true, json_schema: true });
    expect(neutral(chat).prompt.messages[2]?.tool_calls?.map((call) => call.call)).toEqual([0, 1]);
    expect(neutral(chat).prompt.messages[3]?.call).toBe(1);
  });
});

describe("what is in the hashes", () => {
  const hashes = (change: object): ReturnType<typeof fingerprints> => fingerprints(neutral({ ...chat, ...change }));
  const plain = hashes({});

  test.each([{ model: "another" }, { stream: false }, { user: "u9" }, { metadata: { run: "7" } }, { stop: ["END"] }])(
    "%o changes nothing",
    (change) => {
      expect(hashes(change)).toEqual(plain);
    },
  );

  test.each([
    { temperature: 0.3 },
    { top_p: 0.5 },
    { max_completion_tokens: 101 },
    { seed: 1 },
    { stop: null },
    { reasoning_effort: "low" },
  ])("%o changes the request, not the prompt", (change) => {
    expect(hashes(change).prompt_hash).toBe(plain.prompt_hash);
    expect(hashes(change).request_hash).not.toBe(plain.request_hash);
  });

  test.each(["auto", { type: "auto" }])(
    "a choice of tools left to the model, said as %o, is as good as unsaid",
    (said) => {
      const { tool_choice: _, ...unsaid } = chat;
      expect(hashes({ tool_choice: said })).toEqual(fingerprints(neutral(unsaid)));
    },
  );

  test.each([
    { messages: [] },
    { tools: [] },
    { tool_choice: "auto" },
    { tool_choice: { type: "function", function: { name: "weather" } } },
    { parallel_tool_calls: false },
    { response_format: { type: "json_object" } },
  ])("%o changes the prompt", (change) => {
    expect(hashes(change).prompt_hash).not.toBe(plain.prompt_hash);
  });
});

describe("obstacles to a replay", () => {
  const ask = { model: "m", input: "hello" };
  test.each([
    [{ ...ask, previous_response_id: "resp_1" }, "stateful", false],
    [{ ...ask, conversation: "conv_1" }, "stateful", false],
    [{ ...ask, input: [{ type: "item_reference", id: "msg_1" }] }, "stateful", false],
    [{ ...ask, store: true }, "stateful", true],
    [{ ...ask, tools: [{ type: "web_search" }] }, "hosted_tool", true],
    [{ ...ask, tools: [{ type: "code_interpreter", container: { type: "auto" } }] }, "hosted_tool", true],
    [
      { messages: [], tools: [{ type: "web_search_20250305", name: "web_search" }], max_tokens: 5 },
      "hosted_tool",
      true,
    ],
    [{ messages: [], system: "x", tools: [{ type: "computer_20250124", name: "computer" }] }, "hosted_tool", true],
    [{ messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file-1" } }] }] }, "external_file", true],
    [
      { messages: [{ role: "user", content: [{ type: "image", source: { type: "file", file_id: "f" } }] }] },
      "external_file",
      true,
    ],
    [{ ...ask, tools: [{ type: "custom", name: "sql" }] }, null, true],
    [ask, null, true],
  ] as const)("%j", (body, obstacle, whole) => {
    const request = neutral(body);
    expect([request.obstacle, request.whole]).toEqual([obstacle, whole]);
    expect(fingerprints(request).prompt_hash === null).toBe(!whole);
  });
});

test("old function calls of chat are tool calls numbered one after another", () => {
  const request = neutral({
    messages: [
      { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
      { role: "function", name: "f", content: "1" },
      { role: "assistant", content: null, function_call: { name: "f", arguments: "not json" } },
      { role: "function", name: "f", content: "2" },
    ],
    functions: [{ name: "f", parameters: schema }],
    function_call: { name: "f" },
  });
  expect(request.prompt.messages.map((message) => message.call ?? message.tool_calls?.[0]?.call)).toEqual([0, 0, 1, 1]);
  expect(request.prompt.messages[2]?.tool_calls?.[0]?.arguments).toBe("not json");
  expect(request.prompt.tool_choice).toEqual({ name: "f" });
});

test("a picture by address keeps its address; one by bytes is the same in every spelling of base64", () => {
  const image = (url: string): unknown =>
    neutral({ messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }] }).prompt.messages[0]
      ?.content;
  expect(image("https://example.com/a.png")).toEqual([{ type: "image", url: "https://example.com/a.png" }]);
  expect(image("data:image/png;base64,iVBORw0KGgo-_w")).toEqual(image(`data:image/png;base64,${pixel}`));
});

test.each([null, 7, "text", [], {}, { contents: [] }, { messages: "hello" }])("%j is no request of ours", (body) => {
  expect(sniffDialect(body)).toBe("unknown");
  expect(neutralRequest(body, sniffDialect(body), sha256Hex)).toBeNull();
});

test("objects without a text of their own where names should be are read all the same", () => {
  const odd = [[{ toString: null }]];
  const bodies = [
    {
      messages: [{ role: odd, content: "hi", tool_calls: [{ function: { name: odd } }], function_call: { name: odd } }],
    },
    {
      messages: [{ role: "user", content: "hi" }],
      tools: [{ type: "function", function: { name: odd } }, { type: odd }],
    },
    { system: "s", messages: [{ role: odd, content: [{ type: "tool_use", name: odd, input: {} }, { type: odd }] }] },
    {
      model: odd,
      input: [
        { role: odd, content: "hi" },
        { type: "function_call", name: odd, arguments: "{}" },
      ],
    },
  ];
  for (const body of bodies) expect(neutralRequest(body, sniffDialect(body), sha256Hex)).not.toBeNull();
});
