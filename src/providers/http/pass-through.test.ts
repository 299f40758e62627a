import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AnswerEnd, LiveAnswer, LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import type { Outcome } from "../../core/outcome.ts";
import { openaiChat } from "../../dialects/openai-chat.ts";
import { lightSignal } from "../../sends/light-signal.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import type { LiveSetup } from "../live-provider.ts";
import { faults, faultyProvider, type Fault, type FaultyProvider } from "./faults.fixtures.ts";
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
let faulty: FaultyProvider[] = [];
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  await Promise.all(faulty.map((provider) => provider.close()));
  faulty = [];
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
  return over(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`);
}

/** Calls go to a provider at this URL. */
function over(url: string): LiveSend {
  const pool = poolUpstream(new URL(url), null);
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

/** Everything a provider does wrong, on the wire; the gateway's own tests go through the same table. */
const FAULTS = faults(200_000).flatMap((fault) =>
  fault.asked.map((asked) => ({ fault, asked, title: `${fault.name}, ${asked}` })),
);

async function sentTo(fault: Fault, request: LiveRequest): Promise<Outcome> {
  const provider = await faultyProvider(() => fault.perform);
  faulty.push(provider);
  return over(provider.url)(request, CALL, lightSignal());
}

describe("what goes wrong before there is content is a failed outcome, and nothing of it was shown", () => {
  const json = requestOf({});

  it.each(FAULTS.filter(({ fault }) => fault.late !== true))("$title", async ({ fault, asked }) => {
    const outcome = await sentTo(fault, requestOf({ stream: asked === "stream" }));
    expect(outcome).toMatchObject({ ok: false, failure: { class: fault.failure }, usage: null, cost_usd: null });
    // Whose key is wrong is the gateway's to say.
    if (fault.status !== 502 || fault.failure !== "client_4xx") expect(outcome.failure?.message).toMatch(fault.says);
  });

  it.each<[string, LiveRequest, Answerer, object]>([
    [
      "a rate limit in a body of status 200",
      json,
      (_, response) => void response.end('{"error":{"message":"no","code":"rate_limit_exceeded"}}'),
      { class: "rate_limit" },
    ],
    [
      "a rate limit says when it ends",
      json,
      (_, response) => void response.writeHead(429, { "retry-after": "7" }).end('{"error":{"message":"slow down"}}'),
      { class: "rate_limit", code: "429", retry_after_ms: 7_000, message: "slow down" },
    ],
    [
      "an answer nested deeper than can be worked with",
      json,
      (_, response) => void response.end(`{"choices":${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
      { class: "server" },
    ],
  ])("%s", async (_, request, answer, failure) => {
    const outcome = await sent(answer, request);
    expect(outcome.ok).toBe(false);
    expect(outcome.failure).toMatchObject(failure);
    expect(outcome.usage).toBeNull();
  });

  it("connection refused", async () => {
    const send = over("http://127.0.0.1:1");
    expect((await send(json, CALL, lightSignal())).failure).toMatchObject({ class: "connect" });
  });
});

describe("what goes wrong after content fails loudly", () => {
  const stream = requestOf({ stream: true });

  it.each(FAULTS.filter(({ fault }) => fault.late === true))("$title", async ({ fault }) => {
    const outcome = await sentTo(fault, stream);
    expect(outcome.ok).toBe(true);
    const { text, end } = await drained(outcome);
    expect(end).toMatchObject({ ok: false, failure: { class: fault.failure } });
    expect(text).toMatch(fault.says);
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

describe("a slow client", () => {
  it("does not make its provider a slow one", async () => {
    const outcome = await sent(
      (_, response) => {
        events(response, EVENTS.slice(0, 2));
        setTimeout(() => events(response, EVENTS.slice(2)).end(), 60);
      },
      requestOf({ stream: true }),
    );
    const { rest } = outcome.response as LiveAnswer;
    let full = true;
    setTimeout(() => {
      full = false;
      rest!.drained();
    }, 3 * TIMEOUTS.idle);
    expect(await rest!.pipe({ write: () => !full })).toMatchObject({ ok: true, failure: null });
  });

  it("that takes more again waits for a silent provider no longer than before", async () => {
    const outcome = await sent(
      (_, response) => {
        events(response, EVENTS.slice(0, 2));
        setTimeout(() => events(response, EVENTS.slice(2, 3)), 60);
      },
      requestOf({ stream: true }),
    );
    const { rest } = outcome.response as LiveAnswer;
    setTimeout(() => rest!.drained(), 2 * TIMEOUTS.idle);
    const end = await rest!.pipe({ write: () => false });
    expect(end.failure).toMatchObject({ class: "timeout" });
    expect(end.latency_ms).toBeGreaterThanOrEqual(3 * TIMEOUTS.idle - 10);
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
