import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stratifiedJudgeDecision, judgeDecision } from "./judge-decision.ts";
import { mcnemar } from "./mcnemar.ts";
import { nonInferiority, requiredPairs } from "./non-inferiority.ts";
import { offPolicy } from "./off-policy.ts";
import { reconcileOrders, type Preference } from "./order-swap.ts";
import { predictionPowered } from "./prediction-powered.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { contractVerdict } from "./verdict.ts";

const counts = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(500)).map(([gains, losses, ties]) => ({
  gains,
  losses,
  comparable: gains + losses + ties,
}));

test("one more loss never makes a switch safer", () => {
  fc.assert(
    fc.property(counts, ({ gains, losses, comparable }) => {
      fc.pre(gains + losses < comparable);
      const before = nonInferiority(gains, losses, comparable);
      const after = nonInferiority(gains, losses + 1, comparable);
      expect(after.upper).toBeLessThanOrEqual(before.upper + 1e-9);
      if (losses > 0) expect(after.lower).toBeLessThanOrEqual(before.lower + 1e-9);
      expect(mcnemar(gains, losses + 1).harm).toBeLessThanOrEqual(mcnemar(gains, losses).harm + 1e-9);
    }),
  );
});

test("clean needs evidence: never below 59 pairs, and never after a loss", () => {
  fc.assert(
    fc.property(counts, fc.nat(50), ({ gains, losses, comparable }, differs) => {
      const result = contractVerdict({
        gains,
        losses,
        comparable,
        incomparable: 0,
        criticalLosses: 0,
        differs: Math.min(differs, comparable),
        rerun: null,
      });
      if (comparable < 59) expect(result.verdict).not.toBe("clean");
      if (losses > 0) expect(result.verdict).toBe("needs_review");
      if (result.decision === "no_worse" || result.decision === "better") expect(result.robust).toBe(true);
    }),
  );
});

test("one bucket that is the whole window is judged as a plain sample", () => {
  const plain = judgeDecision(120, 55, 300);
  const whole = stratifiedJudgeDecision([{ weight: 1, wins: 120, losses: 55, n: 300 }]);
  expect(whole.decision).toBe(plain.decision);
  expect(whole.worseUpper).toBeCloseTo(plain.worseUpper, 12);
  expect(judgeDecision(0, 0, 0).decision).toBe("inconclusive");
});

test("required pairs grow with disagreement and shrink with the margin", () => {
  expect(requiredPairs(0.2, { margin: 0.05 })).toBe(495);
  expect(requiredPairs(0.4)).toBeGreaterThan(requiredPairs(0.2));
  expect(requiredPairs(0.2, { margin: 0.1 })).toBeLessThan(requiredPairs(0.2));
  expect(requiredPairs(0.2, { delta: -0.05 })).toBe(Infinity);
});

test("the order of the two orders does not matter", () => {
  const preference = fc.constantFrom<Preference | null>("better", "equivalent", "worse", null);
  fc.assert(
    fc.property(preference, preference, (first, second) => {
      expect(reconcileOrders(first, second)).toEqual(reconcileOrders(second, first));
    }),
  );
});

test("estimates that stand on too little are withheld", () => {
  const one = offPolicy({ propensity: [0.5, Number.NaN], target: [1, 1], reward: [1, 1] });
  expect(one).toMatchObject({ matched: 1, snips: 1, withheld: ["few_effective", "one_row_dominates"] });
  const same = Array.from({ length: 200 }, () => 1);
  expect(offPolicy({ propensity: same, target: same, reward: same }).withheld).toEqual([]);
  expect(offPolicy({ propensity: [], target: [], reward: [] }).ips).toBeNull();
  expect(roganGladen(10, 100, { right: 30, n: 50 }, { right: 25, n: 50 })).toBeNull();
  expect(predictionPowered([1], [1], [1, 0])).toBeNull();
  expect(predictionPowered([1, 0], [1, 0], [])?.estimate).toBe(0.5);
});
