import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Asked, Asking, AskingSide } from "../../src/actions/asking/ask-target.ts";
import { spendCap, type SpendCap } from "../../src/actions/asking/spend-cap.ts";
import { parseDeployment } from "../../src/actions/deployment.ts";
import { OperatorError } from "../../src/core/errors.ts";
import { liveAsking } from "../../src/live-asking.ts";
import { priceBook } from "../../src/prices/index.ts";
import { completion } from "../experiment/asked-again.ts";
import { upstream, type AskedBody, type Upstream } from "../gateway/running.ts";

const MESSAGE = {
  id: "m",
  type: "message",
  role: "assistant",
  model: "claude-haiku-4-5",
  content: [{ type: "tool_use", id: "t", name: "weather", input: { city: "Oslo" } }],
  stop_reason: "tool_use",
  stop_sequence: null,
  usage: { input_tokens: 12, output_tokens: 6 },
};
const TOOL = { name: "weather", parameters: { type: "object", properties: { city: { type: "string" } } } };
const QUESTION = {
  model: "gpt-4o",
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: "user", content: "Weather in Oslo?" }],
  tools: [{ type: "function", function: TOOL }],
};

type Play = (response: ServerResponse, call: number, body: AskedBody) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void =>
  void response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(typeof body === "string" ? body : JSON.stringify(body));

