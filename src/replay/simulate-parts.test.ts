import { describe, expect, it } from "vitest";
import { cardOf, failed, rowOf, simulated, surroundingsOf } from "./simulated.fixtures.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2);
const PRICED = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2), "c:two": cardOf(3, 6) });
const LOG = Array.from({ length: 300 }, (_, n) =>
  rowOf(n, n % 3 === 0 ? "b:one" : "a:one", {
    end_user: `user ${n % 50}`,
    latency_ms: 500 + ((n * 37) % 400),
    cost_logged: n % 11 === 0 ? null : 0.001 + (n % 5) / 1_000,
    ...(n % 17 === 0 ? failed("server", { latency_ms: 20 }) : {}),
  }),
);

describe("arms of a split", () => {
  it("add up to the whole, nested ones to theirs", () => {
    const inner = {
      strategy: "ab_test",
      salt: "two",
      split: [
        { weight: 1, name: "x", policy: "b:one" },
        { weight: 1, name: "y", policy: "c:two" },
      ],
    };
    const policy = {
      strategy: "ab_test",
      salt: "one",
      split: [
        { weight: 6, name: "control", policy: "a:one" },
        { weight: 4, name: "new", policy: inner },
      ],
    };
    const result = simulated(policy, LOG, PRICED, { segmentRows: 70 });
    const arms = result.arms!;
    expect(Object.keys(arms).toSorted()).toEqual(["control", "new", "new/x", "new/y"]);
    for (const [whole, parts] of [
      [result, [arms["control"]!, arms["new"]!]],
      [arms["new"]!, [arms["new/x"]!, arms["new/y"]!]],
    ] as const) {
      const sum = (of: (side: (typeof parts)[number]) => number): number => of(parts[0]) + of(parts[1]);
      expect(parts.every(({ requests }) => requests > 0)).toBe(true);
      expect(sum(({ requests }) => requests)).toBe(whole.requests);
      expect(sum(({ baseline }) => baseline.errors)).toBe(whole.baseline.errors);
      expect(sum(({ baseline }) => baseline.cost_usd!)).toBeCloseTo(whole.baseline.cost_usd!, 12);
      expect(sum(({ candidate }) => candidate.cost_usd!)).toBeCloseTo(whole.candidate.cost_usd!, 12);
      expect(sum(({ candidate }) => candidate.evidence_counts.assumed)).toBe(whole.candidate.evidence_counts.assumed);
      expect(sum(({ candidate }) => candidate.latency.n)).toBe(whole.candidate.latency.n);
    }
  });
});

describe("what totals are made of", () => {
  it("times by bin and failures by kind add up to what is counted", () => {
    const result = simulated({ strategy: "fallback_chain", targets: ["a:one", "b:one"] }, LOG, PRICED);
    const { baseline, candidate, latency_histogram: times } = result;
    const held = (bins: readonly { readonly count: number }[] | null | undefined): number =>
      (bins ?? []).reduce((sum, { count }) => sum + count, 0);
    expect(held(times?.baseline)).toBe(baseline.latency.n);
    expect(held(times?.candidate)).toBe(candidate.latency.n);
    expect(times?.baseline[0]).toEqual({ from_ms: 20, to_ms: 25, count: baseline.errors });
    expect(baseline.failures).toEqual({ server: baseline.errors });
    expect(Object.values(candidate.failures ?? {}).reduce((sum, rows) => sum + rows, 0)).toBe(candidate.errors);
  });

  it("nothing is spread, and nobody fails, where the log cannot tell of the candidate", () => {
    const { candidate, latency_histogram: times } = simulated("c:two", LOG, PRICED);
    expect([candidate.p50_ms, candidate.errors]).toEqual([null, null]);
    expect([times?.candidate, candidate.failures]).toEqual([null, null]);
  });
});

describe("intervals", () => {
  it("hold their estimates, and say which rows they stand on", () => {
    const result = simulated({ strategy: "fallback_chain", targets: ["a:one", "b:one"] }, LOG, PRICED);
    for (const { p50_ms, p95_ms, latency } of [result.baseline, result.candidate]) {
      expect(latency.p50_ci_95.lower!).toBeLessThanOrEqual(p50_ms!);
      expect(latency.p50_ci_95.upper!).toBeGreaterThanOrEqual(p50_ms!);
      expect(latency.p95_ci_95.lower!).toBeLessThanOrEqual(p95_ms!);
      expect(latency.p95_ci_95.upper!).toBeGreaterThanOrEqual(p95_ms!);
    }
    const { saving } = result.difference;
    expect(saving.ci_95.lower!).toBeLessThan(saving.estimate!);
    expect(saving.ci_95.upper!).toBeGreaterThan(saving.estimate!);
    for (const { share, ci_95 } of [
      result.baseline.error_rate,
      result.candidate.error_rate,
      result.fallback.exercised,
    ]) {
      expect(ci_95.lower!).toBeLessThanOrEqual(share!);
      expect(ci_95.upper!).toBeGreaterThanOrEqual(share!);
    }
  });
});

