import { describe, expect, it, test } from "vitest";
import { readAnswer } from "../../core/answer/read-answer.ts";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerEnd, LiveAnswer, LiveRequest } from "../../core/live/live-send.ts";
import type { Upstream, UpstreamHandler, UpstreamRequest } from "../../core/live/upstream.ts";
import type { Outcome } from "../../core/outcome.ts";
import { CLIENT_DIALECTS } from "../../dialects/index.ts";
import { lightSignal, type LightSignal } from "../../sends/light-signal.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import { LIVE_PROVIDERS } from "../live.ts";
import type { LiveSetup } from "../live-provider.ts";
import { translated } from "./translated-send.ts";

const DIALECTS = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
const SETUP: LiveSetup = {
  runtime: liveRuntime(() => performance.now()),
  now: () => Date.UTC(2026, 0, 1),
  cost: (_, usage) => usage.input_uncached + usage.cache_read / 10 + (usage.output + usage.reasoning) * 4,
  dialects: DIALECTS,
  maxAnswerBytes: 100_000,
};
const TIMEOUTS = { total: 3_000, first_token: 200, idle: 200 };

/** The same answer as each provider words it: a text, a call, 30 tokens in (10 of them cached), 12 out. */
const ANSWER = {
  content: [
    { type: "text" as const, text: "Looking." },
    { type: "tool-call" as const, toolCallId: "call_1", toolName: "weather", input: '{"city":"Oslo"}' },
  ],
  finishReason: { unified: "tool-calls" as const, raw: "tool_calls" },
  usage: {
    inputTokens: { total: 30, noCache: 20, cacheRead: 10, cacheWrite: 0 },
    outputTokens: { total: 12, text: 12, reasoning: 0 },
  },
  warnings: [],
};
const GOOGLE = {
  candidates: [
    {
      content: {
        role: "model",
        parts: [{ text: "Looking." }, { functionCall: { name: "weather", args: { city: "Oslo" } } }],
      },
      finishReason: "STOP",
      index: 0,
    },
  ],
  usageMetadata: {
    promptTokenCount: 30,
    cachedContentTokenCount: 10,
    candidatesTokenCount: 12,
    totalTokenCount: 42,
  },
  modelVersion: "model-2026",
};

const ABOUT = { id: "up_1", model: "model-2026", created_at: 7_000 };

/** What a provider answers at a path, as a body and as events. Usage comes with the end, as Mistral sends it, or after it. */
function worded(path: string, provider = ""): { readonly body: JsonObject; readonly events: readonly string[] } {
  if (path.startsWith("/v1beta/")) return { body: GOOGLE, events: [`data: ${JSON.stringify(GOOGLE)}\n\n`] };
  const dialect = CLIENT_DIALECTS.find((one) => one.path === path);
  const body = dialect?.translation?.toBody(ANSWER, ABOUT) ?? {};
  const events = dialect?.toStream(body, provider !== "mistral") ?? [];
  if (provider !== "mistral") return { body, events };
  const usage = `,"usage":${JSON.stringify(body["usage"])}}\n\n`;
  return { body, events: events.map((event) => event.replace(/("finish_reason":"\w+".*)\}\n\n$/u, `$1${usage}`)) };
}

const bytesOf = new TextEncoder();

interface Played {
  readonly requests: UpstreamRequest[];
  readonly calls: { aborted: boolean; paused: number; resumed: number };
  readonly upstream: Upstream;
}

/** A provider in this process. */
function playing(answer: (handler: UpstreamHandler, path: string, stream: boolean) => void): Played {
  const requests: UpstreamRequest[] = [];
  const calls = { aborted: false, paused: 0, resumed: 0 };
  return {
    requests,
    calls,
    upstream(request, handler) {
      requests.push(request);
      setImmediate(() => answer(handler, request.path, request.headers["accept"] === "text/event-stream"));
      return {
        abort() {
          if (calls.aborted) return;
          calls.aborted = true;
          handler.error({ kind: "aborted", message: "aborted" });
        },
        pause: () => (calls.paused += 1),
        resume: () => (calls.resumed += 1),
      };
    },
  };
}

