import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";
import {
  alone,
  at,
  BFCL_FILES,
  chained,
  GEMINI,
  GPT_4O,
  GPT_4O_AUGUST,
  MINI,
  MISTRAL,
  NO_BFCL_FILES,
  SONNET,
  die,
  escalated,
  quantile,
  raced,
  readReplies,
  voted,
  whole,
  type Fared,
  type Reply,
  type Whole,
} from "./brute-force.ts";

/** What the result must say where every answer is in the log. */
function asCounted(counted: Whole): object {
  const n = counted.requests;
  const rows = { measured: 0, recorded: n, projected: 0, assumed: 0, unidentified: 0 };
  const cost = expect.closeTo(counted.cost, 9) as number;
  const shares = Object.entries(counted.shares).map(([model, share]) => [at(model), expect.closeTo(share, 9)] as const);
  return {
    requests: n,
    candidate: {
      cost_usd: cost,
      cost_range_usd: [cost, cost],
      evidence: "recorded",
      evidence_counts: rows,
      p50_ms: expect.closeTo(counted.p50, 6) as number,
      p95_ms: expect.closeTo(counted.p95, 6) as number,
      latency: { n, evidence: "recorded", evidence_counts: rows, exact: true },
      errors: counted.errors,
      error_rate: { count: counted.errors, n, evidence: "recorded" },
      unpriced: 0,
    },
    route_distribution: Object.fromEntries(shares),
    fallback: { exercised: { count: counted.fellBack, n, evidence: "recorded" }, budget_misses: counted.late },
    near_match: 0,
    imputed: 0,
    refused: 0,
    notes: [expect.stringContaining("the whole log was taken")],
  };
}

