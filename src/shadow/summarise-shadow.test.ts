import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tango } from "../stats/index.ts";
import { comparePair } from "./compare-pair.ts";
import { PAIR_RESULTS } from "./comparison.ts";
import { anyPair, pairOf, pairsOf, saying, side } from "./pairs.fixtures.ts";
import { summariseShadow } from "./summarise-shadow.ts";

const comparisons = fc.array(anyPair.map(comparePair), { maxLength: 30 });

test("the worked example of the shadow document: two of five would fail", () => {
  const pairs = pairsOf({ loss: 2, both_pass: 3 });
  const { lower, upper } = tango(0, 2, 5);
  expect(summariseShadow(pairs)).toMatchObject({
    comparable_n: 5,
    incomparable_n: 0,
    confidence_label: "LOW_CONFIDENCE",
    would_fail: 2,
    success_rate_primary: 1,
    success_rate_shadow: 0.6,
    success_rate_delta: -0.4,
    interval: { lower, upper, method: "tango" },
    mcnemar_p: 0.5,
    verdict: "needs_review",
    reason: "regression_suspected",
  });
});

test("counts and rates belong together, whatever comes", () => {
  fc.assert(
    fc.property(comparisons, (given) => {
      const sum = summariseShadow(given);
      const { comparable_n: n, wins, losses } = sum;
      expect(n + sum.incomparable_n).toBe(given.length);
      expect(wins + losses + sum.both_pass + sum.both_fail + sum.flaky).toBe(n);
      expect(sum.would_fail).toBe(losses);
      expect(Object.values(sum.incomparable).reduce((all, one) => all + one, 0)).toBe(sum.incomparable_n);
      if (n === 0) expect(sum).toMatchObject({ success_rate_delta: null, interval: null, mcnemar_p: null });
      else {
        expect(sum.success_rate_delta).toBe((wins - losses) / n);
        expect((sum.success_rate_shadow ?? 0) - (sum.success_rate_primary ?? 0)).toBeCloseTo((wins - losses) / n, 12);
        expect(sum.interval?.lower).toBeLessThanOrEqual((wins - losses) / n + 1e-9);
        expect(sum.interval?.upper).toBeGreaterThanOrEqual((wins - losses) / n - 1e-9);
      }
    }),
  );
});

test("the order of the pairs does not matter", () => {
  fc.assert(
    fc.property(
      comparisons.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
      ([given, shuffled]) => {
        expect(summariseShadow(shuffled)).toEqual(summariseShadow(given));
      },
    ),
  );
});

test("swapping the sides turns the numbers round", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PAIR_RESULTS), { minLength: 1, maxLength: 40 }), (results) => {
      const mirrored = { loss: "gain", gain: "loss" } as Readonly<Record<string, "loss" | "gain">>;
      const there = summariseShadow(results.map((one, index) => pairOf(one, { contract: `${index % 7}` })));
      const back = summariseShadow(
        results.map((one, index) => pairOf(mirrored[one] ?? one, { contract: `${index % 7}` })),
      );
      expect(back).toMatchObject({ wins: there.losses, losses: there.wins, mcnemar_p: there.mcnemar_p });
      expect(back.interval?.lower).toBeCloseTo(-(there.interval?.upper ?? 0), 9);
      expect(back.confidence_label).toBe(there.confidence_label);
    }),
  );
});

