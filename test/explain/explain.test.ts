import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DecisionTrace } from "../../src/core/trace.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const MINI = "gpt-4o-mini:openai";
const HAIKU = "claude-haiku-4-5:anthropic";
const CHEAPER = { strategy: "cost_optimized", allow: [HAIKU, MINI] };
const folder = temporaryFolder();
const at = { cwd: folder.path };

function explain(...args: readonly string[]): Promise<DecisionTrace & { plan: unknown; logged: unknown }> {
  return understudyJson(["explain", ...args], at);
}

function save(name: string, value: unknown): void {
  writeFileSync(folder.file(name), JSON.stringify(value));
}

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), [
    { id: "call-1", daysAgo: 1, text: "one", columns: { tags: ["vip"] } },
    { id: "call-2", daysAgo: 2, text: "two" },
    { id: "mini-1", daysAgo: 1, text: "one", target: MINI, latency_ms: 450, columns: { origin: "experiment" } },
  ]);
  await understudy(["import", "log.jsonl"], at);
  save("cheaper.json", CHEAPER);
  await understudy(["configs", "add", "cheaper", "cheaper.json"], at);
});
afterAll(() => folder[Symbol.dispose]());

describe("a logged request", () => {
  it("is named by the id of its source or by ours, the policy by file, config or shorthand", async () => {
    const { request_id: id } = await understudyJson<{ request_id: string }>(["logs", "call-1"], at);
    const traces = await Promise.all([
      explain("call-1", "--policy", "cheaper.json"),
      explain(id, "--policy", "cheaper"),
      explain(id, "--policy", `single:${MINI}`),
    ]);
    for (const trace of traces) expect(trace).toMatchObject({ request_id: id, selected: MINI });
    expect(traces.map(({ policy_name }) => policy_name)).toEqual(["cheaper.json", "cheaper", `single:${MINI}`]);
  });

  it("has a trace in the published shape, measured where the log holds the answer", async () => {
    const trace = await explain("call-1", "--policy", "cheaper");
    expect(trace).toMatchObject({
      policy_type: "cost_optimized",
      policy_name: "cheaper",
      candidates: [
        { model: MINI, rank: 1, reason: "cheapest in allowlist" },
        { model: HAIKU, rank: 2, reason: "fallback" },
      ],
      selected: MINI,
      selection_reason: "cheapest",
      // 1000 x 0.15 USD and 100 x 0.60 USD per million tokens, as the log has it.
      measured: { latency_ms: 450, evidence: "recorded" },
      projected: null,
    });
    expect(trace.measured?.cost_usd).toBeCloseTo(1000 * 0.15e-6 + 100 * 0.6e-6, 12);
  });

  it("ranks targets that the log never saw as simulate does", async () => {
    const nano = "gpt-4.1-nano:openai";
    save("unseen.json", { strategy: "cost_optimized", allow: ["gpt-4o:openai", nano] });
    const trace = await explain("call-2", "--policy", "unseen.json");
    expect(trace).toMatchObject({ selected: nano, candidates: [{ model: nano }, { model: "gpt-4o:openai" }] });
    const { route_distribution } = await understudyJson(["simulate", "--policy", "unseen.json"], at);
    expect(route_distribution).toEqual({ [nano]: 1 });
  });

  it("says what the log does not hold instead of measuring it", async () => {
    const trace = await explain("call-2", "--policy", "cheaper");
    expect(trace.measured).toBeNull();
    expect(trace.projected).toMatchObject({ latency_ms: null });
    expect(trace.projected?.evidence).not.toBe("recorded");
    expect(trace.projected?.cost_usd).toBeGreaterThan(0);
  });

  it("shows the plan before anything runs, and what really happened", async () => {
    const { plan, logged } = await explain("call-1", "--policy", "cheaper");
    expect(plan).toMatchObject({
      node: "fallback",
      children: [
        { node: "attempt", target: MINI },
        { node: "attempt", target: HAIKU },
      ],
    });
    expect(logged).toMatchObject({ target: "gpt-4o:openai", status: "ok", latency_ms: 1000 });
  });

  it("reads well", async () => {
    const { out } = await understudy(["explain", "call-1", "--policy", "cheaper"], at);
    expect(out).toMatch(/^cheaper \(cost_optimized\) for [0-9a-f-]{36}$/mu);
    expect(out).toMatch(/^selected +gpt-4o-mini:openai \(cheapest\)$/mu);
    expect(out).toMatch(/^candidate +\$0\.000210, 450 ms, recorded$/mu);
    expect(out).toMatch(/^logged +gpt-4o:openai: ok, \$0\.00350, 1,000 ms$/mu);
    expect(out).toMatch(/^ +2 +claude-haiku-4-5:anthropic +fallback$/mu);
  });

  it("has no numbers where a cascade hangs on an answer nobody has", async () => {
    save("cascade.json", { strategy: "cascade", steps: [MINI, "gpt-4o:openai"], accept: { tool_calls: "present" } });
    const trace = await explain("call-2", "--policy", "cascade.json");
    expect(trace).toMatchObject({
      measured: null,
      projected: { cost_usd: null, latency_ms: null, evidence: "unidentified" },
    });
    expect(trace.notes.join()).toContain("hangs on something the log does not hold");
  });
});

