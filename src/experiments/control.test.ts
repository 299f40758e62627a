import { expect, test } from "vitest";
import { definition, pair, records, RUN, said, side } from "./pairs.fixtures.ts";
import type { Pair } from "./pair.ts";
import { summarise } from "./summarise.ts";

const WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa".split(
  " ",
);

/** A sentence of 16 words of which the last `changed` are others. */
function sentence(seed: number, changed: number): string {
  return WORDS.map((word, at) => (at >= 16 - changed ? `${word}${"xyz"[seed % 3]}q` : word)).join(" ");
}

/** Every baseline answer differs from itself by up to 2 words, and the candidate's by `apart`. */
function made(n: number, apart: number, controls: number): readonly Pair[] {
  return Array.from({ length: n }, (_, at) =>
    pair(at, {
      original: side({ evidence: "recorded", answer: said(sentence(at, 0)), latency_ms: 1000 + (at % 50) }),
      replay: side({ target: "small:p", answer: said(sentence(at, apart)), latency_ms: 600 + (at % 50) }),
      control:
        at < controls
          ? side({ answer: said(sentence(at, at % 3)), latency_ms: 1200 + (at % 50), cost_usd: 0.002 })
          : null,
    }),
  );
}

test("thresholds come from the noise floor where 50 control pairs hold it", () => {
  const few = summarise(records(made(100, 2, 49)), definition(100), RUN).similarity.measures[0];
  expect(few).toMatchObject({
    measure: "lexical_trigram_dice",
    calibration: "uncalibrated",
    thresholds: { high: 0.85, mild: 0.55 },
    control_pairs: 49,
  });
  const calibrated = summarise(records(made(100, 2, 60)), definition(100), RUN);
  const measure = calibrated.similarity.measures[0];
  expect(measure).toMatchObject({ calibration: "noise_floor", control_pairs: 60, mismatched_pairs: 99 });
  // A third of the control differs by two words: that is the 10th percentile, and the candidate differs no more.
  expect(measure?.thresholds.high).toBeLessThan(1);
  expect(calibrated.similarity.agreement_pct).toBe(100);
  const given = { lexical_trigram_dice: { high: 0.99, mild: 0.2 } };
  const told = summarise(records(made(100, 2, 60)), definition(100, { thresholds: given }), RUN);
  expect(told.similarity.measures[0]).toMatchObject({ calibration: "given", thresholds: given.lexical_trigram_dice });
  expect(told.similarity.agreement_pct).toBe(0);
});

test("embeddings are of a model, and have thresholds of their own", () => {
  const pairs = made(100, 1, 60).map((one, at) => ({ ...one, cosine: { replay: 0.7, control: 0.5 + at / 200 } }));
  const { similarity } = summarise(records(pairs), definition(100, { embeddings: "small-embeddings:p" }), RUN);
  expect(similarity.measures).toMatchObject([
    { measure: "embedding_cosine", model: "small-embeddings:p", pairs: 100, calibration: "noise_floor" },
  ]);
  expect(similarity.measures[0]?.thresholds.high).toBeCloseTo(0.5295, 9);
  expect(similarity.agreement_pct).toBe(100);
});

test("a baseline that never differs from itself: high is the same, mild begins at the constant", () => {
  const same = made(100, 2, 60).map((one) => ({
    ...one,
    control: one.control === null ? null : { ...one.control, answer: one.original.answer },
  }));
  const { similarity } = summarise(records(same), definition(100), RUN);
  const { high, mild } = similarity.measures[0]?.thresholds ?? { high: 0, mild: 0 };
  // Answers to different requests are alike here too: they hold `mild` above its constant of 0.55.
  expect(high).toBe(1);
  expect(mild).toBeGreaterThan(0.55);
  expect(mild).toBeLessThan(1);
  expect(similarity.buckets.mild.count).toBe(100);
});

test("the excess over the noise floor, and latency of the same hour", () => {
  const { control, guardrails } = summarise(records(made(200, 5, 100)), definition(200), RUN);
  expect(control?.pairs).toBe(100);
  expect(control?.differs.candidate.share).toBe(1);
  expect(control?.differs.control.share).toBeLessThan(0.2);
  expect(control?.differs.excess.estimate).toBeGreaterThan(0.8);
  expect(control?.identical.control.count).toBe(34);
  expect(control?.side).toMatchObject({ cost_usd: expect.closeTo(0.2, 9), priced: 100 });
  expect(control?.latency.p50_ratio).toMatchObject({ estimate: expect.closeTo(624.5 / 1224.5, 9), n: 100 });
  expect(control?.latency.p95_ratio.ci_95.upper).toBeLessThan(0.6);
  expect(control?.latency.hour_ratio.estimate).toBeCloseTo(1224.5 / 1024.5, 9);
  expect(guardrails).toMatchObject([{ metric: "latency_p95_ratio", limit: 1.1, status: "pass" }]);
});

test("too few of the same hour: no interval, and the guardrail is unknown", () => {
  const { control, guardrails } = summarise(records(made(60, 0, 50)), definition(60), RUN);
  expect(control?.latency.p95_ratio).toMatchObject({ n: 50, ci_95: { lower: null, upper: null } });
  expect(control?.latency.p50_ratio.ci_95.lower).not.toBeNull();
  expect(guardrails).toMatchObject([{ upper_95: null, status: "unknown" }]);
});

test("no control: null, and said", () => {
  const { control, guardrails, notes } = summarise(records(made(10, 0, 0)), definition(10), RUN);
  expect(control).toBeNull();
  expect(guardrails).toEqual([]);
  expect(notes.join("\n")).toContain("There is no control");
});
