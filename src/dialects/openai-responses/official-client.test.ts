import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import OpenAI, { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isObject, objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import { openaiResponses as dialect } from "../openai-responses.ts";

const WIRE = join(import.meta.dirname, "../../../../shared/data/wire/openai");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";

function events(file: string): readonly JsonObject[] {
  return readFileSync(join(WIRE, file), "utf8").split("\n").map(parseJson).filter(isObject);
}

/** Recorded streams that the client can read: one response, told from its start, whose items keep their ids; it knows no deltas of patches. */
const streams = (existsSync(WIRE) ? readdirSync(WIRE) : []).filter((file) => {
  if (!file.startsWith("responses__") || !file.endsWith(".chunks.txt") || /id-rotation|apply-patch/u.test(file))
    return false;
  const types = events(file).map(({ type }) => type);
  const starts = types.filter((type) => type === "response.created").length;
  return starts === 1 && types[0] === "response.created" && types.at(-1) === "response.completed";
});

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
const ASKED = { model: "m", input: "hi" };
const finalResponse = () => client.responses.stream(ASKED).finalResponse();

const STOPPED = { unified: "tool-calls", raw: "tool_use" } as const;
const USAGE = {
  inputTokens: { total: 30, noCache: 20, cacheRead: 10, cacheWrite: undefined },
  outputTokens: { total: 12, text: 7, reasoning: 5 },
};
const ABOUT = { id: "1", model: "claude-x", created_at: 7000, include_usage: true };
const STATE = { anthropic: { signature: "abc" } };

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
  id: "resp_1",
  model: "claude-x",
  created_at: 7,
  status: "completed",
  output_text: "Looking.",
  output: [
    { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "Looking." }] },
    { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Oslo"}', status: "completed" },
    { type: "function_call", call_id: "call_2", name: "now", arguments: "{}", status: "completed" },
  ],
  usage: {
    input_tokens: 30,
    input_tokens_details: { cached_tokens: 10 },
    output_tokens: 12,
    output_tokens_details: { reasoning_tokens: 5 },
    total_tokens: 42,
  },
};

describe("OpenAI's own client", () => {
  it("has recordings to read", ({ skip }) => {
    skip(!existsSync(WIRE), MISSING);
    expect(streams.length).toBeGreaterThan(3);
  });

  it.for(streams)("puts %s together as we do", async (file) => {
    const text = events(file)
      .map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`)
      .join("");
    stream(text);
    const theirs = JSON.parse(JSON.stringify(await finalResponse())) as JsonObject;
    const ours = dialect.reassemble(text)!;
    // What it parsed and joined is its own.
    expect(theirs).toMatchObject(ours);
  });

  it("reads a translated answer", async () => {
    answer(dialect.translation!.toBody(RESULT, ABOUT));
    expect(await client.responses.create(ASKED)).toMatchObject(SAID);
  });

  it("reads a translated stream: the same response, one item after the other, events numbered", async () => {
    const text = written(PARTS);
    stream(text);
    const seen: string[] = [];
    let said = "";
    const reading = client.responses.stream(ASKED);
    reading.on("event", (event) => seen.push(event.type));
    reading.on("response.output_text.delta", ({ delta }) => (said += delta));
    expect(await reading.finalResponse()).toMatchObject(SAID);
    expect(said).toBe("Looking.");
    expect(seen.slice(0, 2)).toEqual(["response.created", "response.in_progress"]);
    expect(seen.at(-1)).toBe("response.completed");
    const order = text.matchAll(/event: response\.output_item\.(added|done)/gu);
    expect([...order].map(([, what]) => what)).toEqual(Array.from({ length: 4 }, () => ["added", "done"]).flat());
    const numbers = [...text.matchAll(/"sequence_number":(\d+)\}\n/gu)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, at) => at));
    expect(dialect.reassemble(text)).toEqual(dialect.translation!.toBody(RESULT, ABOUT));
  });

  it("brings back with the next turn what the provider wants of its reasoning", async () => {
    stream(written(PARTS));
    const { output } = await finalResponse();
    const { call, dropped } = dialect.translation!.toCall({ model: "m", input: JSON.parse(JSON.stringify(output)) });
    expect(dropped).toEqual([]);
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

  it("reads an empty answer, a cut one, hidden reasoning, and a stream of a finished one", async () => {
    stream(written([]));
    expect(await finalResponse()).toMatchObject({ output: [], status: "completed" });
    stream(written([{ type: "finish", finishReason: { unified: "length", raw: undefined }, usage: USAGE }]));
    const cut = { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
    expect(await finalResponse()).toMatchObject(cut);
    stream(
      written([
        { type: "reasoning-start", id: "r", providerMetadata: STATE },
        { type: "reasoning-end", id: "r" },
        { type: "text-delta", id: "t", delta: "So." },
      ]),
    );
    expect(await finalResponse()).toMatchObject({
      output: [{ type: "reasoning", summary: [] }, { type: "message" }],
      output_text: "So.",
    });
    stream(dialect.toStream(dialect.translation!.toBody(RESULT, ABOUT), true).join(""));
    expect(await finalResponse()).toMatchObject(SAID);
  });

  it.each([
    [400, "invalid_request_error"],
    [401, "authentication_error"],
    [429, "rate_limit_error"],
    [500, "server_error"],
  ])("knows our error %d as %s", async (status, type) => {
    const error = dialect.error({ status, code: "some_code", message: "No.", field: "model" });
    answer(error.body, error.status);
    const thrown = await client.responses.create(ASKED).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(APIError);
    expect(thrown).toMatchObject({ status, type, code: "some_code", param: "model" });
    expect(String(thrown)).toContain("No.");
  });

  it("fails where a stream fails under way", async () => {
    const events = dialect.translation!.toEvents(ABOUT);
    const begun = PARTS.slice(0, 7)
      .map((part) => events.part(part))
      .join("");
    const event = dialect.errorEvent({ status: 503, code: "upstream_failed", message: "It broke." });
    expect(objectOf(parseJson(event.split("data: ")[1] as string))).toMatchObject({
      type: "error",
      message: "It broke.",
    });
    stream(begun + event);
    const thrown = await finalResponse().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(APIError);
    expect(String(thrown)).toContain("It broke.");
  });
});