describe("direct calls to one provider", () => {
  let server: Upstream;
  let play: Play;
  let calls = 0;
  let open: Asking[] = [];
  beforeAll(async () => {
    server = await upstream((_, response, body) => play(response, calls++, body));
  });
  beforeEach(async () => {
    await Promise.all(open.map((asking) => asking.close()));
    [open, calls] = [[], 0];
    server.requests.length = 0;
    server.headers.length = 0;
    play = (response) => json(response, 200, completion("It rains."));
  });
  afterAll(async () => {
    await Promise.all(open.map((asking) => asking.close()));
    await server.close();
  });

  /** Calls to a side, with a deployment and an environment. */
  function asking(
    side: Partial<AskingSide>,
    deployment: object = {},
    environment: Record<string, string> = {},
    cap: SpendCap | null = null,
  ): Asking {
    const made = liveAsking({
      side: { provider: "openai", model: "gpt-4o-mini", key: null, ...side },
      deployment: parseDeployment(deployment, null),
      prices: priceBook({}),
      cap,
      environment: (name) => environment[name],
      now: () => Date.UTC(2026, 0, 1),
      elapsed: () => performance.now(),
      newId: () => "id",
      random: () => 0,
    });
    open.push(made);
    return made;
  }

  const stand = (kind: string): object => ({
    providers: { stand: { kind, base_url: server.url, allow_private: true } },
  });
  const asked = (more: Partial<Asked> = {}): Asked => ({
    target: "gpt-4o-mini:stand",
    dialect: "openai-chat",
    request: QUESTION,
    timeout_ms: 2_000,
    retries: 0,
    logged_at: null,
    ...more,
  });

  it("asks for the whole answer at once, and tells what it cost", async () => {
    const answer = await asking({ provider: "stand", key: "given" }, stand("openai")).ask(asked());
    expect(server.requests).toEqual([{ model: "gpt-4o-mini", messages: QUESTION.messages, tools: QUESTION.tools }]);
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer given" });
    expect(answer).toMatchObject({
      answer: { text: "It rains.", tool_calls: [], finish_reason: "stop" },
      failure: null,
      response: completion("It rains."),
      input_tokens: 100,
      output_tokens: 20,
      played: null,
      tries: 1,
      dropped: [],
    });
    expect(answer.latency_ms).toBeGreaterThan(0);
    // No price is known of a provider that is called `stand`.
    expect(answer.cost_usd).toBeNull();
  });

  it("prices what has a price", async () => {
    const environment = { OPENAI_BASE_URL: `${server.url}/v1/`, OPENAI_API_KEY: "mine" };
    const answer = await asking({}, {}, environment).ask(asked({ target: "gpt-4o-mini:openai" }));
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer mine" });
    // 100 tokens at 0.15 USD and 20 at 0.60 USD a million.
    expect(answer.cost_usd).toBeCloseTo(27e-6, 12);
  });

  it("translates where the provider speaks something else, and answers in the words it was asked in", async () => {
    play = (response) => json(response, 200, MESSAGE);
    const side = { provider: "anthropic", key: null };
    const environment = { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: "mine" };
    const claude = asking(side, {}, environment);
    const answer = await claude.ask(asked({ target: "claude-haiku-4-5:anthropic" }));
    expect(server.headers[0]).toMatchObject({ "x-api-key": "mine" });
    expect(server.requests[0]).toMatchObject({ model: "claude-haiku-4-5", tools: [{ name: "weather" }] });
    expect(server.requests[0]?.stream).not.toBe(true);
    expect(answer.answer?.tool_calls).toEqual([{ name: "weather", arguments: { city: "Oslo" }, parses: true }]);
    expect(answer.response).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });

    const responses = { model: "gpt-4o", input: "Weather in Oslo?", tools: [{ type: "function", ...TOOL }] };
    const other = await claude.ask(
      asked({ target: "claude-haiku-4-5:anthropic", dialect: "openai-responses", request: responses }),
    );
    expect(other.answer?.tool_calls).toEqual([{ name: "weather", arguments: { city: "Oslo" }, parses: true }]);
    expect(other.response).toMatchObject({ object: "response" });
  });

  it("waits as long as the provider says, and asks again", async () => {
    play = (response, call) =>
      call === 0
        ? json(response, 429, { error: { message: "slow down" } }, { "retry-after-ms": "700" })
        : json(response, 200, completion("It rains."));
    const started = performance.now();
    const answer = await asking({ provider: "stand", key: "k" }, stand("openai")).ask(asked({ retries: 2 }));
    expect(answer).toMatchObject({ answer: { text: "It rains." }, tries: 2 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(695);
    expect(answer.latency_ms).toBeLessThan(600);
  });

  it.each<[string, Play, object]>([
    ["a rate limit", (response) => json(response, 429, { error: { message: "slow" } }), { class: "rate_limit" }],
    [
      "an overload",
      (response) => json(response, 529, { error: { message: "busy" } }),
      { class: "server", code: "529" },
    ],
    ["silence", () => {}, { class: "timeout" }],
    ["a broken connection", (response) => void response.destroy(), { class: "connect" }],
    ["broken JSON", (response) => json(response, 200, '{"id":"c1","choices":[{"mess'), { class: "server" }],
  ])("is a value after as many tries as allowed: %s", async (_, how, failure) => {
    play = how;
    const answer = await asking({ provider: "stand", key: "k" }, stand("openai")).ask(
      asked({ retries: 1, timeout_ms: 250 }),
    );
    expect(answer).toMatchObject({ answer: null, response: null, failure, tries: 2, cost_usd: null });
    expect(calls).toBe(2);
  });

  it("does not ask again what would be refused again", async () => {
    play = (response) => json(response, 401, { error: { message: "wrong key" } });
    const answer = await asking({ provider: "stand", key: "k" }, stand("openai")).ask(asked({ retries: 3 }));
    expect(answer).toMatchObject({ failure: { class: "client_4xx", code: "401", message: "wrong key" }, tries: 1 });
  });

  it("gives up when the caller does, or when it is closed", async () => {
    play = () => {};
    const stop = new AbortController();
    const stuck = asking({ provider: "stand", key: "k" }, stand("openai"));
    const given = stuck.ask(asked({ timeout_ms: 60_000, retries: 3 }), stop.signal);
    const closed = stuck.ask(asked({ timeout_ms: 60_000, retries: 3 }));
    setTimeout(() => stop.abort(), 20);
    expect(await given).toMatchObject({ answer: null, failure: { class: "cancelled" } });
    await stuck.close();
    expect(await closed).toMatchObject({ answer: null, failure: { class: "cancelled" } });
  });

  it("plays any model with the mock", async () => {
    const answer = await asking({ provider: "mock" }).ask(asked({ target: "gpt-4o-mini:mock", timeout_ms: 20_000 }));
    expect(answer).toMatchObject({ failure: null, tries: 1 });
    expect(answer.answer).not.toBeNull();
    expect(answer.cost_usd).toBeGreaterThan(0);
  });

  it("has a base URL of the environment only where understudy.yaml says nothing of the provider", async () => {
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "mine" };
    const named = { providers: { openai: { base_url: "http://127.0.0.1:1", allow_private: true } } };
    const answer = await asking({}, named, environment).ask(asked({ target: "gpt-4o-mini:openai" }));
    expect(answer.failure).toMatchObject({ class: "connect" });
    expect(calls).toBe(0);
  });

  it("keeps to a cap, whoever asks at once", async () => {
    const cap = spendCap(0.001);
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "mine" };
    const kept = asking({}, {}, environment, cap);
    const request = { ...QUESTION, max_tokens: 400 };
    // 400 tokens at 0.60 USD a million may cost 0.00024, and the answer then costs 0.000027.
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => kept.ask(asked({ target: "gpt-4o-mini:openai", request }))),
    );
    const given = answers.filter(({ answer }) => answer !== null);
    expect(given.length).toBeGreaterThan(10);
    expect(given.length).toBeLessThan(37);
    expect(calls).toBe(given.length);
    expect(cap.spent()).toBeCloseTo(given.length * 27e-6, 9);
    expect(answers.find(({ answer }) => answer === null)?.failure).toMatchObject({ code: "cap_reached" });
  });

  it("asks nobody without a known price under a cap", async () => {
    const answer = await asking({ provider: "stand", key: "k" }, stand("openai"), {}, spendCap(1)).ask(asked());
    expect(answer.failure).toMatchObject({ class: "invalid_request", code: "price_unknown" });
    expect(calls).toBe(0);
  });

  const refusal = (make: () => unknown): OperatorError => {
    try {
      make();
    } catch (error) {
      if (error instanceof OperatorError) return error;
    }
    throw new Error("it was not refused");
  };

  it("says what is missing before anything is asked", () => {
    expect(refusal(() => asking({}))).toMatchObject({
      code: "provider_key_missing",
      exitCode: 3,
      message: expect.stringContaining("OPENAI_API_KEY"),
    });
    const deployment = { providers: { stand: { kind: "openai", key_env: "STAND_KEY" } } };
    expect(refusal(() => asking({ provider: "stand" }, deployment)).message).toContain("STAND_KEY");
    expect(refusal(() => asking({ provider: "opnai", key: "k" }, deployment))).toMatchObject({
      code: "provider_unknown",
      hint: expect.stringMatching(/^Known: stand, openai, anthropic/u),
    });
    expect(refusal(() => asking({}, {}, { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "localhost:1234" }))).toMatchObject({
      code: "provider_url_refused",
      place: { field: "OPENAI_BASE_URL" },
    });
    const loopback = { providers: { stand: { kind: "openai", base_url: "http://127.0.0.1:1" } } };
    expect(refusal(() => asking({ provider: "stand", key: "k" }, loopback)).code).toBe("provider_url_refused");
  });
});