describe("trials of a contract on one case are clustered", () => {
  test("and its cases are not: each is a request of its own", () => {
    const pairs = Array.from({ length: 60 }, (_, index) =>
      pairOf(index < 4 ? "loss" : "both_pass", { contract: "one", case: `request ${index}` }),
    );
    const { lower, upper } = tango(0, 4, 60);
    expect(summariseShadow(pairs)).toMatchObject({ interval: { lower, upper, method: "tango" }, mcnemar_p: 0.125 });
  });

  const trials = (contracts: number, times: number, losing: number): ReturnType<typeof pairOf>[] =>
    Array.from({ length: contracts * times }, (_, index) => {
      const contract = index % contracts;
      return pairOf(contract < losing ? "loss" : "both_pass", { contract: `${contract}`, trial: 1 + index });
    });

  test("trials that always agree say as much as one of each, nearly", () => {
    const once = summariseShadow(trials(40, 1, 4));
    const often = summariseShadow(trials(40, 5, 4));
    expect(often.comparable_n).toBe(200);
    expect(often.success_rate_delta).toBe(once.success_rate_delta);
    expect(once.interval?.method).toBe("tango");
    expect(often.interval?.method).toBe("tango_clustered");
    expect(often.interval?.lower).toBeCloseTo(once.interval?.lower ?? 0, 2);
    expect(often.interval?.upper).toBeCloseTo(once.interval?.upper ?? 0, 2);
    // One vote a contract: 4 against none.
    expect(often.mcnemar_p).toBe(0.125);
    expect(often.reason).toBe("regression_suspected");
  });

  test("few contracts are told by Student's t", () => {
    expect(summariseShadow(trials(5, 3, 2)).interval?.method).toBe("tango_clustered_t");
    expect(summariseShadow(trials(1, 3, 0)).interval?.method).toBe("tango_clustered");
  });

  test("20 contracts without a loss are clean after three trials, not before", () => {
    expect(summariseShadow(trials(20, 1, 0))).toMatchObject({
      verdict: "needs_better_evidence",
      reason: "too_few_pairs",
    });
    expect(summariseShadow(trials(20, 3, 0))).toMatchObject({ verdict: "clean", reason: "identical" });
  });
});

test("what the verdict says in words", () => {
  const words = (...given: Parameters<typeof pairsOf>): string => summariseShadow(pairsOf(...given)).guidance;
  expect(summariseShadow([]).guidance).toBe("Nothing was compared: no request was asked of both.");
  expect(words({ both_pass: 100 })).toBe(
    "No difference detected in 100 pairs: the shadow fails at most 2.95% of what the primary passes, with 95 % confidence.",
  );
  expect(words({ both_pass: 20, flaky: 1 })).toMatch(
    /^No loss in 21 pairs, which are too few: .* 59 without a loss .* 1 pair passed only/u,
  );
  expect(words({ both_pass: 20, loss: 5 })).toMatch(/more than chance explains\. Investigate before switching\.$/u);
});

test("trouble of the shadow is counted, and holds the verdict back", () => {
  const failure = { class: "timeout", code: null, message: "no answer within 30 s" };
  const lost = pairOf("both_pass", { shadow: side(null, { failure, latency_ms: null, cost_usd: null }) });
  const sum = summariseShadow([...pairsOf({ both_pass: 70 }), ...Array.from({ length: 20 }, () => lost)]);
  expect(sum).toMatchObject({
    verdict: "needs_better_evidence",
    reason: "incomparable_rate",
    incomparable: { shadow_error: 20 },
    reliability: { primary: { asked: 90, failed: 0 }, shadow: { asked: 90, failed: 20 } },
    latency_ms: { shadow: { p50: 100, p95: 100 } },
  });
  expect(sum.cost_usd.shadow).toBeCloseTo(0.07, 12);
  expect(
    summariseShadow([pairOf("loss", { shadow: side(saying("a"), { cost_usd: null }) })]).cost_usd.shadow,
  ).toBeNull();
});

test("what differs no more than the primary from itself is clean", () => {
  const other = { shadow: side(saying("no")) };
  const pairs = Array.from({ length: 100 }, (_, index) =>
    pairOf("both_pass", { contract: null, ...(index < 10 ? other : {}) }),
  );
  expect(summariseShadow(pairs).verdict).toBe("changed_but_passing");
  expect(summariseShadow(pairs, { rerun: { differs: 15, pairs: 100 } })).toMatchObject({
    verdict: "clean",
    reason: "within_rerun_noise",
  });
});
