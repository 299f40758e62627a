import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openaiChat as dialect } from "../openai-chat.ts";

/** What the server answers next. */
let next: { readonly status: number; readonly type: string; readonly text: string };
let server: Server;
let client: OpenAI;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(next.status, { "content-type": next.type });
    response.end(next.text);
  });
  await new Promise<void>((ready) => {
    server.listen(0, "127.0.0.1", ready);
  });
  const { port } = server.address() as AddressInfo;
  client = new OpenAI({ apiKey: "key", baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
});

afterAll(() => {
  server.close();
});

const answer = (body: unknown, status = 200): void => {
  next = { status, type: "application/json", text: JSON.stringify(body) };
};
const stream = (text: string): void => {
  next = { status: 200, type: "text/event-stream", text };
};
const ASKED = { model: "m", messages: [{ role: "user" as const, content: "hi" }] };
const final = () =>
  client.chat.completions.stream({ ...ASKED, stream_options: { include_usage: true } }).finalChatCompletion();

const STOPPED = { unified: "tool-calls", raw: "tool_use" } as const;
const USAGE = {
  inputTokens: { total: 30, noCache: 20, cacheRead: 10, cacheWrite: undefined },
  outputTokens: { total: 12, text: 7, reasoning: 5 },
};
const ABOUT = { id: "1", model: "claude-x", created_at: 7000, include_usage: true };
const STATE = { anthropic: { signature: "abc" } };
const SIGNED = { google: { thoughtSignature: "sig" } };

const RESULT: LanguageModelV4GenerateResult = {
  content: [
    { type: "reasoning", text: "Hm.", providerMetadata: STATE },
    { type: "text", text: "Looking." },
    { type: "source", sourceType: "url", id: "s", url: "https://example.com/", title: "Example" },
    { type: "tool-call", toolCallId: "0", toolName: "web_search", input: "{}", providerExecuted: true },
    {
      type: "tool-call",
      toolCallId: "call_1",
      toolName: "weather",
      input: '{"city":"Oslo"}',
      providerMetadata: SIGNED,
    },
    { type: "tool-call", toolCallId: "call_2", toolName: "now", input: "" },
    { type: "tool-call", toolCallId: "call_3", toolName: "later", input: '{"h":1}' },
  ],
  finishReason: STOPPED,
  usage: USAGE,
  warnings: [],
};

/** The same answer in parts: two calls interleaved, one without any piece of input, one in one piece. */
const PARTS: readonly LanguageModelV4StreamPart[] = [
  { type: "stream-start", warnings: [] },
  { type: "reasoning-start", id: "r" },
  { type: "reasoning-delta", id: "r", delta: "H" },
  { type: "reasoning-delta", id: "r", delta: "m." },
  { type: "reasoning-delta", id: "r", delta: "", providerMetadata: STATE },
  { type: "reasoning-end", id: "r" },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "Look" },
  { type: "ping" },
  { type: "text-delta", id: "t", delta: "ing." },
  { type: "text-end", id: "t" },
  { type: "source", sourceType: "url", id: "s", url: "https://example.com/", title: "Example" },
  { type: "tool-input-start", id: "0", toolName: "web_search", providerExecuted: true },
  { type: "tool-input-delta", id: "0", delta: "{}" },
  { type: "tool-call", toolCallId: "0", toolName: "web_search", input: "{}", providerExecuted: true },
  { type: "tool-input-start", id: "call_1", toolName: "weather" },
  { type: "tool-input-start", id: "call_2", toolName: "now" },
  { type: "tool-input-delta", id: "call_1", delta: '{"city":' },
  { type: "tool-input-delta", id: "call_2", delta: "" },
  { type: "tool-input-delta", id: "call_1", delta: '"Oslo"}' },
  {
    type: "tool-call",
    toolCallId: "call_1",
    toolName: "weather",
    input: '{"city":"Oslo"}',
    providerMetadata: SIGNED,
  },
  { type: "tool-call", toolCallId: "call_2", toolName: "now", input: "" },
  { type: "tool-call", toolCallId: "call_3", toolName: "later", input: '{"h":1}' },
  { type: "finish", finishReason: STOPPED, usage: USAGE },
];

function written(parts: readonly LanguageModelV4StreamPart[], include_usage = true): string {
  const events = dialect.translation!.toEvents({ ...ABOUT, include_usage });
  return parts.map((part) => events.part(part)).join("") + events.end();
}