const good = (handler: UpstreamHandler, path: string, stream: boolean, provider?: string): void => {
  const { body, events } = worded(path, provider);
  handler.head(200, { "content-type": stream ? "text/event-stream" : "application/json" });
  for (const text of stream ? events : [JSON.stringify(body)]) handler.data(bytesOf.encode(text));
  handler.end();
};

const TOOL = { city: { type: "string" } };
const PARAMETERS = { type: "object", properties: TOOL, required: ["city"] };
const ASKED: Readonly<Record<string, JsonObject>> = {
  "openai-chat": {
    model: "m",
    max_completion_tokens: 99,
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "Weather?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,aGVsbG8=" } },
        ],
      },
    ],
    tools: [{ type: "function", function: { name: "weather", parameters: PARAMETERS } }],
  },
  "openai-responses": {
    model: "m",
    max_output_tokens: 99,
    instructions: "Be brief.",
    input: [
      {
        role: "user",
        content: [
          { type: "input_text", text: "Weather?" },
          { type: "input_image", image_url: "data:image/png;base64,aGVsbG8=" },
        ],
      },
    ],
    tools: [{ type: "function", name: "weather", parameters: PARAMETERS }],
  },
  "anthropic-messages": {
    model: "m",
    max_tokens: 99,
    system: "Be brief.",
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Weather?" },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "aGVsbG8=" } },
        ],
      },
    ],
    tools: [{ name: "weather", input_schema: PARAMETERS }],
  },
};

interface Asking {
  readonly client?: string;
  readonly provider?: string;
  readonly body?: JsonObject;
  readonly given?: Partial<LiveRequest>;
  readonly signal?: LightSignal;
}

function ask(played: Played, { client = "openai-chat", provider = "anthropic", body = {}, given, signal }: Asking) {
  const dialect = DIALECTS.get(client as "openai-chat")!;
  const kind = LIVE_PROVIDERS.find(({ name }) => name === provider)!;
  const send = translated({
    upstream: played.upstream,
    models: kind.models,
    dialect,
    translation: dialect.translation!,
    headers: kind.headers("secret"),
    timeouts: TIMEOUTS,
    setup: SETUP,
  });
  const asked = { ...ASKED[client], ...body };
  const request: LiveRequest = {
    request_id: "r1",
    dialect: dialect.name,
    body: asked,
    bytes: bytesOf.encode(JSON.stringify(asked)),
    stream: asked["stream"] === true,
    buffered: false,
    gone: lightSignal(),
    ...given,
  };
  const call = { target: `model:${provider}`, kind: "first", try: 0, patch: null, deadline_ms: null } as const;
  return send(request, call, signal ?? lightSignal());
}

const answerOf = (outcome: Outcome): LiveAnswer => outcome.response as LiveAnswer;
const shown = (outcome: Outcome): string => Buffer.concat([...answerOf(outcome).chunks]).toString();

async function drained(outcome: Outcome): Promise<{ readonly text: string; readonly end: AnswerEnd }> {
  const parts: Uint8Array[] = [];
  const end = await answerOf(outcome).rest!.pipe({ write: (chunk) => parts.push(chunk) > 0 });
  return { text: shown(outcome) + Buffer.concat(parts).toString(), end };
}

const USAGE = { input_uncached: 20, cache_read: 10, cache_write: 0, output: 12, reasoning: 0 };
const clients = Object.keys(ASKED);
const pairs = LIVE_PROVIDERS.flatMap((kind) =>
  clients
    .filter((client) => kind.speaks[client as "openai-chat"] === undefined)
    .map((client) => [client, kind.name] as const),
);

