import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { understudy, understudyJson } from "../understudy.ts";

const BFCL = join(import.meta.dirname, "../../../shared/data/bfcl/litellm");
const MODELS = ["gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18"] as const;

interface Call {
  readonly id: string;
  readonly status: string;
  readonly startTime: number;
  readonly response_time: number;
  readonly response_cost: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** An answer of the replays API, as far as these tests look at it. */
interface Document {
  readonly decisions: readonly Readonly<Record<string, unknown>>[];
  readonly count: number;
  readonly period: object;
  readonly actual: Readonly<Record<string, number>>;
  readonly simulated: Readonly<Record<string, number>>;
  readonly strategies: readonly Readonly<Record<string, number>>[];
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}

/** A client of the API: the gateway over one data folder. */
function clientOf(gateway: Running) {
  const ask = async (method: string, path: string, body?: string, key = gateway.key) => {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const response = await fetch(`${gateway.url}/v1/replays${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: (await response.json()) as Document };
  };
  return {
    get: (path: string, key?: string) => ask("GET", path, undefined, key),
    simulate: (body: object, key?: string) => ask("POST", "/simulate", JSON.stringify(body), key),
    ask,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const WEEK = { since: "2024-08-05T00:00:00Z", until: "2024-08-12T00:00:00Z" };

describe("the replays API over a week of real tool calls", () => {
  let provider: Upstream;
  let gateway: Running;
  let client: ReturnType<typeof clientOf>;
  const calls = new Map<string, readonly Call[]>();

  beforeEach(({ skip }) => skip(!existsSync(BFCL), "../shared/data/bfcl is not there"));
  beforeAll(async () => {
    if (!existsSync(BFCL)) return;
    provider = await upstream((_, response) => response.end("{}"));
    const folder = mkdtempSync(join(tmpdir(), "understudy-replays-"));
    for (const model of MODELS) {
      const file = join(BFCL, `${model}.jsonl`);
      calls.set(
        model,
        readFileSync(file, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Call),
      );
      await understudy(["import", file, "--data", folder]);
    }
    gateway = await start(
      { providers: { openai: { base_url: provider.url, allow_private: true, models: [...MODELS] } } },
      folder,
    );
    client = clientOf(gateway);
  }, 60_000);
  afterAll(async () => {
    if (!existsSync(BFCL)) return;
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  it("lists recorded routing decisions", async () => {
    const { status, body } = await client.get("/decisions?limit=100&since=2024-08-05T00:00:00Z");
    expect([status, body.count, body.decisions.length]).toEqual([200, 100, 100]);
    const newest = [...calls.values()].flat().toSorted((a, b) => b.startTime - a.startTime)[0] as Call;
    expect(body.decisions[0]).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      timestamp: new Date(newest.startTime * 1_000).toISOString().replace(".000Z", "Z"),
      model: expect.stringMatching(/^gpt-4o/u),
      provider: "openai",
      endpointId: null,
      strategy: "unknown",
      inputTokens: expect.any(Number),
      outputTokens: expect.any(Number),
      latencyMs: expect.any(Number),
      costUsd: expect.any(Number),
    });
    const times = body.decisions.map(({ timestamp }) => Date.parse(String(timestamp)));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await client.get("/decisions?since=2024-08-05")).body.count).toBe(100);
    expect((await client.get("/decisions?since=2024-08-05&limit=1000")).body.count).toBe(1_000);
    expect((await client.get("/decisions?since=2024-08-05T02:00:00%2B02:00&limit=1")).body.count).toBe(1);
    // The last 24 hours unless said: the log is older.
    expect((await client.get("/decisions")).body).toEqual({ decisions: [], count: 0 });
  });

  it("tells what the week would have cost with the cheapest: the measured truth of the other model's own calls", async () => {
    const { status, body } = await client.simulate({ strategy: "price", ...WEEK });
    const [, mini] = MODELS.map((model) => calls.get(model) as readonly Call[]) as [readonly Call[], readonly Call[]];
    const all = [...calls.values()].flat();
    expect(status).toBe(200);
    expect(body.period).toEqual(WEEK);
    expect(body.actual["total_requests"]).toBe(all.length);
    expect(body.actual["total_cost_usd"]).toBeCloseTo(sum(all.map((call) => call.response_cost)), 9);
    expect(body.simulated).toMatchObject({
      strategy: "price",
      total_requests: all.length,
      evidence: { cost: "recorded" },
    });
    // Each prompt stands in both files, and the cheap model answered each: twice its cost, but for prompts it has more than one answer to.
    const twice = 2 * sum(mini.map((call) => call.response_cost));
    expect(Math.abs((body.simulated["total_cost_usd"] as number) / twice - 1)).toBeLessThan(0.01);
    const saved = (body.actual["total_cost_usd"] as number) - (body.simulated["total_cost_usd"] as number);
    expect(body.simulated["cost_savings_vs_actual"]).toBeCloseTo(saved, 9);
    expect(body.simulated["cost_savings_pct"]).toBeCloseTo(
      (100 * saved) / (body.actual["total_cost_usd"] as number),
      6,
    );
    expect(Object.keys(body.actual)).toEqual(["total_requests", "total_cost_usd", "avg_latency_ms"]);
    expect(Object.keys(body.simulated).slice(0, 6)).toEqual([
      "strategy",
      "total_requests",
      "total_cost_usd",
      "avg_latency_ms",
      "cost_savings_vs_actual",
      "cost_savings_pct",
    ]);
  });

  it.each(["price", "latency", "throughput", "quality", "cascade", "priority"])("simulates %s", async (strategy) => {
    const { status, body } = await client.simulate({ strategy, ...WEEK });
    expect(status).toBe(200);
    expect(body.simulated).toMatchObject({ strategy, total_requests: 3_400, total_cost_usd: expect.any(Number) });
    // Nobody gave quality scores: the list price stands in, and that is said.
    if (strategy === "quality") expect(body.warnings.join(" ")).toContain("No quality score is known");
    expect(body.warnings.join(" ")).not.toContain("--");
  });

  it("compares the strategies that were used", async () => {
    const { status, body } = await client.get("/compare?since=2024-08-05T00:00:00Z");
    const all = [...calls.values()].flat();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      since: "2024-08-05T00:00:00Z",
      strategies: [{ strategy: "unknown", request_count: all.length }],
    });
    const [use] = body.strategies;
    expect(use?.["total_cost_usd"]).toBeCloseTo(sum(all.map((call) => call.response_cost)), 9);
    expect(use?.["avg_cost_per_request"]).toBeCloseTo(sum(all.map((call) => call.response_cost)) / all.length, 12);
    expect(use?.["total_output_tokens"]).toBe(sum(all.map((call) => call.completion_tokens)));
    expect(body.warnings).toEqual([]);
    expect((await client.get("/compare")).body.strategies).toEqual([]);
  });

  it.each<[string, string, object | undefined, number, string, string]>([
    ["GET", "/decisions?limit=1001", undefined, 400, "limit", "expected a number <=1000"],
    ["GET", "/decisions?limit=0", undefined, 400, "limit", ">=1"],
    ["GET", "/decisions?limit=ten", undefined, 400, "limit", "expected number"],
    ["GET", "/decisions?since=yesterday", undefined, 400, "since", '"yesterday" is not a date'],
    ["GET", "/compare?since=2024-02-30", undefined, 400, "since", "is not a date"],
    ["POST", "/simulate", {}, 400, "strategy", '"price"|"latency"|"throughput"|"quality"|"cascade"|"priority"'],
    ["POST", "/simulate", { strategy: "cheapest" }, 400, "strategy", '"price"'],
    ["POST", "/simulate", { strategy: "price", untill: "2024-08-06" }, 400, "", 'unknown key "untill"'],
    ["POST", "/simulate", { strategy: "price", since: 1 }, 400, "since", "expected string"],
    [
      "POST",
      "/simulate",
      { strategy: "price", since: "2024-08-06", until: "2024-08-05" },
      400,
      "since",
      "the period ends before it begins",
    ],
    ["POST", "/simulate", { strategy: "price" }, 404, "since", "no request is in"],
    ["GET", "/simulate", undefined, 404, "", "There is no GET /v1/replays/simulate."],
  ])("%s %s %j: says what is wrong", async (method, path, body, status, field, message) => {
    const got = await client.ask(method, path, body === undefined ? undefined : JSON.stringify(body));
    expect([got.status, got.body.error.field ?? ""]).toEqual([status, field]);
    expect(got.body.error.message).toContain(message);
  });

  it("says so where no key, no JSON and no JSON type come", async () => {
    expect((await fetch(`${gateway.url}/v1/replays/decisions`)).status).toBe(401);
    expect(await client.ask("POST", "/simulate", "{strategy")).toMatchObject({
      status: 400,
      body: { error: { message: "Malformed JSON in request body" } },
    });
    const plain = await fetch(`${gateway.url}/v1/replays/simulate`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}` },
      body: '{"strategy":"price"}',
    });
    expect([plain.status, ((await plain.json()) as Document).error.code]).toEqual([415, "unsupported_media_type"]);
  });
});