describe("a request nobody has sent yet", () => {
  const ask = async (request: unknown, ...args: readonly string[]): Promise<DecisionTrace> => {
    save("request.json", request);
    return explain("--request", "request.json", ...args);
  };

  it("is a provider's body, or one with what stands around it", async () => {
    save("rules.json", {
      strategy: "custom_rules",
      rules: [{ when: { tags: "vip" }, then: "gpt-4o:openai" }],
      default: MINI,
    });
    const body = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] };
    expect(await ask(body, "--policy", "rules.json")).toMatchObject({ selected: MINI, measured: null, attempts: [] });
    expect(await ask({ request: body, tags: ["vip"] }, "--policy", "rules.json")).toMatchObject({
      selected: "gpt-4o:openai",
    });
  });

  it("may go to a target that neither the log nor a price list knows: the plan is told, and that its price is not known", async () => {
    save("unknown.json", {
      strategy: "custom_rules",
      rules: [{ name: "vip", when: { tags: "vip" }, then: "gpt-4o:mock" }],
      default: MINI,
    });
    const known = await ask({ model: "gpt-4o" }, "--policy", "unknown.json");
    expect(known).toMatchObject({ selected: MINI, notes: [] });
    const trace = await ask({ model: "gpt-4o", tags: ["vip"] }, "--policy", "unknown.json");
    expect(trace).toMatchObject({ selected: "gpt-4o:mock" });
    expect(trace.notes.join()).toContain("Neither the log nor a price list knows gpt-4o:mock: its price is not known");
    const logged = await explain("call-1", "--policy", "single:gpt-4o:mock");
    expect(logged).toMatchObject({ selected: "gpt-4o:mock", measured: null, projected: { cost_usd: null } });
    expect(logged.notes.join()).toContain("its price is not known");
  });

  it.each<[unknown, string]>([
    [{ tag: ["vip"] }, 'the request: unknown key "tag"'],
    [{ tags: "vip" }, "the request: expected array, found string"],
    [{ input_tokens: -1 }, "the request: expected a number >=0"],
    [[], "the request: expected object, found array"],
  ])("%j is refused: %s", async (request, message) => {
    save("request.json", request);
    const run = await understudy(["explain", "--request", "request.json", "--policy", "cheaper"], at);
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
    expect(run.err).toContain("at request.json");
    expect(run.err).toContain('Expected a provider request body, or {"request": body');
  });
});

describe("what explain cannot do it says", () => {
  it.each<[readonly string[], string]>([
    [["call-1"], "explain needs a policy to explain. For example: understudy explain call-1 --policy"],
    [["--policy", "cheaper"], "explain takes either the id of a logged request or --request FILE"],
    [["call-9", "--policy", "cheaper"], 'no logged request has the id "call-9"\n  at ./understudy-data'],
    [["call-1", "--policy", "cheaper@9"], 'there is no config "cheaper@9"\n  at --policy\n  The newest version is'],
    [["call-1", "--policy", "dearer"], '"dearer" is neither a file nor a config\n  at --policy'],
    [["call-1", "--policy", "single:gpt-9"], 'no provider is known to serve "gpt-9"\n  at --policy'],
  ])("%j", async (args, message) => {
    const run = await understudy(["explain", ...args], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain(message);
  });
});