describe("a replay over real logs equals counting by hand", () => {
  beforeEach(({ skip }) => skip(BFCL_FILES === null, NO_BFCL_FILES));
  const folder = temporaryFolder();
  const files = BFCL_FILES ?? [];
  const replies = readReplies(files);
  const prompts = [...(replies.get(GPT_4O) ?? new Map<string, Reply>()).keys()];
  afterAll(() => folder[Symbol.dispose]());

  function of(model: string, prompt: string): readonly [string, Reply] {
    return [model, replies.get(model)?.get(prompt) as Reply];
  }

  function everyPrompt(fare: (prompt: string) => Fared): Whole {
    return whole(prompts.map(fare));
  }

  function simulate(policy: unknown, ...flags: string[]): Promise<SimulationResult> {
    let reference = policy;
    if (typeof policy !== "string") {
      reference = folder.file("policy.json");
      writeFileSync(reference as string, JSON.stringify(policy));
    }
    return understudyJson<SimulationResult>([
      "simulate",
      "--data",
      folder.file("nine"),
      "--model",
      GPT_4O,
      "--policy",
      reference as string,
      ...flags,
    ]);
  }

  beforeAll(async () => {
    if (files.length > 0) await understudyJson(["import", ...files, "--data", folder.file("nine")]);
  });

  it("every line is in", async () => {
    expect(await understudyJson(["import", ...files, "--data", folder.file("nine")])).toMatchObject({
      rows_read: 15_300,
      rows_in: 0,
      duplicates: 15_300,
      skipped: { lines: 0 },
    });
  });

  it("the baseline: cost, p50 and p95 of the log itself", async () => {
    const own = prompts.map((prompt) => of(GPT_4O, prompt)[1]);
    const { baseline } = await simulate(`single:${at(MINI)}`);
    expect(baseline.cost_usd).toBeCloseTo(3.737015, 9);
    expect(baseline.cost_usd).toBeCloseTo(
      own.reduce((sum, { cost }) => sum + cost, 0),
      9,
    );
    expect(baseline.p50_ms).toBeCloseTo(
      quantile(
        own.map(({ ms }) => ms),
        0.5,
      ),
      6,
    );
    expect(baseline.p95_ms).toBeCloseTo(
      quantile(
        own.map(({ ms }) => ms),
        0.95,
      ),
      6,
    );
    expect([baseline.p50_ms?.toFixed(1), baseline.p95_ms?.toFixed(1)]).toEqual(["1013.7", "3774.6"]);
  });

  it("single: another model", async () => {
    const result = await simulate(`single:${at(MINI)}`);
    expect(result).toMatchObject(asCounted(everyPrompt((prompt) => alone(...of(MINI, prompt)))));
    expect(result.candidate.cost_usd?.toFixed(5)).toBe("0.12813");
    expect([result.candidate.p50_ms?.toFixed(1), result.candidate.p95_ms?.toFixed(1)]).toEqual(["1359.8", "6144.8"]);
    expect(result.difference).toMatchObject({ basis: "logged", requests: 1_700, saving: { range: null } });
    expect(result.difference.cost_usd).toBeCloseTo(0.12812985 - 3.737015, 9);
  });

  it("single: the very model of the log changes nothing", async () => {
    const result = await simulate(`single:${at(GPT_4O)}`);
    expect(result).toMatchObject(asCounted(everyPrompt((prompt) => alone(...of(GPT_4O, prompt)))));
    expect(result.difference).toMatchObject({ cost_usd: 0, p50_pct: 0, p95_pct: 0, errors: 0 });
    expect(result.outliers.cost_usd.every(({ delta }) => delta === 0)).toBe(true);
  });

  it("a fallback chain whose first model really failed", async () => {
    const result = await simulate({ strategy: "fallback_chain", targets: [at(GEMINI), at(GPT_4O_AUGUST)] });
    expect(result).toMatchObject(
      asCounted(everyPrompt((prompt) => chained(of(GEMINI, prompt), of(GPT_4O_AUGUST, prompt)))),
    );
    expect(result.fallback.exercised.count).toBe(33);
    expect(result.candidate.errors).toBe(0);
  });

  it("a fallback chain on one class of failure only", async () => {
    const targets = [at(GEMINI), at(GPT_4O_AUGUST)];
    const result = await simulate({ strategy: "fallback_chain", targets, on: ["server"] });
    const counted = everyPrompt((prompt) => {
      const [name, reply] = of(GEMINI, prompt);
      return reply.error === "500" ? chained([name, reply], of(GPT_4O_AUGUST, prompt)) : alone(name, reply);
    });
    expect(result).toMatchObject(asCounted(counted));
    expect(counted.fellBack).toBe(20);
    expect(result.candidate.errors).toBe(13);
  });

  it.each([3_000, 300])("a fallback chain within %i ms, which real calls miss", async (budget_ms) => {
    const targets = [at(GEMINI), at(GPT_4O_AUGUST)];
    const result = await simulate({ strategy: "fallback_chain", targets, budget_ms });
    const counted = everyPrompt((prompt) => chained(of(GEMINI, prompt), of(GPT_4O_AUGUST, prompt), budget_ms));
    expect(counted.late).toBeGreaterThan(10);
    expect(result).toMatchObject(asCounted(counted));
  });

  it("a cascade that keeps answers which call a tool", async () => {
    const steps = [at(MINI), at(GPT_4O_AUGUST)];
    const result = await simulate({ strategy: "cascade", steps, accept: { tool_calls: "present" } });
    const counted = everyPrompt((prompt) => escalated(of(MINI, prompt), of(GPT_4O_AUGUST, prompt)));
    expect(result).toMatchObject(asCounted(counted));
    expect(counted.escalated).toBe(prompts.filter((prompt) => !of(MINI, prompt)[1].callsTools).length);
    expect(result.cascade).toMatchObject({
      escalated: { count: counted.escalated, n: 1_700, evidence: "recorded" },
      bounds: null,
    });
    expect(result.cascade?.blended_cost_usd).toBeCloseTo(counted.cost, 9);
  });

  it("rules by tag", async () => {
    const result = await simulate({
      strategy: "custom_rules",
      rules: [
        { when: { tags: { $in: ["simple", "rest"] } }, then: at(MINI) },
        { when: { tags: "java" }, then: at(SONNET) },
      ],
      default: at(GPT_4O_AUGUST),
    });
    const counted = everyPrompt((prompt) => {
      const [category] = of(GPT_4O, prompt)[1].tags;
      const model = category === "simple" || category === "rest" ? MINI : category === "java" ? SONNET : GPT_4O_AUGUST;
      return alone(...of(model, prompt));
    });
    expect(result).toMatchObject(asCounted(counted));
    expect(counted.shares[SONNET]).toBeCloseTo(100 / 1_700, 12);
  });

  it("an ensemble of three by vote", async () => {
    const models = [GEMINI, MINI, MISTRAL];
    const result = await simulate({ strategy: "ensemble", members: models.map(at), combine: "voting" });
    const counted = everyPrompt((prompt) => voted(models.map((model) => of(model, prompt))));
    expect(Object.values(counted.shares).every((share) => share > 0.005)).toBe(true);
    expect(result).toMatchObject(asCounted(counted));
  });

  it("an ensemble that takes the first valid answer", async () => {
    const models = [GEMINI, MINI, MISTRAL];
    const result = await simulate({ strategy: "ensemble", members: models.map(at), combine: "first_valid" });
    expect(result).toMatchObject(asCounted(everyPrompt((prompt) => raced(models.map((model) => of(model, prompt))))));
  });

  it("a split by user, and each arm on its own", async () => {
    const split = [
      { weight: 70, name: "control", policy: at(GPT_4O) },
      { weight: 30, name: "cheaper", policy: at(MINI) },
    ];
    const result = await simulate({ strategy: "ab_test", salt: "a-grain", split });
    const fare = (prompt: string): Fared => {
      const model = die("a-grain", of(GPT_4O, prompt)[1].user) < 0.7 ? GPT_4O : MINI;
      return alone(...of(model, prompt));
    };
    expect(result).toMatchObject(asCounted(everyPrompt(fare)));
    const arms = result.arms ?? {};
    expect(Object.keys(arms).toSorted()).toEqual(["cheaper", "control"]);
    for (const [arm, model] of [
      ["control", GPT_4O],
      ["cheaper", MINI],
    ] as const) {
      const fared = prompts.map(fare).filter(({ by }) => by === model);
      expect(arms[arm]).toMatchObject({ requests: fared.length, route_distribution: { [at(model)]: 1 } });
      expect(arms[arm]?.candidate.cost_usd).toBeCloseTo(whole(fared).cost, 9);
      expect(arms[arm]?.candidate.p95_ms).toBeCloseTo(whole(fared).p95, 6);
    }
    expect(arms["control"]?.difference.cost_usd).toBeCloseTo(0, 12);
  });

  it("policies within policies", async () => {
    const chain = { strategy: "fallback_chain", targets: [at(GEMINI), at(MISTRAL)] };
    const cascade = { strategy: "cascade", steps: [at(MINI), chain], accept: { tool_calls: "present" } };
    const result = await simulate({
      strategy: "custom_rules",
      rules: [
        { when: { $or: [{ tags: "relevance" }, { tags: "simple" }] }, then: cascade },
        {
          when: { tags: { $regex: "^parallel" } },
          then: { strategy: "ensemble", members: [chain, at(SONNET), at(MINI)], combine: "voting" },
        },
      ],
      default: chain,
    });
    /** A chain as if it were one model. */
    const asOne = (prompt: string): readonly [string, Reply] => {
      const [, gemini] = of(GEMINI, prompt);
      if (gemini.ok) return [GEMINI, gemini];
      const [, mistral] = of(MISTRAL, prompt);
      return [MISTRAL, { ...mistral, cost: gemini.cost + mistral.cost, ms: gemini.ms + mistral.ms }];
    };
    const counted = everyPrompt((prompt) => {
      const category = of(GPT_4O, prompt)[1].tags[0]!;
      const fellBack = !of(GEMINI, prompt)[1].ok;
      if (category === "relevance" || category === "simple") {
        const fared = escalated(of(MINI, prompt), asOne(prompt));
        return { ...fared, fellBack: fared.escalated === true && fellBack };
      }
      if (category.startsWith("parallel"))
        return { ...voted([asOne(prompt), of(SONNET, prompt), of(MINI, prompt)]), fellBack };
      return { ...alone(...asOne(prompt)), fellBack };
    });
    expect(result).toMatchObject(asCounted(counted));
    expect(result.cascade?.escalated.count).toBe(counted.escalated);
  });

  it("a sample: the rows of the smallest keys, whatever the policy", async () => {
    const first = await simulate(`single:${at(MINI)}`, "--sample", "400");
    const second = await simulate(`single:${at(GPT_4O)}`, "--sample", "400");
    expect(first).toMatchObject({ requests: 400, window_requests: 1_700, sample: { method: "sha256_bottom_k" } });
    expect(first.sample.inclusion_probability).toBeCloseTo(400 / 1_700, 12);
    expect(second.baseline).toEqual(first.baseline);
    expect(second.candidate.cost_usd).toBeCloseTo(first.baseline.cost_usd as number, 9);
  });
});
