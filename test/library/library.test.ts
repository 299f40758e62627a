import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  compilePolicy,
  OperatorError,
  parsePolicy,
  requestAsk,
  run,
  UNKNOWN_CAPABILITIES,
  type World,
} from "../../src/core/index.ts";
import { compareAnswers } from "../../src/compare/index.ts";
import { checkContract, compileContract, type Contract, type Seen } from "../../src/contracts/index.ts";
import {
  pairView,
  summarise,
  type ExperimentDefinition,
  type Pair,
  type PairSide,
} from "../../src/experiments/index.ts";
import { recogniseFormat, type ImportContext } from "../../src/importers/index.ts";
import { priceBook } from "../../src/prices/index.ts";
import { PROVIDERS } from "../../src/providers/index.ts";
import { chooseWindow, DEFAULT_SEED, makeKnowledge, makeWorkbench, simulate } from "../../src/replay/index.ts";
import { liveRuntime } from "../../src/sends/index.ts";
import { wilson } from "../../src/stats/index.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { factsOf, factsSnapshot, featuresOf, sendChecks, virtualRuntime, worldOf } from "../../src/testing/index.ts";
import { temporaryFolder } from "../understudy.ts";

const BIG = "gpt-4o:openai";
const SMALL = "gpt-4o-mini:openai";

const context: ImportContext = {
  project: "shop",
  read_at: Date.UTC(2026, 4, 1),
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  uuid: (name) =>
    createHash("sha1")
      .update(name)
      .digest("hex")
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5"),
};

function record(number: number): object {
  return {
    source_id: `row-${number}`,
    created_at: new Date(Date.UTC(2026, 3, 15, 8, number)).toISOString(),
    model: "gpt-4o",
    provider: "openai",
    status: "ok",
    usage: { input_uncached: 1_000, output: 100 },
    latency_ms: 900,
  };
}

describe("what the package exports is enough to", () => {
  it("read a log, keep it and replay a policy over it", () => {
    using folder = temporaryFolder();
    const store = openSqliteStore(folder.file("data"));
    const exchanges = Array.from({ length: 10 }, (_, number) => {
      const format = recogniseFormat([record(number)]);
      if (format.kind !== "known") throw new Error(`the format is ${format.kind}`);
      const read = format.importer.read(record(number), context);
      if (read.kind !== "exchange") throw new Error(`not read: ${JSON.stringify(read)}`);
      return read.exchange;
    });
    expect(store.traffic.append(exchanges)).toEqual({ inserted: 10, duplicates: 0 });

    const prices = priceBook();
    const frame = store.traffic.frame();
    const knowledge = makeKnowledge(frame, {
      priceVersion: prices.version,
      rates: (target) => prices.card(target),
      capabilities: () => UNKNOWN_CAPABILITIES,
      quality: new Map(),
      inSampleTiers: false,
    });
    const world: World = {
      resolve: (text) => text,
      known: [...knowledge.census.targets.keys()],
      capabilities: () => UNKNOWN_CAPABILITIES,
      config: () => null,
    };
    const policy = parsePolicy({ strategy: "single", model: SMALL });
    const result = simulate(
      {
        id: "sim_by-hand",
        compiled: compilePolicy(policy, world),
        policy: { name: "small", version: null, strategy: policy.strategy, data: policy },
        window: chooseWindow(frame, {}, { rows: Number.POSITIVE_INFINITY, seed: DEFAULT_SEED }),
        from: null,
        to: null,
        pricesAt: null,
        outliers: 0,
        requestIds: () => new Map(),
        notes: [],
      },
      makeWorkbench(knowledge),
    );
    store.close();
    // 1,000 tokens in at 2.50 and 100 out at 10.00 USD a million, against 0.15 and 0.60.
    expect(result.baseline.cost_usd).toBeCloseTo(10 * 0.0035, 12);
    expect(result.candidate).toMatchObject({ evidence: "assumed", p50_ms: null });
    expect(result.candidate.cost_usd).toBeCloseTo(10 * 0.00021, 12);
    expect(result.route_distribution).toEqual({ [SMALL]: 1 });
  });

  it("plan for a request and run the plan on a provider", async () => {
    const facts = factsSnapshot([factsOf(BIG), factsOf(SMALL)]);
    const policy = parsePolicy({
      strategy: "custom_rules",
      rules: [{ when: { input_tokens: { $gt: 500 } }, then: BIG }],
      default: SMALL,
    });
    const plan = compilePolicy(policy, worldOf(facts)).plan(requestAsk(featuresOf({ input_tokens: 40 }), facts));
    expect(plan.node).toMatchObject({ node: "attempt", target: SMALL });

    const runtime = liveRuntime(() => 0);
    const mock = PROVIDERS.find(({ name }) => name === "mock");
    const send = mock?.connect({ runtime, cost: () => 1 });
    if (send === undefined) throw new Error("no mock provider");
    const result = await run(plan, { messages: [{ role: "user", content: "Where is order 771?" }] }, { send, runtime });
    expect(result).toMatchObject({ code: 0, cost_usd: 1, answer: { target: SMALL } });
  });

  it("tell an operator's mistake from a bug, and put an interval around a share", () => {
    expect(() => parsePolicy({ strategy: "cheapest" })).toThrow(OperatorError);
    expect(wilson(0, 20)).toMatchObject({ estimate: 0, lower: 0 });
  });
});

