import { describe, expect, it } from "vitest";
import { definition, judgedGroups, outcome, RUN, type Group } from "./judged.fixtures.ts";
import { summariseJudging } from "./summarise-judging.ts";

/** The published example: a hundred pairs of each bucket. */
const EXAMPLE: readonly Group[] = [
  { bucket: "high", said: "better", n: 20 },
  { bucket: "high", said: "equivalent", n: 75 },
  { bucket: "high", said: "worse", n: 5 },
  { bucket: "mild", said: "better", n: 45 },
  { bucket: "mild", said: "equivalent", n: 40 },
  { bucket: "mild", said: "worse", n: 15 },
  { bucket: "major", said: "better", n: 55 },
  { bucket: "major", said: "equivalent", n: 10 },
  { bucket: "major", said: "worse", n: 35 },
];

function pairwise(...given: Parameters<typeof summariseJudging>) {
  const result = summariseJudging(...given);
  if (result.protocol !== "pairwise") throw new Error("not pairwise");
  return result;
}

describe("what a pairwise run comes to", () => {
  const result = pairwise(definition(), judgedGroups(EXAMPLE), RUN);

  it("has the published shape, pooled, with whole numbers beside the shares", () => {
    expect(Object.keys(result).slice(2, 4)).toEqual(["judged_count", "spend_usd"]);
    expect(result).toMatchObject({
      judged_count: 300,
      spend_usd: 2.05,
      verdict_breakdown: { better: 0.4, equivalent: 125 / 300, worse: 55 / 300 },
      verdict_counts: { better: 120, equivalent: 125, worse: 55 },
      by_bucket: {
        high: { n: 100, verdicts: { better: 0.2, equivalent: 0.75, worse: 0.05 }, counts: { worse: 5 }, share: 0.9 },
        mild: { n: 100 },
        major: { n: 100, verdicts: { better: 0.55, equivalent: 0.1, worse: 0.35 } },
      },
    });
    expect(result.verdict_breakdown_ci_95.better.lower).toBeCloseTo(0.3461651905860969, 9);
    expect(result.verdict_breakdown_ci_95.better.upper).toBeCloseTo(0.4563634036588123, 9);
    expect(result.verdict_breakdown_of).toContain("pooled");
  });

  it("says of the window what the pooled shares do not: reference figures", () => {
    const { breakdown, ci_95 } = result.window;
    expect(breakdown.better).toBeCloseTo(0.228, 12);
    expect(breakdown.equivalent).toBeCloseTo(0.706, 12);
    expect(breakdown.worse).toBeCloseTo(0.066, 12);
    expect(ci_95.better.lower).toBeCloseTo(0.16760049839806151, 9);
    expect(ci_95.better.upper).toBeCloseTo(0.3082867533468234, 9);
    expect(ci_95.worse.lower).toBeCloseTo(0.0399518537831956, 9);
    expect(ci_95.worse.upper).toBeCloseTo(0.12195353339813925, 9);
  });

  it("is wider where the weights were counted in part of the window only", () => {
    const part = pairwise(definition({ window_rows: 50_000 }), judgedGroups(EXAMPLE), RUN);
    expect(part.window.breakdown).toEqual(result.window.breakdown);
    expect(part.window.ci_95.worse.upper).toBeGreaterThan(result.window.ci_95.worse.upper);
    expect(part.window.ci_95.worse.lower).toBeLessThan(result.window.ci_95.worse.lower);
  });

  it("decides on the net share and the guardrail: better on the whole, and too many worse", () => {
    expect(result.decision).toMatchObject({ decision: "no_worse_but_tail_risk", safe: true, withheld: null });
    expect(result.decision.worse.upper_95).toBeCloseTo(0.1106, 4);
    expect(result.decision.discordant).toBeCloseTo(0.294, 12);
    expect(result.decision.required_n).toBe(728);
  });

  it("has the exact bounds of none in n where nothing was worse", () => {
    const high = { high: 1_000, mild: 0, major: 0, hard: 0 };
    const of = (n: number) =>
      pairwise(definition({ sizes: high }), judgedGroups([{ bucket: "high", said: "equivalent", n }]), RUN).decision;
    // 1 - 0.05^(1/58) is above 0.05, and 59 clean pairs are enough.
    expect(of(58)).toMatchObject({ decision: "inconclusive", safe: false });
    expect(of(59)).toMatchObject({ decision: "no_worse", safe: true });
    expect(of(59).net.lower_95).toBeCloseTo(-0.0495, 4);
    expect(of(59).worse.upper_95).toBeCloseTo(0.0495, 4);
    const two = pairwise(
      definition({ sizes: { high: 900, mild: 0, major: 100, hard: 0 } }),
      judgedGroups([
        { bucket: "high", said: "equivalent", n: 100 },
        { bucket: "major", said: "better", n: 40 },
      ]),
      RUN,
    ).decision;
    expect(two.worse.upper_95).toBeCloseTo(Math.hypot(0.9 * 0.029513, 0.1 * 0.072157), 5);
    expect(two.net.lower_95).toBeCloseTo(-two.worse.upper_95, 9);
  });

  it("of one bucket is about that bucket", () => {
    const major = pairwise(
      definition({ bucket: "major" }),
      judgedGroups(EXAMPLE.filter(({ bucket }) => bucket === "major")),
      RUN,
    );
    expect(Object.keys(major.by_bucket)).toEqual(["major"]);
    expect(major.window.breakdown.worse).toBeCloseTo(0.35, 12);
    expect(major.window.of).toContain("major");
  });

  it("decides nothing where a bucket was not judged, or too few were", () => {
    const without = pairwise(definition(), judgedGroups(EXAMPLE.slice(3)), RUN);
    expect(without.window.breakdown.worse).toBeNull();
    expect(without.decision).toMatchObject({ decision: "inconclusive", withheld: "1 bucket has no judged pair" });
    const few = pairwise(
      definition({ bucket: "high" }),
      judgedGroups([{ bucket: "high", said: "better", n: 19 }]),
      RUN,
    );
    expect(few.decision).toMatchObject({ decision: "inconclusive", safe: false });
  });

  it("without a verdict has no share, and no zero", () => {
    const none = pairwise(
      definition(),
      judgedGroups([{ bucket: "high", said: { unjudged: "malformed" }, n: 30 }]),
      RUN,
    );
    expect(none).toMatchObject({
      judged_count: 0,
      verdict_breakdown: { better: null, equivalent: null, worse: null },
      unjudged: { count: 30, share: 1, reasons: { malformed: 30 } },
      win_rate: { n: 0, rate: null },
      length_controlled: null,
      decision: { decision: "inconclusive" },
    });
  });
});

