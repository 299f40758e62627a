import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AnswerEnd, LiveAnswer, LiveRequest } from "../../core/live/live-send.ts";
import type { Outcome } from "../../core/outcome.ts";
import { openaiChat } from "../../dialects/openai-chat.ts";
import { lightSignal } from "../../sends/light-signal.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import type { LiveSetup } from "../live-provider.ts";
import { passThrough } from "./pass-through.ts";
import { poolUpstream, type PoolUpstream } from "./pool-upstream.ts";

const SETUP: LiveSetup = {
  runtime: liveRuntime(() => performance.now()),
  now: () => Date.UTC(2026, 0, 1),
  cost: (_, usage) => usage.input_uncached * 0.25 + usage.output * 0.5,
  dialects: new Map([["openai-chat", openaiChat]]),
  maxAnswerBytes: 100_000,
};
const TIMEOUTS = { total: 2_000, first_token: 150, idle: 150 };
const ANSWER = {
  id: "c1",
  object: "chat.completion",
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello there" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};
const EVENTS = openaiChat.toStream(ANSWER, true);

type Answerer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let servers: Server[] = [];
let pools: PoolUpstream[] = [];
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  servers = [];
  pools = [];
});

async function upstream(answer: Answerer) {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => answer(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const pool = poolUpstream(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`), null);
  pools.push(pool);
  return passThrough({
    upstream: pool.send,
    dialect: openaiChat,
    path: "/v1/chat/completions",
    headers: { authorization: "Bearer secret" },
    timeouts: TIMEOUTS,
    setup: SETUP,
  });
}

function requestOf(body: object, given: Partial<LiveRequest> = {}): LiveRequest {
  const text = JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }], ...body });
  const stream = "stream" in body && body.stream === true;
  return {
    request_id: "r",
    dialect: "openai-chat",
    body: JSON.parse(text),
    bytes: new TextEncoder().encode(text),
    stream,
    buffered: false,
    gone: lightSignal(),
    ...given,
  };
}

const CALL = { target: "m:one", kind: "first", try: 0, patch: null, deadline_ms: null } as const;

async function sent(answer: Answerer, request: LiveRequest): Promise<Outcome> {
  const send = await upstream(answer);
  return send(request, CALL, lightSignal());
}

function shown(outcome: Outcome): string {
  return Buffer.concat([...((outcome.response as LiveAnswer | undefined)?.chunks ?? [])]).toString();
}

async function drained(outcome: Outcome): Promise<{ readonly text: string; readonly end: AnswerEnd }> {
  const { rest } = outcome.response as LiveAnswer;
  const parts: Uint8Array[] = [];
  const end = await rest!.pipe({ write: (chunk) => parts.push(chunk) > 0 });
  return { text: shown(outcome) + Buffer.concat(parts).toString(), end };
}

const events = (response: ServerResponse, some: readonly string[]): ServerResponse => {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of some) response.write(event);
  return response;
};

describe("an answer that goes well", () => {
  it("goes on without what another provider signed, and says so", async () => {
    const details = [{ type: "reasoning.text", text: "Hm.", signature: "understudy.e30" }];
    const messages = [
      { role: "user", content: "hi" },
      { role: "assistant", content: "Hello", reasoning_details: details },
      { role: "user", content: "and?" },
    ];
    let got = "";
    const outcome = await sent((_, response, body) => {
      got = body;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ANSWER));
    }, requestOf({ messages }));
    expect(outcome).toMatchObject({ ok: true, response: { dropped: ["messages.reasoning_details"] } });
    expect(JSON.parse(got)).toEqual({
      model: "m",
      messages: [messages[0], { role: "assistant", content: "Hello" }, messages[2]],
    });
  });

  it("comes back byte for byte, with usage and cost, and the request went on as it was", async () => {
    const text = JSON.stringify(ANSWER, null, 2);
    let got: { url?: string | undefined; body?: string; key?: string | undefined } = {};
    const request = requestOf({ temperature: 0.5 });
    const outcome = await sent((asked, response, body) => {
      got = { url: asked.url, body, key: asked.headers.authorization };
      response.writeHead(200, { "content-type": "application/json" }).end(text);
    }, request);
    expect(got).toEqual({
      url: "/base/v1/chat/completions",
      body: new TextDecoder().decode(request.bytes),
      key: "Bearer secret",
    });
    expect(shown(outcome)).toBe(text);
    expect(outcome).toMatchObject({
      ok: true,
      usage: { input_uncached: 10, output: 5 },
      cost_usd: 5,
      evidence: "measured",
    });
  });

  it("asks for another model in the client's own bytes", async () => {
    let got = "";
    const outcome = await sent(
      (_, response, body) => {
        got = body;
        response.end(JSON.stringify(ANSWER));
      },
      requestOf({ model: "alias", temperature: 1 }),
    );
    expect(outcome.ok).toBe(true);
    expect(got).toBe('{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":1}');
  });

  it("streams from its first content on; usage is asked for, and kept from a client that did not ask", async () => {
    let got = "";
    const outcome = await sent(
      (_, response, body) => {
        got = body;
        events(response, EVENTS).end();
      },
      requestOf({ stream: true }),
    );
    expect(JSON.parse(got)).toMatchObject({ stream_options: { include_usage: true } });
    const { text, end } = await drained(outcome);
    expect(text).toBe(EVENTS.filter((event) => !event.includes('"choices":[]')).join(""));
    expect(end).toMatchObject({ ok: true, failure: null, usage: { input_uncached: 10, output: 5 }, cost_usd: 5 });
    expect(end.ttft_ms).toBeGreaterThanOrEqual(0);
    const asking = await sent(
      (_, response) => events(response, EVENTS).end(),
      requestOf({ stream: true, stream_options: { include_usage: true } }),
    );
    expect((await drained(asking)).text).toBe(EVENTS.join(""));
  });

  it("is whole before it settles where somebody compares answers", async () => {
    const outcome = await sent(
      (_, response) => events(response, EVENTS).end(),
      requestOf({ stream: true }, { buffered: true }),
    );
    expect((outcome.response as LiveAnswer).rest).toBeNull();
    expect(outcome).toMatchObject({ ok: true, signals: { finish_reason: "stop", output_tokens: 5 } });
    expect(outcome.answer_hash).toMatch(/^[0-9a-f]{64}$/u);
  });
});

describe("what goes wrong before there is content is a failed outcome, and nothing of it was shown", () => {
  const stream = requestOf({ stream: true });
  const json = requestOf({});
  it.each<[string, LiveRequest, Answerer, object]>([
    ["reset before headers", json, (request) => request.socket.destroy(), { class: "connect" }],
    [
      "reset in the middle of a body",
      json,
      (request, response) => {
        response.writeHead(200, { "content-length": 500 });
        response.write('{"id":');
        setTimeout(() => request.socket.destroy(), 20);
      },
      { class: "server" },
    ],
    ["silent upstream", stream, () => {}, { class: "timeout" }],
    ["slow first token", stream, (_, response) => void events(response, []), { class: "timeout" }],
    [
      "keep-alive comments do not count as content",
      stream,
      (_, response) => {
        events(response, []);
        const timer = setInterval(() => response.write(": ping\n\n"), 30);
        response.on("close", () => clearInterval(timer));
      },
      { class: "timeout" },
    ],
    [
      "stream cut before content",
      stream,
      (_, response) => void events(response, [": hi\n\n"]).end(),
      { class: "truncated_stream" },
    ],
    [
      "200 with an error first",
      stream,
      (_, response) => void events(response, ['data: {"error":{"message":"overloaded"}}\n\n']).end(),
      { class: "server", message: "overloaded" },
    ],
    [
      "200 with an error body",
      json,
      (_, response) => void response.end('{"error":{"message":"no","code":"rate_limit_exceeded"}}'),
      { class: "rate_limit" },
    ],
    [
      "429 with Retry-After",
      json,
      (_, response) => void response.writeHead(429, { "retry-after": "7" }).end('{"error":{"message":"slow down"}}'),
      { class: "rate_limit", code: "429", retry_after_ms: 7_000, message: "slow down" },
    ],
    [
      "429 without",
      json,
      (_, response) => void response.writeHead(429).end(),
      { class: "rate_limit", message: "the provider answered 429" },
    ],
    [
      "500",
      json,
      (_, response) => void response.writeHead(500).end("<html>oops</html>"),
      { class: "server", code: "500" },
    ],
    [
      "401",
      json,
      (_, response) => void response.writeHead(401).end('{"error":{"message":"bad key"}}'),
      { class: "client_4xx", code: "401" },
    ],
    ["malformed JSON", json, (_, response) => void response.end('{"id":"a",,}'), { class: "server" }],
    ["truncated JSON", json, (_, response) => void response.end('{"id":"a","choices":[{"ind'), { class: "server" }],
    ["no completion at all", json, (_, response) => void response.end("{}"), { class: "server" }],
    ["oversized body", json, (_, response) => void response.end(`"${"x".repeat(200_000)}"`), { class: "server" }],
  ])("%s", async (_, request, answer, failure) => {
    const outcome = await sent(answer, request);
    expect(outcome.ok).toBe(false);
    expect(outcome.failure).toMatchObject(failure);
    expect(outcome.usage).toBeNull();
  });

  it("connection refused", async () => {
    const pool = poolUpstream(new URL("http://127.0.0.1:1"), null);
    pools.push(pool);
    const send = passThrough({
      upstream: pool.send,
      dialect: openaiChat,
      path: "/x",
      headers: {},
      timeouts: TIMEOUTS,
      setup: SETUP,
    });
    expect((await send(json, CALL, lightSignal())).failure).toMatchObject({ class: "connect" });
  });
});

describe("what goes wrong after content fails loudly", () => {
  const stream = requestOf({ stream: true });
  it.each<[string, Answerer, object, RegExp]>([
    [
      "stream cut without its terminator",
      (_, response) => void events(response, EVENTS.slice(0, 2)).end(),
      { class: "truncated_stream" },
      /provider_stream_cut/u,
    ],
    [
      "stall in the middle",
      (_, response) => void events(response, EVENTS.slice(0, 2)),
      { class: "timeout" },
      /nothing came for 150 ms/u,
    ],
    [
      "reset in the middle",
      (request, response) => {
        events(response, EVENTS.slice(0, 2));
        setTimeout(() => request.socket.destroy(), 30);
      },
      { class: "truncated_stream" },
      /broke off/u,
    ],
    [
      "an error event in the middle",
      (_, response) =>
        void events(response, [...EVENTS.slice(0, 2), 'data: {"error":{"message":"overloaded"}}\n\n']).end(),
      { class: "server", message: "overloaded" },
      /overloaded/u,
    ],
  ])("%s", async (_, answer, failure, words) => {
    const outcome = await sent(answer, stream);
    expect(outcome.ok).toBe(true);
    const { text, end } = await drained(outcome);
    expect(end.ok).toBe(false);
    expect(end.failure).toMatchObject(failure);
    expect(text).toMatch(words);
    expect(text).not.toContain("[DONE]");
  });

  it("stops the provider when the client leaves", async () => {
    let closed = false;
    const outcome = await sent((_, response) => {
      events(response, EVENTS.slice(0, 2));
      response.on("close", () => (closed = true));
    }, stream);
    const { rest } = outcome.response as LiveAnswer;
    const piping = rest!.pipe({ write: () => true });
    rest!.abort();
    expect((await piping).failure).toMatchObject({ class: "cancelled" });
    await expect.poll(() => closed).toBe(true);
  });

  it("holds the provider back where the client is slow", async () => {
    const outcome = await sent((_, response) => events(response, EVENTS).end(), stream);
    const { rest } = outcome.response as LiveAnswer;
    let taken = 0;
    const end = await rest!.pipe({
      write() {
        taken++;
        setTimeout(() => rest!.drained(), 5);
        return false;
      },
    });
    expect(end.ok).toBe(true);
    expect(taken).toBeGreaterThan(0);
  });
});

describe("a call given up", () => {
  it("is cancelled at once, and the provider is told", async () => {
    let closed = false;
    const send = await upstream((_, response) => response.on("close", () => (closed = true)));
    const signal = lightSignal();
    const calling = send(requestOf({}), CALL, signal);
    setTimeout(() => signal.abort(), 30);
    expect((await calling).failure).toMatchObject({ class: "cancelled" });
    await expect.poll(() => closed).toBe(true);
  });
});