const SAID = {
  id: "chatcmpl-1",
  created: 7,
  model: "claude-x",
  object: "chat.completion",
  choices: [
    {
      finish_reason: "tool_calls",
      message: {
        role: "assistant",
        content: "Looking.",
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
          { id: "call_2", type: "function", function: { name: "now", arguments: "{}" } },
          { id: "call_3", type: "function", function: { name: "later", arguments: '{"h":1}' } },
        ],
      },
    },
  ],
  usage: {
    prompt_tokens: 30,
    completion_tokens: 12,
    total_tokens: 42,
    prompt_tokens_details: { cached_tokens: 10 },
    completion_tokens_details: { reasoning_tokens: 5 },
  },
};

describe("OpenAI's own client", () => {
  it("reads a translated answer", async () => {
    answer(dialect.translation!.toBody(RESULT, ABOUT));
    const completion = await client.chat.completions.create(ASKED);
    expect(completion).toMatchObject(SAID);
    expect(completion.choices[0]?.message).toMatchObject({
      reasoning_content: "Hm.",
      annotations: [{ type: "url_citation", url_citation: { url: "https://example.com/", title: "Example" } }],
    });
  });

  it("reads a translated stream: the same answer, and we put it together as it does", async () => {
    const text = written(PARTS);
    stream(text);
    expect(await final()).toMatchObject(SAID);
    const ours = dialect.reassemble(text)!;
    const { refusal: _, ...message } = (
      dialect.translation!.toBody(RESULT, ABOUT)["choices"] as readonly { message: Record<string, unknown> }[]
    )[0]!.message;
    expect(ours).toMatchObject({ ...SAID, choices: [{ finish_reason: "tool_calls", message }] });
  });

  it("sees no chunk of usage where it asked for none", async () => {
    stream(written(PARTS, false));
    const chunks: unknown[] = [];
    for await (const chunk of await client.chat.completions.create({ ...ASKED, stream: true })) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(8);
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({ object: "chat.completion.chunk", choices: [{ index: 0 }] });
      expect(chunk).not.toHaveProperty("usage");
    }
  });

  it("brings back with the next turn what providers want of their reasoning and calls", async () => {
    answer(dialect.reassemble(written(PARTS)));
    const { choices } = await client.chat.completions.create(ASKED);
    const { call } = dialect.translation!.toCall({ ...ASKED, messages: [choices[0]!.message] });
    expect(call.prompt).toMatchObject([
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "Hm.", providerOptions: STATE },
          { type: "text", text: "Looking." },
          { type: "tool-call", toolCallId: "call_1", input: { city: "Oslo" }, providerOptions: SIGNED },
          { type: "tool-call", toolCallId: "call_2", input: {} },
          { type: "tool-call", toolCallId: "call_3", input: { h: 1 } },
        ],
      },
    ]);
  });

  it("reads an empty answer, and a stream made of a whole one", async () => {
    stream(written([]));
    expect(await final()).toMatchObject({ choices: [{ finish_reason: "stop", message: { content: "" } }] });
    const whole = dialect.translation!.toBody(RESULT, ABOUT);
    stream(dialect.toStream(whole, true).join(""));
    expect(await final()).toMatchObject(SAID);
  });

  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [404, NotFoundError],
    [429, RateLimitError],
    [502, InternalServerError],
  ])("knows our error %d", async (status, kind) => {
    const error = dialect.error({ status, code: "some_code", message: "No.", field: "model" });
    answer(error.body, error.status);
    const thrown = await client.chat.completions.create(ASKED).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown).toMatchObject({ status, code: "some_code", param: "model", error: { message: "No." } });
  });

  it("throws at an error inside a stream, after what came before it", async () => {
    const events = dialect.translation!.toEvents(ABOUT);
    const said = PARTS.slice(0, 8).map((part) => events.part(part));
    stream(said.join("") + dialect.errorEvent({ status: 502, code: "provider_stream_cut", message: "Cut." }));
    let text = "";
    const reading = (async () => {
      for await (const chunk of await client.chat.completions.create({ ...ASKED, stream: true }))
        text += chunk.choices[0]?.delta.content ?? "";
    })();
    const thrown = await reading.catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(APIError);
    expect(thrown).toMatchObject({ code: "provider_stream_cut", error: { message: "Cut." } });
    expect(text).toBe("Look");
  });
});