describe.each(pairs)("%s at %s", (client, provider) => {
  const dialect = DIALECTS.get(client as "openai-chat")!;

  it("asks with all the client said, key and all, and answers in the client's dialect", async () => {
    const played = playing(good);
    const outcome = await ask(played, { client, provider });
    expect(outcome).toMatchObject({ ok: true, failure: null, usage: USAGE, cost_usd: 20 + 1 + 48, ttft_ms: null });
    const body = JSON.parse(shown(outcome)) as JsonObject;
    expect(dialect.checkBody(body)).toBeNull();
    expect(readAnswer(body)).toMatchObject({
      text: "Looking.",
      tool_calls: [{ name: "weather", arguments: { city: "Oslo" }, parses: true }],
      finish_reason: "tool_calls",
    });
    expect(answerOf(outcome)).toMatchObject({ status: 200, content_type: "application/json", rest: null, dropped: [] });
    const [request] = played.requests;
    const sent = String(request?.body);
    for (const text of ["Be brief.", "Weather?", "aGVsbG8=", '"weather"', '"city"', "99"]) expect(sent).toContain(text);
    expect(JSON.stringify(request?.headers)).toContain("secret");
    expect(request?.headers["content-length"]).toBe(String(Buffer.byteLength(sent)));
  });

  it("streams", async () => {
    const played = playing((handler, path, stream) => good(handler, path, stream, provider));
    const outcome = await ask(played, { client, provider, body: { stream: true } });
    expect(outcome).toMatchObject({ ok: true, usage: null });
    expect(outcome.ttft_ms).not.toBeNull();
    const { text, end } = await drained(outcome);
    expect(end).toMatchObject({ ok: true, failure: null, usage: USAGE, cost_usd: 69 });
    const watch = dialect.watch();
    watch.push(bytesOf.encode(text));
    expect(watch).toMatchObject({ begun: true, ended: true, failure: null });
    expect(readAnswer(dialect.reassemble(text))).toMatchObject({
      text: "Looking.",
      tool_calls: [{ name: "weather", arguments: { city: "Oslo" } }],
      finish_reason: "tool_calls",
    });
  });

  it("a stream that is cut says so, and is no clean end", async () => {
    const played = playing((handler, path) => {
      const { events } = worded(path);
      const cut = path.startsWith("/v1beta/")
        ? `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: "Look" }] } }] })}\n\n`
        : events.slice(0, -2).join("");
      handler.head(200, { "content-type": "text/event-stream" });
      handler.data(bytesOf.encode(cut));
      handler.end();
    });
    const outcome = await ask(played, { client, provider, body: { stream: true } });
    expect(outcome.ok).toBe(true);
    const { text, end } = await drained(outcome);
    expect(end).toMatchObject({ ok: false, failure: { class: "truncated_stream" } });
    const watch = dialect.watch();
    watch.push(bytesOf.encode(text));
    expect(watch).toMatchObject({ begun: true, ended: false });
    expect(watch.failure?.message).toContain("without its terminator");
  });

  it("an error status is the failure it would be without translation", async () => {
    const played = playing((handler) => {
      handler.head(429, { "retry-after": "3", "content-type": "application/json" });
      handler.data(bytesOf.encode(JSON.stringify({ error: { message: "Slow down." } })));
      handler.end();
    });
    for (const stream of [false, true]) {
      const outcome = await ask(played, { client, provider, body: { stream } });
      expect(outcome).toMatchObject({
        ok: false,
        failure: { class: "rate_limit", code: "429", message: "Slow down.", retry_after_ms: 3_000 },
      });
    }
  });

  it("an answer that is none fails", async () => {
    for (const text of ['{"id":', "<html>", "{}"]) {
      const played = playing((handler) => {
        handler.head(200, { "content-type": "application/json" });
        handler.data(bytesOf.encode(text));
        handler.end();
      });
      const outcome = await ask(played, { client, provider });
      expect(outcome, text).toMatchObject({ ok: false, failure: { class: "server" } });
      expect(outcome.response).toBeUndefined();
    }
  });
});

const quiet = (): void => {};