describe("pairs of one cluster", () => {
  const high = { high: 1_000, mild: 0, major: 0, hard: 0 };
  const groups: readonly Group[] = [
    { bucket: "high", said: "worse", n: 10 },
    { bucket: "high", said: "equivalent", n: 90 },
  ];
  const run = (size: number) => {
    const { units, outcomes, labels } = judgedGroups(groups);
    const clustered = units.map((unit, ordinal) =>
      unit.kind === "pair" ? { ...unit, cluster: `user ${Math.floor(ordinal / 2 / size)}` } : unit,
    );
    return pairwise(definition({ sizes: high }), { units: clustered, outcomes, labels }, RUN);
  };

  it("count as many independent ones as they are worth; alone they count one each", () => {
    const [alone, ten] = [run(1), run(10)];
    expect(alone.frame).toMatchObject({ clusters: 100, design_effect: 1 });
    expect(alone.window.ci_95.worse.upper).toBeCloseTo(0.1744, 3);
    // One of ten users had all that is worse: ten users, not a hundred pairs.
    expect(ten.frame.clusters).toBe(10);
    expect(ten.frame.design_effect).toBeCloseTo(11, 9);
    expect(ten.window.breakdown.worse).toBeCloseTo(0.1, 12);
    expect(ten.window.ci_95.worse.upper).toBeGreaterThan(0.35);
    expect(ten.verdict_counts.worse).toBe(10);
    expect(ten.notes.join()).toContain("100 of 10 are worth 9 independent ones");
  });
});

describe("one order of each pair, and both of some", () => {
  it("takes the one verdict there is, and knows consistency from the others", () => {
    const { units, outcomes } = judgedGroups([{ bucket: "high", said: "better", n: 30 }]);
    const kept = units.flatMap((_, ordinal) => (ordinal % 2 === 0 || ordinal < 12 ? [ordinal] : []));
    const balanced = pairwise(
      definition({ order: "balanced" }),
      {
        units: kept.map((ordinal) => units[ordinal]!),
        outcomes: new Map(kept.map((ordinal, place) => [place, outcomes.get(ordinal)!])),
        labels: [],
      },
      RUN,
    );
    expect(balanced).toMatchObject({
      judged_count: 30,
      verdict_counts: { better: 30 },
      consistency: { pairs: 6, consistent: 6 },
    });
  });
});

