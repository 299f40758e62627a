import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Anthropic, { APIError } from "@anthropic-ai/sdk";
import type { LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anthropicMessages as dialect } from "../anthropic-messages.ts";

const WIRE = join(import.meta.dirname, "../../../../shared/data/wire/anthropic");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";

/** Lines of a recorded stream that the client can read: it takes one start, knows no beta's blocks, and no stream without an end. */
function readable(file: string): readonly string[] | null {
  const lines = readFileSync(join(WIRE, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"));
  const starts = lines.filter((line) => line.includes('"message_start"')).length;
  const beta = lines.some((line) => /"compaction_delta"|"mcp_tool_use"/u.test(line));
  return starts === 1 && !beta && lines.at(-1)?.includes('"message_stop"') === true ? lines : null;
}

const streams = existsSync(WIRE)
  ? readdirSync(WIRE).filter((file) => file.endsWith(".chunks.txt") && readable(file) !== null)
  : [];

/** What the server answers next. */
let next: { readonly status: number; readonly type: string; readonly text: string };
let server: Server;
let client: Anthropic;

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
  client = new Anthropic({ apiKey: "key", baseURL: `http://127.0.0.1:${port}`, maxRetries: 0 });
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
const ASKED = { model: "m", max_tokens: 9, messages: [{ role: "user" as const, content: "hi" }] };
const finalMessage = () => client.messages.stream(ASKED).finalMessage();

const STOPPED = { unified: "tool-calls", raw: "tool_calls" } as const;
const USAGE = {
  inputTokens: { total: 30, noCache: 20, cacheRead: 10, cacheWrite: undefined },
  outputTokens: { total: 12, text: 7, reasoning: 5 },
};
const ABOUT = { id: "1", model: "gpt-x", created_at: 7, include_usage: true };
const STATE = { openai: { itemId: "rs_1", reasoningEncryptedContent: "abc" } };

const RESULT: LanguageModelV4GenerateResult = {
  content: [
    { type: "reasoning", text: "Hm.", providerMetadata: STATE },
    { type: "text", text: "Looking." },
    { type: "tool-call", toolCallId: "call_1", toolName: "weather", input: '{"city":"Oslo"}' },
    { type: "tool-call", toolCallId: "call_2", toolName: "now", input: "" },
  ],
  finishReason: STOPPED,
  usage: USAGE,
  warnings: [],
};

/** The same answer in parts: the text ends last, as some providers write it; the second call comes in one piece. */
const PARTS: readonly LanguageModelV4StreamPart[] = [
  { type: "stream-start", warnings: [] },
  { type: "reasoning-start", id: "r" },
  { type: "reasoning-delta", id: "r", delta: "H" },
  { type: "reasoning-delta", id: "r", delta: "m." },
  { type: "reasoning-end", id: "r", providerMetadata: STATE },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "Look" },
  { type: "ping" },
  { type: "text-delta", id: "t", delta: "ing." },
  { type: "tool-input-start", id: "call_1", toolName: "weather" },
  { type: "tool-input-delta", id: "call_1", delta: '{"city":' },
  { type: "tool-input-delta", id: "call_1", delta: '"Oslo"}' },
  { type: "tool-input-end", id: "call_1" },
  { type: "tool-call", toolCallId: "call_1", toolName: "weather", input: '{"city":"Oslo"}' },
  { type: "tool-call", toolCallId: "call_2", toolName: "now", input: "" },
  { type: "text-end", id: "t" },
  { type: "finish", finishReason: STOPPED, usage: USAGE },
];

function written(parts: readonly LanguageModelV4StreamPart[]): string {
  const events = dialect.translation!.toEvents(ABOUT);
  return parts.map((part) => events.part(part)).join("") + events.end();
}

const SAID = {
  id: "msg_1",
  model: "gpt-x",
  role: "assistant",
  stop_reason: "tool_use",
  content: [
    { type: "thinking", thinking: "Hm." },
    { type: "text", text: "Looking." },
    { type: "tool_use", id: "call_1", name: "weather", input: { city: "Oslo" } },
    { type: "tool_use", id: "call_2", name: "now", input: {} },
  ],
  usage: { input_tokens: 20, cache_read_input_tokens: 10, output_tokens: 12 },
};

describe("Anthropic's own client", () => {
  it.for(streams)("puts %s together as we do", async (file) => {
    const events = readable(file)!.map((line) => JSON.parse(line) as { readonly type: string });
    const text = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
    stream(text);
    const theirs = JSON.parse(JSON.stringify(await finalMessage())) as { usage: object; content: unknown };
    const ours = dialect.reassemble(text)!;
    expect(ours["content"]).toEqual(theirs.content);
    expect(ours).toMatchObject({ stop_reason: (theirs as { stop_reason?: unknown }).stop_reason });
    expect(ours["usage"]).toMatchObject(theirs.usage);
  });

  it("has recordings to read", ({ skip }) => {
    skip(streams.length === 0, MISSING);
    expect(streams.length).toBeGreaterThan(15);
  });

  it("reads a translated answer", async () => {
    answer(dialect.translation!.toBody(RESULT, ABOUT));
    expect(await client.messages.create(ASKED)).toMatchObject(SAID);
  });

  it("reads a translated stream: the same message, one block after the other", async () => {
    const text = written(PARTS);
    stream(text);
    const blocks: unknown[] = [];
    const reading = client.messages.stream(ASKED);
    reading.on("contentBlock", (block) => blocks.push(block.type));
    const message = await reading.finalMessage();
    expect(message).toMatchObject(SAID);
    expect(blocks).toEqual(["thinking", "text", "tool_use", "tool_use"]);
    expect(dialect.reassemble(text)).toEqual(dialect.translation!.toBody(RESULT, ABOUT));
  });

  it("brings back with the next turn what the provider wants of its reasoning", async () => {
    stream(written(PARTS));
    const { content } = await finalMessage();
    const { call } = dialect.translation!.toCall({ ...ASKED, messages: [{ role: "assistant", content }] });
    expect(call.prompt).toMatchObject([
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "Hm.", providerOptions: STATE },
          { type: "text", text: "Looking." },
          { type: "tool-call", toolCallId: "call_1", input: { city: "Oslo" } },
          { type: "tool-call", toolCallId: "call_2", input: {} },
        ],
      },
    ]);
  });

  it("reads an empty answer, and a stream of a finished one", async () => {
    stream(written([]));
    expect(await finalMessage()).toMatchObject({ content: [], stop_reason: "end_turn" });
    const whole = dialect.translation!.toBody(RESULT, ABOUT);
    stream(dialect.toStream(whole, true).join(""));
    expect(await finalMessage()).toMatchObject(SAID);
  });

  it.each([
    [400, "invalid_request_error"],
    [401, "authentication_error"],
    [404, "not_found_error"],
    [429, "rate_limit_error"],
    [500, "api_error"],
    [503, "overloaded_error"],
  ])("knows our error %d as %s", async (status, type) => {
    const error = dialect.error({ status, code: "some_code", message: "No.", field: "model" });
    answer(error.body, error.status);
    const thrown = await client.messages.create(ASKED).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(APIError);
    expect(thrown).toMatchObject({ status, error: { error: { type, message: "No.", code: "some_code" } } });
  });

  it("fails where a stream fails under way", async () => {
    const events = dialect.translation!.toEvents(ABOUT);
    const begun = PARTS.slice(0, 7)
      .map((part) => events.part(part))
      .join("");
    stream(begun + dialect.errorEvent({ status: 503, code: "upstream_failed", message: "It broke." }));
    const thrown = await finalMessage().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(APIError);
    expect(String(thrown)).toContain("It broke.");
  });
});
