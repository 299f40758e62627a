import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptsOf, COMPLETION, good, playing, traceOf, until } from "./playing.ts";
import type { AttemptShown, Play, Playing } from "./playing.ts";

type Headers = Readonly<Record<string, string>>;

const limited = (response: ServerResponse, headers: Headers): void =>
  void response.writeHead(429, headers).end('{"error":{"message":"slow down"}}');
const limitedOnce =
  (headers: () => Headers): Play =>
  (response, call) =>
    call === 0 ? limited(response, headers()) : good(response, call);
const limitedAlways =
  (seconds: string): Play =>
  (response) =>
    limited(response, { "retry-after": seconds });
const failing: Play = (response) => void response.writeHead(500).end('{"error":{"message":"oops"}}');

const PLAYS: Readonly<Record<string, Play>> = {
  healthy: good,
  "limited-1s": limitedOnce(() => ({ "retry-after": "1" })),
  "limited-700ms": limitedOnce(() => ({ "retry-after": "1", "retry-after-ms": "700" })),
  "limited-date": limitedOnce(() => ({ "retry-after": new Date(Date.now() + 2_500).toUTCString() })),
  "limited-plain": limitedOnce(() => ({})),
  "budget-1s": limitedAlways("1"),
  "budget-alone": limitedAlways("1"),
  "budget-hour": limitedAlways("3600"),
  "budget-silent": () => {},
  "no-budget-hour": limitedAlways("3600"),
  "rest-named": limitedAlways("20"),
  "rest-failing": failing,
  "rest-hour": limitedAlways("3600"),
  "rest-unnamed": (response) => limited(response, {}),
  "rest-short": (response, call) => (call < 5 ? failing : good)(response, call),
  "rest-busy": (response, call) =>
    call === 0 ? void setTimeout(() => good(response, call), 400) : limited(response, { "retry-after": "20" }),
};

const retried = (model: string) => ({ strategy: "single", model: `${model}:one`, retries: 1 });
const ranked = (model: string) => ({ strategy: "priority", targets: [`${model}:one`, "healthy:two"] });
const chain = (model: string, more: object) => ({
  strategy: "fallback_chain",
  targets: [`${model}:one`, "healthy:two"],
  ...more,
});
const POLICIES = {
  "limited-1s": retried("limited-1s"),
  "limited-700ms": retried("limited-700ms"),
  "limited-date": retried("limited-date"),
  "limited-plain": retried("limited-plain"),
  // Tries at 0 s and 1 s; a third would be at 2 s.
  "budget-1s": chain("budget-1s", { retries: 5, budget_ms: 1_800 }),
  "budget-alone": { ...chain("", { retries: 5, budget_ms: 1_800 }), targets: ["budget-alone:one"] },
  "budget-hour": chain("budget-hour", { retries: 5, budget_ms: 10_000 }),
  "budget-silent": chain("budget-silent", { retries: 5, budget_ms: 600 }),
  "no-budget-hour": chain("no-budget-hour", { retries: 3 }),
  "rest-named": ranked("rest-named"),
  "rest-failing": ranked("rest-failing"),
};

