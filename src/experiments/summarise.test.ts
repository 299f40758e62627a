import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { BUCKETS } from "../compare/bucket.ts";
import { definition, DOWN, pair, records, RUN, said, side } from "./pairs.fixtures.ts";
import { CAP_REACHED, type Pair } from "./pair.ts";
import type { ExperimentResult } from "./result.ts";
import { summarise } from "./summarise.ts";

const cents = fc.option(
  fc.nat(1_000_000).map((micros) => micros / 1e6),
  { nil: null },
);
const text = fc.constantFrom(
  "The order left our house yesterday.",
  "The order left our house today.",
  "The order has not left our house.",
  '{"order":771,"state":"sent"}',
  "",
);
const madeSide = fc.record({
  target: fc.constantFrom("a:p", "b:p", null),
  failure: fc.option(fc.constant(DOWN), { nil: null, freq: 4 }),
  cost_usd: cents,
  latency_ms: fc.option(fc.nat(60_000), { nil: null }),
  output_tokens: fc.option(fc.nat(1000), { nil: null }),
  answer: fc.option(
    text.map((one) => said(one)),
    { nil: null, freq: 8 },
  ),
});
const score = fc.option(fc.constantFrom(0, 0.5, 1), { nil: null });
const madePair = fc
  .record({
    original: madeSide,
    replay: madeSide,
    control: fc.option(madeSide, { nil: null }),
    cluster: fc.constantFrom("a", "b", "c", "d"),
    truncated_by_us: fc.boolean(),
    score: fc.record({ original: score, replay: score }),
    cosine: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  })
  .map(({ original, replay, control, score: given, cosine, ...rest }): Partial<Pair> => ({
    ...rest,
    original: side({ ...original, evidence: "recorded" }),
    replay: side(replay),
    control: control === null ? null : side(control),
    outcomes: { given },
    cosine: { replay: cosine, control: cosine },
  }));
const stored = fc
  .array(fc.oneof({ weight: 9, arbitrary: madePair }, { weight: 1, arbitrary: fc.constant(null) }), { maxLength: 30 })
  .map((all) => records(all.map((one, ordinal) => (one === null ? { interrupted: true } : pair(ordinal, one)))));

/** Every number with an interval, wherever it stands. */
function intervals(
  value: unknown,
  path = "",
): { path: string; estimate: number | null; lower: number; upper: number }[] {
  if (typeof value !== "object" || value === null) return [];
  const own: { path: string; estimate: number | null; lower: number; upper: number }[] = [];
  if ("ci_95" in value) {
    const { lower, upper } = value.ci_95 as { lower: number | null; upper: number | null };
    const estimate = (
      "estimate" in value ? value.estimate : (value as unknown as { share: number | null }).share
    ) as number;
    own.push({ path, estimate, lower: lower ?? -Infinity, upper: upper ?? Infinity });
  }
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => intervals(inner, `${path}/${name}`))];
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, one) => total + one, 0);

