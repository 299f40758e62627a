import type { ServerResponse } from "node:http";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/contracts/check-report.ts";
import { completion } from "../experiment/asked-again.ts";
import { upstream, type AskedBody, type Upstream } from "../gateway/running.ts";
import { temporaryFolder, understudy, type Run } from "../understudy.ts";
import { looksUp, weatherContract, weatherPack } from "./packs.ts";

type Play = (response: ServerResponse, city: string, call: number, body: AskedBody) => void;

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response
    .writeHead(status, { "content-type": "application/json" })
    .end(typeof body === "string" ? body : JSON.stringify(body));
const good: Play = (response, city) => json(response, 200, looksUp(city));
const claude: Play = (response, city) =>
  json(response, 200, {
    id: "m",
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5",
    content: [{ type: "tool_use", id: "t", name: "get_weather", input: { city } }],
    stop_reason: "tool_use",
    stop_sequence: null,
    usage: { input_tokens: 90, output_tokens: 15 },
  });

/** The city a request is about, whatever dialect it comes in. */
function cityOf({ messages }: AskedBody): string {
  return /Weather in (\w+)\?/u.exec(JSON.stringify(messages))?.[1] ?? "";
}

describe("understudy check, live", () => {
  let server: Upstream;
  let play: Play;
  let calls: Map<string, number>;
  let [inFlight, most] = [0, 0];
  beforeAll(async () => {
    server = await upstream((_, response, body) => {
      const city = cityOf(body);
      const call = calls.get(city) ?? 0;
      calls.set(city, call + 1);
      inFlight += 1;
      most = Math.max(most, inFlight);
      response.on("close", () => (inFlight -= 1));
      play(response, city, call, body);
    });
  });
  beforeEach(() => {
    [play, calls, most] = [good, new Map(), 0];
    server.requests.length = 0;
    server.headers.length = 0;
  });
  afterAll(() => server.close());

  const OPENAI = ["--provider", "openai", "--model", "gpt-4o-mini"];
  const keys = (): Readonly<Record<string, string>> => ({
    OPENAI_API_KEY: "sk-1",
    OPENAI_BASE_URL: `${server.url}/v1`,
    ANTHROPIC_API_KEY: "sk-ant-1",
    ANTHROPIC_BASE_URL: server.url,
  });
  const check = (folder: string, pack: string, ...flags: readonly string[]): Promise<Run> =>
    understudy(["check", "--pack", pack, ...flags], { cwd: folder, env: keys() });
  async function report(...given: Parameters<typeof check>): Promise<CheckReport & { readonly code: number | null }> {
    const run = await check(...given, "--json");
    return { ...(JSON.parse(run.out) as CheckReport), code: run.code };
  }
  const statuses = ({ results }: CheckReport): object =>
    Object.fromEntries(results.map(({ case: id, status }) => [id, status]));

  it("asks every case but those that must fail, and says what it cost", async () => {
    using folder = temporaryFolder();
    const found = await report(folder.path, weatherPack(folder.path), ...OPENAI);
    expect(statuses(found)).toEqual({ bergen: "passed", oslo: "passed", silent: "skipped", rome: "passed" });
    expect(found).toMatchObject({
      code: 0,
      lane: "live",
      provider: "openai",
      model: "gpt-4o-mini",
      success_rate: 1,
      notes: [],
    });
    // 100 tokens in at 0.15 USD and 20 out at 0.60 USD a million, three times.
    expect(found.cost_usd).toBeCloseTo(3 * 27e-6, 9);
    expect(server.requests).toHaveLength(3);
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer sk-1" });
  });

  it("asks a provider that speaks another dialect in its own words", async () => {
    using folder = temporaryFolder();
    play = claude;
    const pack = weatherPack(folder.path);
    const found = await report(folder.path, pack, "--provider", "anthropic", "--model", "claude-haiku-4-5");
    expect(found).toMatchObject({ code: 0, counts: { passed: 3, skipped: 1 } });
    expect(server.headers[0]).toMatchObject({ "x-api-key": "sk-ant-1" });
    expect(server.requests[0]).toMatchObject({ model: "claude-haiku-4-5", tools: [{ name: "get_weather" }] });
  });

  it("takes the key of REPLAYCI_PROVIDER_KEY before the provider's own, and defaults of .replayci.yml", async () => {
    using folder = temporaryFolder();
    weatherPack(folder.path);
    writeFileSync(folder.file(".replayci.yml"), "pack: weather\nprovider: openai\nmodel: gpt-4o-mini\n");
    const env = { ...keys(), REPLAYCI_PROVIDER_KEY: "sk-2" };
    const run = await understudy(["check", "--json"], { cwd: folder.path, env });
    expect(run.code).toBe(0);
    expect((JSON.parse(run.out) as CheckReport).notes).toEqual([
      "provider openai and model gpt-4o-mini: from .replayci.yml",
    ]);
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer sk-2" });
    // A model goes with the provider it stands with.
    const other = await understudy(["check", "--provider", "anthropic"], { cwd: folder.path, env });
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("--provider anthropic needs --model") });
  });

  it("goes where understudy.yaml says", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    const providers = { ours: { kind: "openai", base_url: server.url, allow_private: true, key_env: "OURS" } };
    writeFileSync(folder.file("understudy.yaml"), JSON.stringify({ providers }));
    const run = await understudy(["check", "--pack", pack, "--provider", "ours", "--model", "tuned", "--json"], {
      cwd: folder.path,
      env: { OURS: "sk-3" },
    });
    expect(run.code).toBe(0);
    expect(server.requests[0]?.model).toBe("tuned");
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer sk-3" });
    expect((JSON.parse(run.out) as CheckReport).cost_usd).toBeNull();
  });

  it("is flake-aware: most trials decide, and one that varies says so", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    play = (response, city, call) =>
      json(
        response,
        200,
        looksUp(city === "Oslo" && call === 1 ? null : city === "Bergen" && call < 2 ? "Rome" : city),
      );
    const found = await report(folder.path, pack, ...OPENAI, "--repeat", "3", "--concurrency", "1");
    expect(statuses(found)).toEqual({ bergen: "failed", oslo: "flaky", silent: "skipped", rome: "passed" });
    expect(found).toMatchObject({ code: 1, repeat: 3, blocking_failures: 1 });
    expect(found.results.find(({ case: id }) => id === "oslo")).toMatchObject({
      failure_class: "tool_not_invoked",
      reason: "model_nondeterminism",
      message: expect.stringContaining("1 of 3 trials failed"),
      trials: [{ passed: true }, { passed: false }, { passed: true }],
    });
    expect(found.success_rate).toBeCloseTo(6 / 9);
  });

  it("keeps its concurrency full", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    play = (response, city) => void setTimeout(() => json(response, 200, looksUp(city)), 40);
    const found = await report(folder.path, pack, ...OPENAI, "--repeat", "12", "--concurrency", "6");
    expect([found.code, server.requests.length, most]).toEqual([0, 36, 6]);
  });

  it.each<[string, Play, string]>([
    [
      "a rate limit",
      (response) => json(response, 429, { error: { message: "slow down" } }),
      "rate_limit 429: slow down",
    ],
    ["an overload", (response) => json(response, 503, { error: { message: "busy" } }), "server 503: busy"],
    ["silence", () => {}, "timeout"],
    ["broken JSON", (response) => json(response, 200, '{"choices":[{"mess'), "server: the answer is not JSON"],
    [
      "a wrong key",
      (response) => json(response, 401, { error: { message: "no such key" } }),
      "client_4xx 401: no such key",
    ],
  ])("takes no answer for neither passed nor failed: %s", async (_, how, says) => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    play = (response, city, call, body) => (city === "Oslo" ? how : good)(response, city, call, body);
    const flags = [...OPENAI, "--retry-cap", "0", "--timeout-ms", "700"];
    const found = await report(folder.path, pack, ...flags);
    expect(statuses(found)).toEqual({ bergen: "passed", oslo: "error", silent: "skipped", rome: "passed" });
    expect(found).toMatchObject({ code: 3, success_rate: 1 });
    expect(found.results[1]?.message).toContain(says);
    expect(calls.get("Oslo")).toBe(1);
  });

  it("takes a refusal of the request for an answer, which a contract may allow", async () => {
    using folder = temporaryFolder();
    play = (response) => json(response, 400, { error: { message: "tools are not supported" } });
    const pack = weatherPack(folder.path, {
      "contracts/oslo.yaml": weatherContract(
        "Oslo",
        ["{id: oslo, input_ref: oslo.success.json}"],
        "allowed_errors: [unexpected_error]\n",
      ),
      "golden/negative/silent.json": null,
    });
    const found = await report(folder.path, pack, ...OPENAI);
    expect(found).toMatchObject({ code: 1, counts: { failed: 2, passed: 1 } });
    expect(found.results[0]).toMatchObject({
      failure_class: "unexpected_error",
      message: expect.stringContaining("tools are not supported"),
    });
  });

  it("tries again as often as a contract says, within what the command allows", async () => {
    using folder = temporaryFolder();
    play = (response) => void response.writeHead(500, { "retry-after-ms": "1" }).end("{}");
    const pack = weatherPack(folder.path, {
      "contracts/bergen.yaml": weatherContract(
        "Bergen",
        ["{id: bergen, input_ref: bergen.success.json}"],
        "retries: 0\n",
      ),
    });
    const found = await report(folder.path, pack, ...OPENAI, "--retry-cap", "1");
    expect(found).toMatchObject({ code: 3, counts: { error: 3 }, success_rate: null });
    expect(Object.fromEntries(calls)).toEqual({ Bergen: 1, Oslo: 2, Rome: 2 });
  });

  it("keeps to a cap", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    // A request without an output limit is given one of 1,024 tokens: at 0.60 USD a million.
    const found = await report(folder.path, pack, ...OPENAI, "--max-spend", "0.0005", "--concurrency", "1");
    expect(found).toMatchObject({ code: 3, cost_usd: expect.any(Number), counts: { error: 3 } });
    expect(found.results[0]?.message).toContain("cap_reached");
    expect(found.notes).toEqual([expect.stringMatching(/^the cap of \$0\.0005/u)]);
    expect(server.requests).toHaveLength(0);
    const unpriced = await check(folder.path, pack, "--provider", "openai", "--model", "none-such", "--max-spend", "1");
    expect(unpriced).toMatchObject({ code: 2, err: expect.stringContaining("no price is known of none-such:openai") });
  });

  const JUDGED = {
    "contracts/bergen.yaml": `assertions:
  response:
    - {type: judge, criterion: Does it look the weather up?, threshold: 0.5}
golden_cases:
  - {id: bergen, input_ref: bergen.success.json}
`,
  };

  it("has a judge settle what contracts leave to one", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path, JUDGED);
    const verdict = { reason: "It does.", score: 0.9, injection_suspected: false };
    play = (response, city, call, body) =>
      JSON.stringify(body.messages).includes("Does it look the weather up?")
        ? json(response, 200, completion(JSON.stringify(verdict)))
        : good(response, city, call, body);
    const only = ["--only-contracts", "bergen"];
    const without = await report(folder.path, pack, ...OPENAI, ...only);
    expect(without).toMatchObject({ code: 0, unknown: 1, counts: { skipped: 1 } });
    const judged = ["--judge", "gpt-4o:openai", "--max-spend", "1"];
    const found = await report(folder.path, pack, ...OPENAI, ...only, ...judged);
    expect(found).toMatchObject({ code: 0, unknown: 0, counts: { passed: 1 } });
    const asked = server.requests.find(({ model }) => model === "gpt-4o");
    expect(JSON.stringify(asked?.messages)).toContain("get_weather");
    // The case, and 100 tokens at 2.50 USD and 20 at 10 USD a million.
    expect(found.cost_usd).toBeCloseTo(27e-6 + 450e-6, 9);
    verdict.score = 0.2;
    expect(await report(folder.path, pack, ...OPENAI, ...only, ...judged)).toMatchObject({
      code: 1,
      counts: { failed: 1 },
    });
    const uncapped = await check(folder.path, pack, ...OPENAI, "--judge", "gpt-4o:openai");
    expect(uncapped).toMatchObject({ code: 2, err: expect.stringContaining("--max-spend") });
  });

  it("has embeddings settle how alike texts are", async () => {
    using folder = temporaryFolder();
    const similar = JUDGED["contracts/bergen.yaml"].replace(
      /\{type.*\}/u,
      "{type: similar, to: It rains in Bergen., method: embedding, threshold: 0.8}",
    );
    const pack = weatherPack(folder.path, { "contracts/bergen.yaml": similar });
    let vector = [0.9, 0.1];
    play = (response, _city, _call, body) => {
      if (!("input" in body)) return json(response, 200, completion("Rain, in Bergen."));
      const data = [[1, 0], vector].map((embedding, index) => ({ object: "embedding", index, embedding }));
      return json(response, 200, { object: "list", data, model: "e", usage: { prompt_tokens: 10, total_tokens: 10 } });
    };
    const flags = ["--only-contracts", "bergen", "--embeddings", "text-embedding-3-small:openai", "--max-spend", "1"];
    expect(await report(folder.path, pack, ...OPENAI, ...flags)).toMatchObject({
      code: 0,
      unknown: 0,
      counts: { passed: 1 },
    });
    vector = [0, 1];
    expect(await report(folder.path, pack, ...OPENAI, ...flags)).toMatchObject({ code: 1, counts: { failed: 1 } });
  });

  it("leaves unknown what a judge does not say in the form asked for", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path, JUDGED);
    play = (response, city, call, body) =>
      body.model === "gpt-4o" ? json(response, 200, completion("Looks fine to me!")) : good(response, city, call, body);
    const flags = ["--only-contracts", "bergen", "--judge", "gpt-4o:openai", "--max-spend", "1"];
    const found = await report(folder.path, pack, ...OPENAI, ...flags);
    expect(found).toMatchObject({ code: 0, unknown: 1, counts: { skipped: 1 } });
    expect(server.requests.filter(({ model }) => model === "gpt-4o")).toHaveLength(3);
  });

  it("writes answers down as recordings, which then hold without anybody being asked", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path, { "recordings/bergen.recording.json": null });
    const before = await check(folder.path, pack);
    expect([before.code, before.out]).toEqual([1, expect.stringContaining("--capture-recordings")]);
    const only = ["--only-contracts", "bergen,rome"];
    const found = await report(folder.path, pack, ...OPENAI, ...only, "--capture-recordings");
    expect(found.notes).toEqual([`2 recordings written into ${pack}`]);
    expect(JSON.parse(readFileSync(`${pack}/recordings/bergen.recording.json`, "utf8"))).toMatchObject({
      boundary: { model: "gpt-4o-mini" },
      model: "gpt-4o-mini",
      provider: "openai",
      cost_usd: 27e-6,
      response: looksUp("Bergen"),
    });
    expect(existsSync(`${pack}/recordings/bergen.recording.json.unfinished`)).toBe(false);
    const after = await report(folder.path, pack);
    expect(after).toMatchObject({ code: 0, counts: { passed: 4 } });
  });

  it("writes its failures for people, with where to look", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    play = (response, city) => json(response, 200, looksUp(city === "Bergen" ? null : city));
    const run = await check(folder.path, pack, ...OPENAI, "--repeat", "2");
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/^FAILED {2}bergen \/ bergen {2}tool_not_invoked\n {2}.*contracts\/bergen\.yaml:8\n/u);
    expect(run.out).toContain("  0 of 2 trials passed\n");
    expect(run.out).toMatch(/^lane\s+live: openai gpt-4o-mini, 2 trials each$/mu);
    expect(run.out).toMatch(/^passed\s+66\.7% of answers \(\d/mu);
  });
});