describe("strategies used side by side", () => {
  let provider: Upstream;
  let gateway: Running;
  let client: ReturnType<typeof clientOf>;

  beforeAll(async () => {
    provider = await upstream((_, response) => response.end("{}"));
    const folder = mkdtempSync(join(tmpdir(), "understudy-replays-"));
    const quality = Array.from({ length: 40 }, (_, index) => ({
      id: `q${index}`,
      daysAgo: 1 + index / 100,
      latency_ms: 100 * (1 + (index % 10)),
      failed: index === 3,
      columns: { strategy: "quality", cost_logged: index === 3 ? null : 0.01 },
    }));
    const price = Array.from({ length: 20 }, (_, index) => ({
      id: `p${index}`,
      daysAgo: 3 + index / 100,
      target: index === 0 ? "nobody-knows:openai" : "gpt-4o-mini:openai",
      input: 5_000,
      output: 50,
      columns: { strategy: "cost_optimized", project: index < 10 ? "shop" : "default" },
    }));
    writeMadeUpLog(join(folder, "log.jsonl"), [...quality, ...price]);
    await understudy(["import", join(folder, "log.jsonl"), "--data", folder]);
    gateway = await start({ providers: { openai: { base_url: provider.url, allow_private: true } } }, folder);
    client = clientOf(gateway);
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  it("are compared by what the log says of their rows, with what confounds the comparison", async () => {
    const { body } = await client.get("/compare");
    const [quality, price] = body.strategies;
    expect(Object.keys(quality ?? {}).slice(0, 7)).toEqual([
      "strategy",
      "request_count",
      "total_cost_usd",
      "avg_cost_per_request",
      "avg_latency_ms",
      "p95_latency_ms",
      "total_output_tokens",
    ]);
    expect(quality).toMatchObject({
      strategy: "quality",
      request_count: 40,
      error_count: 1,
      avg_latency_ms: 550,
      total_output_tokens: 3_900,
      unpriced: 1,
    });
    expect(quality?.["total_cost_usd"]).toBeCloseTo(0.39, 9);
    expect(quality?.["avg_cost_per_request"]).toBeCloseTo(0.01, 9);
    // Nothing was logged of what these cost: 19 by price list, one has no price.
    expect(price).toMatchObject({ strategy: "cost_optimized", request_count: 20, unpriced: 1 });
    expect(price?.["total_cost_usd"]).toBeCloseTo(19 * (5_000 * 0.15e-6 + 50 * 0.6e-6), 9);
    const warnings = body.warnings.join("\n");
    expect(warnings).toContain("quality: the price of 1 requests is not known");
    expect(warnings).toContain("cost_optimized served 20 requests only");
    expect(warnings).toContain("quality and cost_optimized served different projects.");
    expect(warnings).toContain("quality and cost_optimized were asked for different mixes of models.");
    expect(warnings).toContain("quality and cost_optimized served at different times");
    expect(warnings).toContain("served requests of different length: 1000 and 5000 input tokens on average.");
    expect(warnings).toContain("Strategies did not serve the same requests");
  });

  it("are shown to a client's key as far as its own project goes", async () => {
    const { key } = await understudyJson<{ key: string }>([
      "keys",
      "create",
      "shop",
      "--project",
      "shop",
      "--data",
      gateway.folder,
    ]);
    await new Promise((done) => setTimeout(done, 700));
    expect((await client.get("/compare", key)).body.strategies).toMatchObject([
      { strategy: "cost_optimized", request_count: 10 },
    ]);
    const week = new Date(Date.now() - 7 * 86_400_000).toISOString();
    expect((await client.get(`/decisions?since=${week}`, key)).body.count).toBe(10);
    expect((await client.simulate({ strategy: "price" }, key)).body.actual["total_requests"]).toBe(10);
    const { key: other } = await understudyJson<{ key: string }>([
      "keys",
      "create",
      "lab",
      "--project",
      "lab",
      "--data",
      gateway.folder,
    ]);
    await new Promise((done) => setTimeout(done, 700));
    const empty = await client.simulate({ strategy: "price" }, other);
    expect(empty.status).toBe(404);
    expect(JSON.stringify(empty.body)).not.toContain("shop");
  });
});
