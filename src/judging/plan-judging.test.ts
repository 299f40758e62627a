import { array, assert as check, constantFrom, integer, property, record, boolean } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bucket } from "../compare/bucket.ts";
import { unitKey } from "./judge-unit.ts";
import { planJudging, type Judgeable, type JudgePlanOptions } from "./plan-judging.ts";

const OPTIONS: JudgePlanOptions = { protocol: "pairwise", n: 300, order: "both", seed: "exp" };

function pairsOf(sizes: Readonly<Partial<Record<Bucket, number>>>): readonly Judgeable[] {
  return Object.entries(sizes)
    .flatMap(([bucket, n]) =>
      Array.from({ length: n }, (_, index) => ({
        pair: index,
        request_id: `${bucket}-${index}`,
        bucket: bucket as Bucket,
        rule: null,
        answer: `${bucket}-${index}`,
        wordy: true,
      })),
    )
    .map((pair, index) => ({ ...pair, pair: index }));
}

describe("a plan", () => {
  const plan = planJudging(pairsOf({ high: 9_000, mild: 700, major: 300 }), OPTIONS);

  it("gives each bucket 40 and the rest to where most is to be learnt: the reference allocation", () => {
    expect(plan.drawn).toEqual({ high: 190, mild: 59, major: 51, hard: 0 });
  });

  it("asks each pair in both orders, one after the other, and 5 % canaries among them", () => {
    expect(plan.units).toHaveLength(615);
    expect(plan.calls).toBe(615);
    expect(plan.units.filter(({ kind }) => kind === "canary")).toHaveLength(15);
    expect(new Set(plan.units.map(unitKey)).size).toBe(615);
  });

  it("leaves a random part of every bucket wherever it is cut", () => {
    const half = plan.units.slice(0, 307);
    const of = (bucket: Bucket): number =>
      half.filter((unit) => unit.kind === "pair" && unit.bucket === bucket).length / 2;
    expect(of("high")).toBeGreaterThan(75);
    expect(of("mild")).toBeGreaterThan(18);
    expect(of("major")).toBeGreaterThan(15);
    expect(half.filter(({ kind }) => kind === "canary").length).toBeGreaterThanOrEqual(7);
  });

  it("puts either side first about as often", () => {
    const first = plan.units.filter((unit, index) => unit.kind === "pair" && unit.pair !== plan.units[index - 1]?.pair);
    const share = first.filter(({ order }) => order === "replay_first").length / first.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it("judges the same pairs for the same seed, and keeps them when n grows", () => {
    const pairs = pairsOf({ high: 9_000, mild: 700, major: 300 });
    const ids = (n: number): Set<string> =>
      new Set(
        planJudging(pairs, { ...OPTIONS, n }).units.flatMap((unit) => (unit.kind === "pair" ? [unit.request_id] : [])),
      );
    expect([...ids(200)].filter((id) => !ids(300).has(id))).toEqual([]);
    expect(planJudging(pairs, OPTIONS)).toEqual(plan);
  });

  it("balanced: one order, and both for about a fifth", () => {
    const balanced = planJudging(pairsOf({ high: 1_000 }), { ...OPTIONS, n: 1_000, order: "balanced" });
    const calls = balanced.units.filter(({ kind }) => kind === "pair").length;
    expect(calls).toBeGreaterThan(1_150);
    expect(calls).toBeLessThan(1_250);
  });

  it("equivalence: all pairs once", () => {
    const all = planJudging(pairsOf({ high: 50, major: 50 }), { ...OPTIONS, protocol: "equivalence", n: 1_000 });
    expect(all.units.filter(({ kind }) => kind === "pair")).toHaveLength(100);
  });

  it("makes known questions of answers without words too", () => {
    const pairs = pairsOf({ high: 6 }).map((pair) => ({ ...pair, wordy: false }));
    const canaries = planJudging(pairs, OPTIONS).units.filter((unit) => unit.kind === "canary");
    expect(new Set(canaries.map(({ canary }) => canary))).toEqual(new Set(["identical", "irrelevant"]));
    const alike = planJudging(
      pairs.map((pair) => ({ ...pair, answer: "yes" })),
      OPTIONS,
    );
    expect(alike.units.every((unit) => unit.kind === "pair" || unit.canary === "identical")).toBe(true);
  });

  it("of any pairs asks nothing twice, no more than n, and calls for no pair that a rule decides", () => {
    const bucket = constantFrom<Bucket>("high", "mild", "major", "hard");
    const rule = constantFrom(null, "identical" as const, "replay_failed" as const);
    const pairs = array(record({ bucket, rule, wordy: boolean() }), { maxLength: 120 }).map((list) =>
      list.map((pair, index) => ({ ...pair, pair: index, request_id: `r${index}`, answer: `a${index % 7}` })),
    );
    check(
      property(
        pairs,
        integer({ min: 1, max: 150 }),
        constantFrom("both" as const, "balanced" as const),
        (pairs, n, order) => {
          const { units, drawn, calls } = planJudging(pairs, { ...OPTIONS, n, order });
          const asked = new Set(units.flatMap((unit) => (unit.kind === "pair" ? [unit.request_id] : [])));
          expect(new Set(units.map(unitKey)).size).toBe(units.length);
          expect(asked.size).toBe(Math.min(n, pairs.length));
          expect(Object.values(drawn).reduce((sum, count) => sum + count, 0)).toBe(asked.size);
          expect(calls).toBe(units.filter((unit) => unit.kind === "canary" || unit.rule === null).length);
          for (const unit of units) {
            if (unit.kind === "canary" && unit.other !== null) {
              expect(pairs[unit.other]?.answer).not.toBe(pairs[unit.pair]?.answer);
            }
          }
        },
      ),
    );
  });
});
