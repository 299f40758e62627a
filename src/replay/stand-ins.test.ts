import { describe, expect, it } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { cardOf, rowOf, simulated, surroundingsOf } from "./simulated.fixtures.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2);
const PRICED = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2) });

/** Two rows a day for two weeks, all served by a:one. */
function twoWeeks(said: (n: number) => Partial<Exchange> = () => ({})): readonly Exchange[] {
  return Array.from({ length: 28 }, (_, n) => rowOf(n, "a:one", { created_at: START + n * (DAY_MS / 2), ...said(n) }));
}

describe("a ranking by price for want of quality scores", () => {
  const policy = { strategy: "quality", allow: ["b:one", "a:one"] };
  const scores = (by_tag: Readonly<Record<string, number>>, score: number | null = null) => ({
    ...PRICED,
    quality: new Map([["a:one", { score, by_tag }]]),
  });

  it("leaves nothing recorded, though the log holds every answer", () => {
    const { candidate, route_distribution, difference, notes } = simulated(policy, twoWeeks(), PRICED);
    expect(route_distribution).toEqual({ "a:one": 1 });
    expect(candidate).toMatchObject({ evidence: "assumed", evidence_counts: { recorded: 0, assumed: 28 } });
    expect(candidate.latency).toMatchObject({ evidence: "assumed", evidence_counts: { recorded: 0, assumed: 28 } });
    expect(candidate.error_rate.evidence).toBe("assumed");
    expect(difference.evidence).toBe("assumed");
    expect(notes.join()).toContain("28 rows were decided by what stands in for a quality score");
    expect(notes.join()).not.toContain("28 of 28 costs are assumed");
  });

  it("is none where a target has a score, or where there is but one target", () => {
    const recorded = { evidence: "recorded", evidence_counts: { recorded: 28, assumed: 0 } };
    expect(simulated(policy, twoWeeks(), scores({}, 0.5)).candidate).toMatchObject(recorded);
    expect(simulated({ ...policy, allow: ["a:one"] }, twoWeeks(), PRICED).candidate).toMatchObject(recorded);
  });

  it("counts row by row where scores are given by tag", () => {
    const log = twoWeeks((n) => ({ tags: n % 4 === 0 ? ["hard", "eu"] : ["easy"] }));
    expect(simulated(policy, log, scores({ hard: 0.9 })).candidate.evidence_counts).toMatchObject({
      recorded: 7,
      assumed: 21,
    });
  });

  it("counts only where it is asked", () => {
    const rules = {
      strategy: "custom_rules",
      rules: [{ when: { tags: "hard" }, then: policy }],
      default: "a:one",
    };
    const log = twoWeeks((n) => ({ tags: n % 4 === 0 ? ["hard"] : [] }));
    const { candidate, notes } = simulated(rules, log, PRICED);
    expect(candidate.evidence_counts).toMatchObject({ recorded: 21, assumed: 7 });
    expect(notes.join()).toContain("7 rows were decided by what stands in");
  });

  it("counts in the arms that asked it", () => {
    const split = {
      strategy: "ab_test",
      split: [
        { weight: 1, name: "as it is", policy: "a:one" },
        { weight: 1, name: "best", policy },
      ],
    };
    const { arms } = simulated(split, twoWeeks(), PRICED);
    expect(arms?.["as it is"]?.candidate.evidence).toBe("recorded");
    expect(arms?.["best"]?.candidate.evidence).toBe("assumed");
  });
});

describe("a spend percentile of too short a history", () => {
  const policy = {
    strategy: "custom_rules",
    rules: [{ when: { end_user_spend_percentile: { $gte: 0.9 } }, then: "b:one" }],
    default: "a:one",
  };

  it("leaves nothing recorded for the first seven days, but of rows without an end user", () => {
    const log = twoWeeks((n) => ({ end_user: n % 2 === 0 ? `user ${n % 4}` : null }));
    const { candidate, route_distribution } = simulated(policy, log, PRICED, { segmentRows: 5 });
    expect(route_distribution).toEqual({ "a:one": 1 });
    expect(candidate.evidence_counts).toMatchObject({ recorded: 21, assumed: 7 });
  });

  it("is all there is where end users are ranked on the log itself", () => {
    const log = twoWeeks(() => ({ end_user: "one" }));
    const inSample = simulated(policy, log, { ...PRICED, inSampleTiers: true });
    expect(inSample.candidate.evidence_counts).toMatchObject({ recorded: 0, assumed: 28 });
  });

  it("is not counted for rows that an earlier rule decides", () => {
    const [heavy] = policy.rules;
    const rules = [{ when: { stream: false }, then: "a:one" }, heavy];
    const log = twoWeeks((n) => ({ end_user: "one", stream: n % 2 === 1 }));
    expect(simulated({ ...policy, rules }, log, PRICED).candidate.evidence_counts).toMatchObject({
      recorded: 21,
      assumed: 7,
    });
  });
});