describe.concurrent("a provider that needs time", () => {
  let here: Playing;
  beforeAll(async () => {
    here = await playing({ plays: PLAYS, policies: POLICIES, providers: { one: {}, two: {} } });
  }, 30_000);
  afterAll(() => here.close());

  it.each([
    ["limited-1s", 1_000, 2_500],
    ["limited-700ms", 700, 2_200],
    ["limited-date", 1_000, 4_000],
    ["limited-plain", 500, 2_000],
  ])("is asked again when it says, or soon where it does not say: %s", async (model, least, most) => {
    const { status, text, row } = await here.answered(await here.ask(`endpoint/${model}`));
    expect([status, text]).toEqual([200, COMPLETION]);
    expect(row).toMatchObject({ status: "ok", failure: null });
    const attempts = attemptsOf(row);
    expect(attempts).toMatchObject([
      { kind: "first", ok: false, failure: "rate_limit" },
      { kind: "retry", ok: true },
    ]);
    const [first, second] = attempts as readonly [AttemptShown, AttemptShown];
    expect(second.started_ms - first.started_ms).toBeGreaterThanOrEqual(least - 5);
    expect(second.started_ms).toBeLessThan(most);
  });

  it.each([
    ["budget-1s", 2],
    ["budget-hour", 1],
    ["no-budget-hour", 1],
  ])("is not waited for longer than its policy allows, or a minute: %s", async (model, tries) => {
    const { status, row } = await here.answered(await here.ask(`endpoint/${model}`));
    expect([status, row]).toMatchObject([200, { status: "ok", failure: null }]);
    const limits = Array.from({ length: tries }, (_, index) => ({
      target: `${model}:one`,
      kind: index === 0 ? "first" : "retry",
      failure: "rate_limit",
    }));
    expect(attemptsOf(row)).toMatchObject([...limits, { target: "healthy:two", kind: "fallback", ok: true }]);
    expect(here.callsOf(model)).toEqual({ made: tries, open: 0 });
  });

  it("is given up once the budget of the whole is used up, with nothing left for the next", async () => {
    const { status, row } = await here.answered(await here.ask("endpoint/budget-silent"));
    expect([status, row]).toMatchObject([504, { status: "failed", failure: { class: "timeout" } }]);
    expect(attemptsOf(row)).toMatchObject([{ target: "budget-silent:one", failure: "timeout" }]);
    await until("the call to end", () => (here.callsOf("budget-silent").open === 0 ? true : undefined), 1_000);
  });

  it("has its Retry-After handed on where nobody else can answer", async () => {
    const response = await here.ask("endpoint/budget-alone");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
    const { text, row } = await here.answered(response);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "rate_limit_exceeded", message: "slow down" } });
    expect(row).toMatchObject({ status: "failed", failure: { class: "rate_limit", code: "429" } });
    expect(attemptsOf(row)).toHaveLength(2);
  });

  /** ms until a model's cooldown ends; null = it has none. */
  async function cooldownOf(model: string): Promise<number | null> {
    const { body } = await here.gateway.api("GET", "/api/cooldowns");
    const { cooldowns } = body as unknown as {
      readonly cooldowns: readonly { readonly target: string; readonly until: string }[];
    };
    const found = cooldowns.find(({ target }) => target === `${model}:one`);
    return found === undefined ? null : Date.parse(found.until) - Date.now();
  }

  /** Asks until a plan leaves the first target alone: facts are cut every 10 s. */
  async function expectSeen(model: string): Promise<void> {
    const trace = await until(
      `a plan that leaves ${model} alone`,
      async () => {
        const { status, row } = await here.answered(await here.ask(`endpoint/${model}`));
        expect(status).toBe(200);
        const seen = traceOf(row);
        if (seen.attempts.length === 1) return seen;
        await new Promise((done) => setTimeout(done, 500));
        return undefined;
      },
      15_000,
    );
    expect(trace).toMatchObject({
      candidates: [
        { model: "healthy:two", reason: "first healthy" },
        { model: `${model}:one`, reason: "cooling down" },
      ],
      attempts: [{ target: "healthy:two", kind: "first", ok: true }],
    });
  }

  it("rests after a rate limit that names its end, and plans ask others meanwhile", { timeout: 30_000 }, async () => {
    const { status, row } = await here.answered(await here.ask("endpoint/rest-named"));
    expect([status, attemptsOf(row).map(({ target }) => target)]).toEqual([200, ["rest-named:one", "healthy:two"]]);
    const left = await cooldownOf("rest-named");
    expect(left).toBeGreaterThan(15_000);
    expect(left).toBeLessThanOrEqual(20_000);
    await expectSeen("rest-named");
  });

  it("rests after five failures in a row, and plans ask others meanwhile", { timeout: 30_000 }, async () => {
    for (let failed = 1; failed <= 5; failed++) {
      expect(await cooldownOf("rest-failing")).toBeNull();
      expect((await here.ask("rest-failing:one")).status).toBe(502);
    }
    const left = await cooldownOf("rest-failing");
    expect(left).toBeGreaterThan(25_000);
    expect(left).toBeLessThanOrEqual(30_000);
    await expectSeen("rest-failing");
  });

  it("rests a minute at most, and not at all where a rate limit names no end", async () => {
    expect((await here.ask("rest-hour:one")).headers.get("retry-after")).toBe("3600");
    const left = await cooldownOf("rest-hour");
    expect(left).toBeGreaterThan(55_000);
    expect(left).toBeLessThanOrEqual(60_000);
    for (let call = 0; call < 5; call++) expect((await here.ask("rest-unnamed:one")).status).toBe(429);
    expect(await cooldownOf("rest-unnamed")).toBeNull();
  });

  it("rests until it answers again, but not for an answer that was under way before", async () => {
    for (let call = 0; call < 5; call++) await here.ask("rest-short:one");
    expect(await cooldownOf("rest-short")).toBeGreaterThan(0);
    expect((await here.ask("rest-short:one")).status).toBe(200);
    expect(await cooldownOf("rest-short")).toBeNull();

    const before = here.ask("rest-busy:one");
    await until("the first call", () => (here.callsOf("rest-busy").made === 1 ? true : undefined));
    expect((await here.ask("rest-busy:one")).status).toBe(429);
    expect((await before).status).toBe(200);
    expect(await cooldownOf("rest-busy")).toBeGreaterThan(10_000);
  });
});