describe("the whole answer", () => {
  it("does not depend on how the log is cut into segments", () => {
    const policy = { strategy: "cascade", steps: ["b:one", "a:one"], accept: { finish_reason: "stop" } };
    const { facts_id: whole, ...rest } = simulated(policy, LOG, PRICED);
    const { facts_id: cut, ...same } = simulated(policy, LOG, PRICED, { segmentRows: 13 });
    expect(cut).toBe(whole);
    expect(JSON.parse(rounded(same))).toEqual(JSON.parse(rounded(rest)));
  });

  it("names the rows where baseline and candidate lie furthest apart, and none where they are equal", () => {
    const result = simulated({ strategy: "single", model: "b:one" }, LOG, PRICED);
    const ids = LOG.filter(({ model }) => model === "a").map(({ request_id }) => request_id);
    const { cost_usd, latency_ms } = result.outliers;
    expect(cost_usd).toHaveLength(3);
    for (const [index, outlier] of cost_usd.entries()) {
      expect(ids).toContain(outlier.request_id);
      expect(outlier.delta).toBeCloseTo(outlier.candidate - outlier.baseline, 12);
      if (index > 0) expect(Math.abs(outlier.delta)).toBeLessThanOrEqual(Math.abs(cost_usd[index - 1]!.delta));
    }
    expect(latency_ms).toHaveLength(3);
    const same = LOG.filter(({ model }) => model === "a");
    expect(simulated({ strategy: "single", model: "a:one" }, same, PRICED).outliers).toEqual({
      cost_usd: [],
      latency_ms: [],
    });
  });

  it("names the ratios it used and no others", () => {
    const { token_ratios } = simulated({ strategy: "single", model: "c:two" }, LOG, PRICED, { filter: { model: "b" } });
    expect(token_ratios.map(({ baseline, candidate }) => [baseline, candidate])).toEqual([["b:one", "c:two"]]);
  });

  it("counts rows of the window that are no baseline rows", () => {
    const log = [
      ...LOG.slice(0, 20),
      rowOf(900, "a:one", { status: "blocked" }),
      rowOf(901, "a:one", { status: "cancelled" }),
      rowOf(902, "a:one", { gateway_cache_hit: true }),
      rowOf(903, "a:one", { dialect: "embeddings" }),
      rowOf(904, "a:one", { origin: "experiment" }),
      rowOf(905, "a:one", { replayability: "truncated" }),
    ];
    expect(simulated({ strategy: "single", model: "a:one" }, log, PRICED)).toMatchObject({
      requests: 21,
      window_requests: 21,
      left_out: { blocked: 1, cancelled: 1, gateway_cache_hit: 1, embeddings: 1 },
      unreplayable: { truncated: 1 },
    });
  });
});

function rounded(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "number" ? Number(member.toPrecision(10)) : member,
  );
}

describe("facts a policy stands on", () => {
  it("say that list price stands in for quality where nobody gave a score", () => {
    const policy = { strategy: "quality", allow: ["b:one", "a:one", "c:two"] };
    const bare = simulated(policy, LOG, PRICED);
    expect(bare.notes.join()).toContain("No quality score is known");
    expect(bare.route_distribution["a:one"]).toBeGreaterThan(0.9);
    const quality = new Map([["b:one", { score: 0.9, by_tag: {} }]]);
    const scored = simulated(policy, LOG, { ...PRICED, quality });
    expect(scored.notes.join()).not.toContain("No quality score is known");
    expect(scored.route_distribution["b:one"]).toBeGreaterThan(0.9);
  });

  it("say where tiers of end users stand on less than a week", () => {
    const policy = {
      strategy: "custom_rules",
      rules: [{ when: { end_user_spend_percentile: { $gte: 0.9 } }, then: "a:one" }],
      default: "b:one",
    };
    const twoWeeks = Array.from({ length: 28 }, (_, n) =>
      rowOf(n, "a:one", { created_at: START + n * (DAY_MS / 2), end_user: `user ${n % 4}` }),
    );
    const notes = (asked: Parameters<typeof simulated>[3], inSampleTiers = false): string =>
      simulated(policy, twoWeeks, { ...PRICED, inSampleTiers }, asked).notes.join();
    expect(notes({})).toContain("Tiers of end users are assumed before 2026-03-09");
    expect(notes({ filter: { from: START + 7 * DAY_MS } })).not.toContain("Tiers");
    expect(notes({}, true)).toContain("in-sample");
  });
});