describe("unjudged pairs", () => {
  const high = { high: 100, mild: 0, major: 0, hard: 0 };
  const run = (unjudged: number) =>
    pairwise(
      definition({ sizes: high, drawn: high }),
      judgedGroups([
        { bucket: "high", said: "equivalent", n: 100 - unjudged },
        { bucket: "high", said: { unjudged: "refused" }, n: unjudged },
      ]),
      RUN,
    );

  it("are in no share, and shown as worse where they are more than 2 %", () => {
    expect(run(2).unjudged.show_worst_case).toBe(false);
    const result = run(20);
    expect(result).toMatchObject({ judged_count: 80, verdict_breakdown: { equivalent: 1, worse: 0 } });
    expect(result.unjudged).toMatchObject({ count: 20, show_worst_case: true, worst_case: { worse: 0.2 } });
    expect(result.notes.join()).toContain("20 of 100 pairs are unjudged");
  });

  it("make a safe result one that is not robust", () => {
    expect(run(0).decision).toMatchObject({ safe: true, robust: true });
    expect(run(20).decision).toMatchObject({ safe: true, robust: false });
  });
});

describe("what is left out", () => {
  it("pairs after the first gap, and a pair of which one order was reached", () => {
    const { units, outcomes } = judgedGroups([{ bucket: "high", said: "better", n: 10 }]);
    const cut = new Map([...outcomes].filter(([ordinal]) => ordinal < 7 || ordinal > 8));
    const result = pairwise(definition(), { units, outcomes: cut, labels: [] }, { ...RUN, state: "cap_reached" });
    expect(result.frame.reached).toBe(3);
    expect(result.judged_count).toBe(3);
    expect(result.notes.join()).toContain("3 of 300 pairs were reached (cap_reached)");
  });

  it("an interrupted order makes its pair unjudged", () => {
    const { units, outcomes } = judgedGroups([{ bucket: "high", said: "better", n: 2 }]);
    const cut = new Map<number, ReturnType<typeof outcome> | { interrupted: true }>(outcomes).set(1, {
      interrupted: true,
    });
    const result = pairwise(definition(), { units, outcomes: cut, labels: [] }, RUN);
    expect(result).toMatchObject({ judged_count: 1, unjudged: { count: 1, reasons: { interrupted: 1 } } });
  });
});

describe("canaries", () => {
  const passed = Array.from({ length: 9 }, () => ["truncated", "worse"] as const);

  it("below nine of ten make the run void", () => {
    const bad = pairwise(
      definition(),
      judgedGroups(EXAMPLE, [...passed.slice(1), ["identical", "better"], ["injected", "better"]]),
      RUN,
    );
    expect(bad.canaries).toMatchObject({ asked: 10, passed: 8, pass_rate: 0.8, void: true });
    expect(bad.canaries.by_kind).toMatchObject({
      identical: { asked: 1, passed: 0 },
      injected: { asked: 1, passed: 0 },
    });
    expect(bad.decision).toMatchObject({ decision: "void", safe: false, robust: false });
  });

  it("at nine of ten do not, and are in no share", () => {
    const good = pairwise(definition(), judgedGroups(EXAMPLE, [...passed, ["injected", "better"]]), RUN);
    expect(good.canaries).toMatchObject({ asked: 10, passed: 9, void: false });
    expect(good.judged_count).toBe(300);
  });
});

describe("an equivalence run", () => {
  it("has a mean, a histogram, the bands and the share below 0.7", () => {
    const scores = [1, 0.95, 0.9, 0.89, 0.7, 0.69, 0];
    const units = scores.map((_, pair) => ({
      kind: "pair" as const,
      pair,
      request_id: `r${pair}`,
      bucket: "high" as const,
      order: "original_first" as const,
      rule: null,
    }));
    const outcomes = new Map(scores.map((score, ordinal) => [ordinal, outcome(score)]));
    const result = summariseJudging(definition({ protocol: "equivalence" }), { units, outcomes, labels: [] }, RUN);
    expect(result).toMatchObject({
      judged_count: 7,
      bands: { equivalent: { count: 3 }, degraded: { count: 2 }, low: { count: 2 } },
      share_below_07: 2 / 7,
    });
    if (result.protocol !== "equivalence") throw new Error("not equivalence");
    expect(result.mean_score).toBeCloseTo(5.13 / 7, 12);
    expect(result.histogram.reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(result.histogram[19]).toBe(2);
  });
});
