import { expect, test } from "vitest";
import { tango } from "../stats/tango.ts";
import { definition, pair, records, RUN, said, side } from "./pairs.fixtures.ts";
import type { Pair, PairOutcome } from "./pair.ts";
import { primaryDifference, stopRule } from "./primary.ts";
import { summarise } from "./summarise.ts";

/** 4 losses and 2 wins in 300. */
const VALID: readonly PairOutcome[] = Array.from({ length: 300 }, (_, at) => ({
  original: at < 4 ? 1 : at < 6 ? 0 : 1,
  replay: at < 4 ? 0 : 1,
}));

const made = (values: readonly PairOutcome[], cluster = (at: number) => `u${at}`): readonly Pair[] =>
  values.map((valid, at) => pair(at, { outcomes: { valid }, cluster: cluster(at) }));

test("wins, losses and ties, with Tango's interval, McNemar and the margin", () => {
  const [outcome] = summarise(records(made(VALID)), definition(300), RUN).outcomes;
  const { estimate, lower, upper } = tango(2, 4, 300);
  expect(outcome).toMatchObject({
    name: "valid",
    n: 300,
    unknown: 0,
    wins: 2,
    losses: 4,
    ties: 294,
    baseline_mean: 298 / 300,
    candidate_mean: 296 / 300,
    delta: { estimate, ci_95: { lower, upper }, effective_n: 300, evidence: "measured" },
    mcnemar: { two_sided: expect.closeTo(0.6875, 12), harm: expect.closeTo(0.34375, 12) },
    non_inferiority: { margin: 0.05, safe: true, decision: "no_worse", required_n: 59 },
  });
});

test("users who win or lose everything count once each", () => {
  const values = Array.from({ length: 200 }, (_, at) => ({ original: 1, replay: at % 20 < 2 ? 0 : 1 }));
  const [alone] = summarise(records(made(values)), definition(200), RUN).outcomes;
  const [together] = summarise(records(made(values, (at) => `u${at % 20}`)), definition(200), RUN).outcomes;
  expect(together?.delta.effective_n).toBeLessThan(30);
  expect(together?.delta.ci_95).toEqual(alone?.delta.ci_95);
  expect(together?.non_inferiority.lower_95).toBeLessThan(alone?.non_inferiority.lower_95 ?? 0);
});

test("a value that is missing is neither win nor loss, and too many make it inconclusive", () => {
  const values = VALID.map((value, at) => (at % 2 === 0 ? { ...value, replay: null } : value));
  const [outcome] = summarise(records(made(values)), definition(300), RUN).outcomes;
  expect(outcome).toMatchObject({ n: 150, unknown: 150, non_inferiority: { decision: "inconclusive" } });
});

test("the declared outcome decides at its own margin", () => {
  const primary = { metric: "valid", margin: 0.01 };
  const result = summarise(records(made(VALID)), definition(300, { primary }), RUN);
  expect(result.primary).toMatchObject({ metric: "valid", margin: 0.01, method: "tango", safe: false, n: 300 });
  expect(result.stopping).toMatchObject({ mode: "fixed", prefix_n: 300, e_decision: null });
  const missing = summarise(records(made(VALID)), definition(300, { primary: { metric: "other", margin: 0.05 } }), RUN);
  expect(missing.primary).toMatchObject({ metric: "other", estimate: null, n: 0, decision: "inconclusive" });
});

test("agreement is held against the noise floor where there is one", () => {
  const primary = { metric: "agreement", margin: 0.1 };
  const answers = (at: number): Partial<Pair> => ({
    replay: side({
      answer: said(at % 4 === 0 ? "Something else altogether, sorry." : "The order left our house yesterday."),
    }),
  });
  const pairs = Array.from({ length: 200 }, (_, at) => pair(at, answers(at)));
  const without = summarise(records(pairs), definition(200, { primary }), RUN).primary;
  expect(without).toMatchObject({ estimate: -0.25, decision: "harmful", safe: false });
  const noisy = pairs.map((one, at) => ({ ...one, control: at < 100 ? (answers(at).replay ?? null) : null }));
  const asked = definition(200, { primary, thresholds: { lexical_trigram_dice: { high: 0.85, mild: 0.5 } } });
  const against = summarise(records(noisy), asked, RUN).primary;
  expect(against).toMatchObject({ estimate: 0, method: "newcombe_excess_over_control", safe: true });
});

test("an early stop: certain only when the evidence is 20, by the thresholds that were declared", () => {
  const primary = { metric: "valid", margin: 0.05 };
  const asked = definition(300, { primary, stopping: "anytime" });
  const all = records(made(VALID.toReversed()));
  const rule = stopRule(asked);
  const stops = all.map(rule);
  const first = stops.findIndex((stop) => stop !== null);
  expect(first).toBeGreaterThan(30);
  expect(stops[first]).toMatch(/^valid is safe at a margin of 0.05: evidence 2\d\.\d after \d+ pairs/);
  expect(stops.slice(first).every((stop) => stop !== null)).toBe(true);
  const result = summarise(all.slice(0, first + 1), asked, { ...RUN, state: "stopped_early" });
  expect(result.stopping).toMatchObject({
    mode: "anytime",
    state: "stopped_early",
    e_decision: "safe",
    prefix_n: first + 1,
  });
  expect(result.primary).toMatchObject({ method: "betting_sequence", safe: true, decision: "no_worse" });
  expect(stopRule(definition(300, { primary }))(all[0]!)).toBeNull();
  expect(primaryDifference({ interrupted: true }, asked)).toBeNull();
  expect(primaryDifference(pair(0), { ...asked, primary: { metric: "agreement", margin: 0.05 } })).toBe(0);
});