describe("two answers of one request", () => {
  const answer = { tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null };
  const issued = { ...answer, text: "The refund was issued." };
  const denied = { ...answer, text: "The refund was not issued." };

  it("are compared by what they say", () => {
    expect(compareAnswers(issued, denied)).toMatchObject({
      measure: "lexical_trigram_dice",
      atMost: "major",
      differences: [{ kind: "negation", path: "/text" }],
    });
  });

  it("make a pair, and pairs an experiment", () => {
    const side: PairSide = {
      request_id: "r",
      target: BIG,
      evidence: "recorded",
      failure: null,
      input_tokens: 100,
      output_tokens: 10,
      cost_usd: 0.01,
      latency_ms: 900,
      ttft_ms: null,
      answer: issued,
    };
    const pair: Pair = {
      ordinal: 0,
      request_id: "r",
      created_at: 0,
      cluster: "u",
      end_user: null,
      tags: [],
      prompt: null,
      original: side,
      replay: { ...side, target: SMALL, evidence: "measured", cost_usd: 0.001, answer: denied },
      control: null,
      cosine: { replay: null, control: null },
      output_limit: null,
      truncated_by_us: false,
      outcomes: { solved: { original: 1, replay: 0 } },
    };
    const definition: ExperimentDefinition = {
      id: "sim_by-hand",
      window: { start: "2026-04-09T00:00:00.000Z", end: "2026-04-16T00:00:00.000Z" },
      policy: { name: "small", version: null, strategy: "single", data: null },
      asked: { kind: "policy", name: "small", version: null },
      frame: { window_rows: 1, with_body: 1, replayable: 1, unreplayable: {}, sampled: 1 },
      seed: "any",
      window_cost_usd: 0.01,
      embeddings: null,
      thresholds: {},
      primary: { metric: "solved", margin: 0.05 },
      stopping: "fixed",
      outliers: 10,
      facts_id: "none",
      price_version: "none",
    };
    const run = {
      state: "completed",
      reason: null,
      spend: { cap_usd: 1, spent_usd: 0.001, reserved_usd: 0, calls: 1 },
      trial_ledger: 1,
      notes: [],
    };
    const result = summarise([{ ordinal: 0, result: pair }], definition, run);
    expect(result.window_total.candidate_usd).toMatchObject({
      estimate: expect.closeTo(0.001, 12),
      evidence: "measured",
    });
    expect(result.outcomes).toMatchObject([{ name: "solved", wins: 0, losses: 1, n: 1 }]);
    expect(result.primary?.decision).toBe("inconclusive");
    expect(pairView(pair, result.similarity.measures).bucket).toBe("major");
  });
});

describe("a contract and an answer", () => {
  const contract: Contract = {
    id: "refund",
    file: "contracts/refund.yaml",
    tool: "refund",
    status: "promoted",
    critical: false,
    expect_tools: [],
    tool_order: "any",
    tool_call_match_mode: "strict",
    pass_threshold: 1,
    expected_tool_calls: [{ name: "refund", argument_invariants: [{ path: "$.usd", type: "number", lte: 50 }] }],
    assertions: { input_invariants: [], output_invariants: [], response: [{ type: "not-refusal" }] },
    allowed_errors: [],
    timeout_ms: null,
    retries: null,
    golden_cases: [],
  };
  const seen = (usd: number): Seen => ({
    request: { tools: [] },
    answer: {
      text: null,
      tool_calls: [{ name: "refund", arguments: { usd }, parses: true }],
      refused: false,
      finish_reason: "tool_calls",
      mean_logprob: null,
    },
    failure: null,
    latency_ms: 900,
    cost_usd: null,
    output_tokens: null,
    outcomes: {},
    golden: null,
  });

  it("make findings", () => {
    const compiled = compileContract(contract);
    expect(checkContract(compiled, seen(12))).toMatchObject({ passed: true, failure_class: null });
    expect(checkContract(compiled, seen(120))).toMatchObject({ passed: false, failure_class: "schema_violation" });
  });
});

describe("the published checks of a send", () => {
  const outcome = { ok: true, failure: null, cost_usd: null, latency_ms: 10, ttft_ms: null, usage: null } as const;
  const told = { evidence: "measured", signals: null, answer_hash: null } as const;
  const subject = { name: "mine", request: null, target: "m:p" };

  it("pass one that keeps its promises", async () => {
    const checks = sendChecks({
      ...subject,
      make: (runtime) => async (_, call, signal) => {
        await runtime.sleep(10, signal);
        return { ...outcome, ...told, target: call.target };
      },
    });
    await expect(Promise.all(checks.map(({ check }) => check()))).resolves.toHaveLength(3);
  });

  it("fail one that answers for another target, and one that does not stop", async () => {
    const never = virtualRuntime().child(null).signal;
    const checks = sendChecks({
      ...subject,
      make: (runtime) => async () => {
        await runtime.sleep(10, never);
        return { ...outcome, ...told, target: "other:p" };
      },
    });
    await expect(checks[0]?.check()).rejects.toThrow("another target");
    await expect(checks[1]?.check()).rejects.toThrow("time passed");
    await expect(checks[2]?.check()).rejects.toThrow("time passed");
  });
});