test("whatever came back: counts add up, intervals hold their estimates, and all of it is JSON", () => {
  fc.assert(
    fc.property(stored, fc.constantFrom(null, "agreement", "given"), fc.boolean(), (all, metric, anytime) => {
      const asked = definition(all.length, {
        primary: metric === null ? null : { metric, margin: 0.05 },
        stopping: anytime && metric !== null ? "anytime" : "fixed",
      });
      const result = summarise(all, asked, RUN);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      const { frame, similarity, outcome_classes } = result;
      expect(frame.counted).toBe(all.length);
      expect(result.requests + frame.interrupted).toBe(frame.counted);
      expect(sum(Object.values(outcome_classes))).toBe(frame.counted);
      expect(sum(BUCKETS.map((bucket) => similarity.buckets[bucket].count))).toBe(similarity.agreement.n);
      expect(similarity.agreement.n + similarity.not_compared).toBe(frame.counted);
      expect(sum(similarity.histogram)).toBe(sum(similarity.measures.map(({ pairs }) => pairs)));
      for (const { histogram, pairs } of similarity.measures) expect(sum(histogram)).toBe(pairs);
      for (const one of [result.baseline, result.candidate]) {
        expect(one.priced + one.unpriced).toBe(result.requests);
        expect(sum(Object.values(one.failures))).toBe(one.errors);
        expect(sum(Object.values(one.evidence_counts))).toBe(result.requests);
      }
      for (const { wins, losses, ties, n, unknown } of result.outcomes) {
        expect(wins + losses + ties).toBe(n);
        expect(n + unknown).toBe(result.requests);
      }
      for (const { path, estimate, lower, upper } of intervals(result)) {
        expect(lower <= upper, path).toBe(true);
        if (estimate === null) continue;
        expect(lower <= estimate + 1e-12 && estimate <= upper + 1e-12, `${path}: ${lower} ${estimate} ${upper}`).toBe(
          true,
        );
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("only the prefix of the hash order counts, however the rest came back", () => {
  fc.assert(
    fc.property(stored, fc.nat(29), (all, at) => {
      const gap = Math.min(at, all.length);
      const asked = definition(all.length + 1);
      const cut = all.filter(({ ordinal }) => ordinal !== gap);
      const result = summarise(cut, asked, RUN);
      const prefix = summarise(all.slice(0, gap), asked, RUN);
      const bare = ({ frame: _frame, notes: _notes, ...rest }: ExperimentResult) => rest;
      expect(bare(result)).toEqual(bare(prefix));
      expect(result.frame.beyond_prefix).toBe(cut.length - gap);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test("pairs out of order are a bug of whoever reads them", () => {
  const [a, b] = records([pair(0), pair(1)]);
  expect(() => summarise([b!, a!], definition(2), RUN)).toThrow("pair 0 after pair 1");
});

test("a pair that the cap cut off ends the prefix", () => {
  const capped = { class: "cancelled", code: CAP_REACHED, message: "no room" } as const;
  const result = summarise(
    records([pair(0), pair(1, { replay: side({ failure: capped, cost_usd: 0 }) }), pair(2)]),
    definition(5),
    { ...RUN, state: "cap_reached" },
  );
  expect(result.frame).toMatchObject({ sampled: 5, attempted: 3, counted: 1, beyond_prefix: 2 });
  expect(result.notes[0]).toContain("1 of 5 pairs count");
});

describe("nothing, one pair, and all failed", () => {
  it("give null where there is nothing to say, never 0 or NaN", () => {
    const nothing = summarise([], definition(10, { primary: { metric: "agreement", margin: 0.05 } }), RUN);
    expect(nothing.baseline).toMatchObject({ cost_usd: null, p50_ms: null, p95_ms: null, errors: 0 });
    expect(nothing.differences.cost).toMatchObject({
      baseline_usd: null,
      saving: { estimate: null, ci_95: { lower: null, upper: null }, n: 0, evidence: "unidentified" },
    });
    expect(nothing.similarity).toMatchObject({ agreement_pct: null, measures: [], agreement: { n: 0, share: null } });
    expect(nothing.primary).toMatchObject({ estimate: null, decision: "inconclusive", safe: false });
    expect(nothing.notes).toEqual([
      "No pair has come back yet: there is nothing to compare.",
      "0 of 10 pairs count: those before the first one missing in hash order, a random sample of the window.",
    ]);

    const one = summarise(records([pair(0)]), definition(1), RUN);
    expect(one.differences.cost.saving).toMatchObject({ estimate: 0.5, ci_95: { lower: null, upper: null }, n: 1 });
    expect(one.window_total.candidate_usd).toMatchObject({ estimate: 5, ci_95: { lower: null, upper: null } });

    const failed = summarise(
      records(
        Array.from({ length: 30 }, (_, at) =>
          pair(at, { replay: side({ failure: DOWN, cost_usd: 0, latency_ms: 3 }) }),
        ),
      ),
      definition(30),
      RUN,
    );
    expect(failed.candidate).toMatchObject({
      cost_usd: 0,
      errors: 30,
      error_rate: { share: 1 },
      failures: { server: 30 },
    });
    expect(failed.differences.cost).toMatchObject({ baseline_usd: null, saving: { estimate: null, n: 0 } });
    expect(failed.window_total.candidate_usd.estimate).toBeNull();
    expect(failed.notes.join()).toContain("30 replays of 30 failed");
    expect(failed.differences).toMatchObject({ p50_ms: { estimate: null, n: 0 }, error_rate: { estimate: 1, n: 30 } });
    expect(failed.similarity).toMatchObject({ agreement_pct: 0, buckets: { hard: { count: 30, share: 1 } } });
  });

  it("never count an unknown price as free", () => {
    const result = summarise(
      records([pair(0), pair(1, { replay: side({ cost_usd: null }) })]),
      definition(2, { window_cost_usd: null }),
      RUN,
    );
    expect(result.candidate).toMatchObject({ cost_usd: 0.002 - 0.001, priced: 1, unpriced: 1 });
    expect(result.differences.cost).toMatchObject({ baseline_usd: 0.002, saving: { estimate: 0.5, n: 1 } });
    expect(result.window_total).toMatchObject({ baseline_usd: null, candidate_usd: { estimate: null } });
    expect(result.notes.join(" ")).toContain("0 originals and 1 replays");
  });
});

test("costs, latencies and failures of known pairs", () => {
  const result = summarise(
    records(
      Array.from({ length: 100 }, (_, at) =>
        pair(at, {
          original: side({ evidence: "recorded", cost_usd: 0.01 * (at + 1), latency_ms: 1000 + at }),
          replay: side({ target: at < 75 ? "a:p" : "b:p", cost_usd: 0.004 * (at + 1), latency_ms: 500 + at }),
        }),
      ),
    ),
    definition(100, { window_cost_usd: 1000 }),
    RUN,
  );
  expect(result.route_distribution).toEqual({ "a:p": 0.75, "b:p": 0.25 });
  expect(result.baseline).toMatchObject({ evidence: "recorded", p50_ms: 1049.5, errors: 0 });
  expect(result.candidate).toMatchObject({ evidence: "measured", p50_ms: 549.5 });
  const { saving } = result.differences.cost;
  expect(saving.estimate).toBeCloseTo(0.6, 12);
  expect(saving.ci_95.lower).toBeCloseTo(0.6, 9);
  expect(result.differences).toMatchObject({
    p50_ms: { estimate: -500 },
    p95_ms: { estimate: -500, evidence: "measured" },
  });
  expect(result.window_total.candidate_usd.estimate).toBeCloseTo(400, 9);
  expect(result.outliers.cost_usd.map(({ ordinal }) => ordinal)).toEqual([99, 98, 97, 96, 95]);
  expect(summarise(records([pair(0)]), definition(1), RUN)).toEqual(summarise(records([pair(0)]), definition(1), RUN));
});

test("the interval of the window closes as the sample grows to it, and pairs of one user count as fewer", () => {
  const made = (clusters: number) =>
    records(
      Array.from({ length: 200 }, (_, at) =>
        pair(at, { cluster: `u${at % clusters}`, replay: side({ cost_usd: 0.0005 + 0.001 * ((at % clusters) % 2) }) }),
      ),
    );
  const width = (clusters: number, replayable: number): number => {
    const asked = definition(200);
    const result = summarise(made(clusters), { ...asked, frame: { ...asked.frame, replayable } }, RUN);
    const { lower, upper } = result.window_total.candidate_usd.ci_95;
    return (upper as number) - (lower as number);
  };
  expect(width(200, 200)).toBe(0);
  expect(width(200, 400)).toBeLessThan(width(200, 100_000));
  expect(width(10, 100_000)).toBeGreaterThan(3 * width(200, 100_000));
});