describe("a translated attempt", () => {
  it("buffers where somebody looks at the whole answer first, with signals and hash", async () => {
    const outcome = await ask(playing(good), { body: { stream: true }, given: { buffered: true } });
    expect(outcome).toMatchObject({
      ok: true,
      usage: USAGE,
      signals: { finish_reason: "tool_calls", tool_calls: true, tool_calls_valid: true },
    });
    const single = await ask(playing(good), { given: { buffered: true } });
    expect(outcome.answer_hash).toBe(single.answer_hash);
    expect(outcome.answer_hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(shown(outcome)).toContain("[DONE]");
  });

  it("fails before the first content with the error that the stream began with", async () => {
    const played = playing((handler) => {
      handler.head(200, { "content-type": "text/event-stream" });
      const event = DIALECTS.get("anthropic-messages")!.errorEvent({ status: 529, code: "x", message: "Overloaded" });
      handler.data(bytesOf.encode(event));
      handler.end();
    });
    const outcome = await ask(played, { body: { stream: true } });
    expect(outcome).toMatchObject({ ok: false, failure: { class: "server", message: "Overloaded" } });
  });

  it("tells the client of an error that came after content", async () => {
    const played = playing((handler, path) => {
      handler.head(200, { "content-type": "text/event-stream" });
      handler.data(bytesOf.encode(worded(path).events.slice(0, 4).join("")));
      const event = DIALECTS.get("anthropic-messages")!.errorEvent({ status: 529, code: "x", message: "Overloaded" });
      setTimeout(() => {
        handler.data(bytesOf.encode(event));
        handler.end();
      }, 20);
    });
    const { text, end } = await drained(await ask(played, { body: { stream: true } }));
    expect(end).toMatchObject({ ok: false, failure: { class: "server", message: "Overloaded" } });
    expect(text).toContain("Overloaded");
    expect(text).not.toContain("[DONE]");
  });

  it.each([
    ["connect", (handler: UpstreamHandler) => handler.error({ kind: "connect", message: "refused" }), "connect"],
    [
      "reset",
      (handler: UpstreamHandler) => {
        handler.head(200, {});
        handler.data(bytesOf.encode("{"));
        handler.error({ kind: "reset", message: "reset" });
      },
      "server",
    ],
  ] as const)("a connection that fails: %s", async (_, answer, failure) => {
    const outcome = await ask(playing(answer), {});
    expect(outcome).toMatchObject({ ok: false, failure: { class: failure } });
  });

  it("waits for the first content no longer than said, whatever comments come", async () => {
    const played = playing((handler) => {
      handler.head(200, { "content-type": "text/event-stream" });
      const beat = setInterval(() => handler.data(bytesOf.encode(": keep-alive\n\n")), 20);
      setTimeout(() => clearInterval(beat), 400);
    });
    const outcome = await ask(played, { body: { stream: true } });
    expect(outcome).toMatchObject({ ok: false, failure: { class: "timeout" } });
    expect(played.calls.aborted).toBe(true);
  });

  it("ends a stream that stalls with an error", async () => {
    const played = playing((handler, path) => {
      handler.head(200, { "content-type": "text/event-stream" });
      handler.data(bytesOf.encode(worded(path).events.slice(0, 4).join("")));
    });
    const { text, end } = await drained(await ask(played, { body: { stream: true } }));
    expect(end).toMatchObject({ ok: false, failure: { class: "timeout" } });
    expect(text).toContain("nothing came for");
    expect(played.calls.aborted).toBe(true);
  });

  it("stops the provider when the call is given up, and when the client leaves", async () => {
    const signal = lightSignal();
    const waiting = playing(quiet);
    const pending = ask(waiting, { signal });
    setTimeout(() => signal.abort(), 20);
    expect(await pending).toMatchObject({ ok: false, failure: { class: "cancelled" } });
    expect(waiting.calls.aborted).toBe(true);

    const streaming = playing((handler, path) => {
      handler.head(200, { "content-type": "text/event-stream" });
      handler.data(bytesOf.encode(worded(path).events.slice(0, 4).join("")));
    });
    const { rest } = answerOf(await ask(streaming, { body: { stream: true } }));
    const piped = rest!.pipe({ write: () => true });
    rest!.abort();
    expect(await piped).toMatchObject({ ok: false, failure: { class: "cancelled" } });
    expect(streaming.calls.aborted).toBe(true);
  });

  it("makes a fast provider wait for a slow client", async () => {
    const many = 500;
    const played = playing((handler, path) => {
      const [start = "", open = "", ...rest] = worded(path).events;
      const piece = `event: content_block_delta\ndata: ${JSON.stringify({
        type: "content_block_delta",
        index: 0,
        delta: { type: "text_delta", text: "word " },
      })}\n\n`;
      handler.head(200, { "content-type": "text/event-stream" });
      const send = (texts: readonly string[]): void => {
        for (const text of texts) handler.data(bytesOf.encode(text));
      };
      send([start, open, ...Array.from({ length: many }, () => piece)]);
      const waiting = setInterval(() => {
        if (played.calls.resumed === 0) return;
        clearInterval(waiting);
        send(rest);
        handler.end();
      }, 5);
    });
    const { rest } = answerOf(await ask(played, { body: { stream: true } }));
    let taken = 0;
    const end = await rest!.pipe({
      write() {
        taken += 1;
        setImmediate(() => rest!.drained());
        return false;
      },
    });
    expect(end.failure).toBeNull();
    expect(taken).toBeGreaterThan(many);
    expect(played.calls.paused).toBeGreaterThan(0);
  });

  it("does not take a client that is slow for a slow provider", async () => {
    const played = playing((handler, path) => {
      handler.head(200, { "content-type": "text/event-stream" });
      for (const text of worded(path).events) handler.data(bytesOf.encode(text));
      handler.end();
    });
    const { rest } = answerOf(await ask(played, { body: { stream: true } }));
    let pause = 3 * TIMEOUTS.idle;
    const end = await rest!.pipe({
      write() {
        setTimeout(() => rest!.drained(), pause);
        pause = 0;
        return false;
      },
    });
    expect(end).toMatchObject({ ok: true, failure: null });
  });

  it("takes no more than so many bytes", async () => {
    const played = playing((handler) => {
      handler.head(200, { "content-type": "application/json" });
      handler.data(new Uint8Array(SETUP.maxAnswerBytes + 1));
    });
    const outcome = await ask(played, {});
    expect(outcome).toMatchObject({ ok: false, failure: { class: "server" } });
    expect(outcome.failure?.message).toContain("larger than");
  });

  it("asks OpenAI by chat completions for what only those take, else by responses, storing nothing", async () => {
    const played = playing(good);
    const asking = { client: "anthropic-messages", provider: "openai" };
    await ask(played, asking);
    await ask(played, { ...asking, body: { stop_sequences: ["END"] } });
    expect(played.requests.map(({ path }) => path)).toEqual(["/v1/responses", "/v1/chat/completions"]);
    for (const { body } of played.requests) expect(JSON.parse(String(body))).toMatchObject({ store: false });
    expect(String(played.requests[1]?.body)).toContain('"stop":["END"]');
  });

  it("names what the target was not told", async () => {
    const outcome = await ask(playing(good), { body: { seed: 7, logit_bias: { a: 1 }, frequency_penalty: 1 } });
    expect(answerOf(outcome).dropped.toSorted()).toEqual(["frequency_penalty", "logit_bias", "seed"]);
  });
});

test.each<readonly [string, JsonObject, string]>([
  ["openai-responses", { previous_response_id: "resp_1" }, "previous_response_id"],
  ["openai-responses", { conversation: "conv_1" }, "conversation"],
  ["openai-responses", { prompt: { id: "pmpt_1" } }, "prompt"],
  ["openai-responses", { input: [{ type: "item_reference", id: "msg_1" }] }, "item_reference"],
  ["openai-responses", { input: [{ role: "user", content: [{ type: "input_image", file_id: "file_1" }] }] }, "file_id"],
  [
    "openai-chat",
    { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file_1" } }] }] },
    "file_id",
  ],
])("%s with %j is bound to its provider", async (client, body, field) => {
  const played = playing(good);
  const outcome = await ask(played, { client, body });
  expect(outcome).toMatchObject({
    ok: false,
    cost_usd: 0,
    failure: { class: "client_4xx", code: "unsupported_for_target" },
  });
  expect(outcome.failure?.message).toContain(field);
  expect(played.requests).toHaveLength(0);
});
