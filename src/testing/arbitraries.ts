import * as fc from "fast-check";
import type { Facts, TargetFacts } from "../core/facts.ts";
import type { Features } from "../core/features.ts";
import { FAILURE_CLASSES, type Outcome, type Signals } from "../core/outcome.ts";
import type { OutcomeTable } from "../core/project.ts";
import type { Target } from "../core/target.ts";
import { factsOf, factsSnapshot } from "./world.ts";

export { conditionArbitrary, policyArbitrary } from "./policy-arbitrary.ts";

const MODELS = ["gpt-4o", "gpt-4o-mini", "claude-haiku-4-5"];
const PROJECTS = ["shop", "search"];
const ENDPOINTS = ["triage", "summarise"];
const USERS = ["ada", "ben", "cleo", "dan"];
const TAGS = ["batch", "vip", "feature:triage"];
const DAY = Date.UTC(2026, 3, 15);

function orNull<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(values, { nil: null });
}

/** Times in the steps of a 64th of a ms, so that sums of them are exact. */
function milliseconds(most: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: most * 64 }).map((steps) => steps / 64);
}

/** Any request that the conditions of `policyArbitrary` may look at. */
export function featuresArbitrary(): fc.Arbitrary<Features> {
  return fc.record({
    request_id: fc.uuid(),
    created_at: fc.integer({ min: DAY, max: DAY + 7 * 86_400_000 }),
    model: fc.constantFrom(...MODELS),
    project: fc.constantFrom(...PROJECTS),
    endpoint: orNull(fc.constantFrom(...ENDPOINTS)),
    api_key: orNull(fc.constantFrom("key-1", "key-2")),
    end_user: orNull(fc.constantFrom(...USERS)),
    session: orNull(fc.constantFrom("session-1", "session-2", "session-3")),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
    metadata: fc.oneof(
      fc.constant({}),
      fc.record({ plan: fc.constantFrom("free", "pro"), team: fc.record({ size: fc.integer({ min: 1, max: 9 }) }) }),
    ),
    input_tokens: orNull(fc.integer({ min: 0, max: 20_000 })),
    stream: fc.boolean(),
    needs: fc.record({ tools: fc.boolean(), images: fc.boolean(), json_schema: fc.boolean() }),
  });
}

function targetFactsArbitrary(target: Target): fc.Arbitrary<TargetFacts> {
  const can = orNull(fc.boolean());
  const price = fc.integer({ min: 0, max: 1_000 }).map((steps) => steps / 1e7);
  return fc.record({
    target: fc.constant(target),
    capabilities: fc.record({
      tools: can,
      images: can,
      json_schema: can,
      logprobs: fc.constant(null),
      context_window: orNull(fc.constantFrom(4_000, 8_000, 128_000)),
      max_output: fc.constant(null),
    }),
    health: orNull(
      fc
        .record({
          window: fc.constantFrom("5m" as const, "24h" as const),
          attempts: fc.integer({ min: 1, max: 60 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          ttft_ms: orNull(milliseconds(2_000)),
          ms_per_token: orNull(milliseconds(50)),
        })
        .map(({ share, ...health }) => ({ ...health, failures: Math.round(health.attempts * share) })),
    ),
    cooldown_until: orNull(fc.integer({ min: DAY, max: DAY + 7 * 86_400_000 })),
    quality: fc.record({
      score: orNull(fc.integer({ min: 0, max: 20 }).map((steps) => steps / 20)),
      by_tag: fc.constantFrom<Readonly<Record<string, number>>>({}, { vip: 0.9 }, { vip: 0.2, batch: 0.7 }),
    }),
    rates: orNull(
      fc.record({ input: price, cache_read: price, cache_write: price, output: price }).map((rate) => ({
        source: "library" as const,
        spans: [{ from: Number.NEGATIVE_INFINITY, tiers: [{ from_input_tokens: 0, ...rate }] }],
      })),
    ),
    expected_output: fc.record({
      overall: orNull(fc.integer({ min: 1, max: 900 })),
      by_endpoint: fc.constantFrom<Readonly<Record<string, number>>>({}, { triage: 40 }),
    }),
  });
}

/** A snapshot in which anything may be known or unknown, well or unwell. */
export function factsArbitrary(targets: readonly Target[]): fc.Arbitrary<Facts> {
  const percentile = fc.integer({ min: 0, max: 20 }).map((steps) => steps / 20);
  return fc
    .tuple(
      fc.tuple(...targets.map(targetFactsArbitrary)),
      fc.dictionary(fc.constantFrom(...USERS), percentile, { maxKeys: USERS.length }),
    )
    .map(([facts, percentiles]) => factsSnapshot(facts.length === 0 ? [factsOf("none:none")] : facts, percentiles));
}

/** Signals of an answer, any of them unknown. */
export function signalsArbitrary(): fc.Arbitrary<Signals> {
  const flag = orNull(fc.boolean());
  return fc.record({
    finish_reason: orNull(fc.constantFrom("stop", "length", "tool_calls")),
    output_tokens: orNull(fc.integer({ min: 0, max: 900 })),
    refusal: flag,
    tool_calls: flag,
    tool_calls_valid: flag,
    json_schema: flag,
    mean_logprob: orNull(fc.integer({ min: -20, max: 0 }).map((steps) => steps / 10)),
  });
}

/** What asking a target may give; the latency is always known. */
export function outcomeArbitrary(target: Target): fc.Arbitrary<Outcome> {
  const usual = {
    target: fc.constant(target),
    cost_usd: orNull(fc.integer({ min: 0, max: 100_000 }).map((steps) => steps / 2 ** 20)),
    latency_ms: milliseconds(16_000),
    ttft_ms: fc.constant(null),
    usage: fc.constant(null),
    evidence: fc.constantFrom("recorded" as const, "projected" as const),
  };
  const answered = fc.record({
    ...usual,
    ok: fc.constant(true),
    failure: fc.constant(null),
    signals: orNull(signalsArbitrary()),
    answer_hash: orNull(fc.constantFrom("a", "b", "c")),
  });
  const failed = fc.record({
    ...usual,
    ok: fc.constant(false),
    failure: fc.record(
      {
        class: fc.constantFrom(...FAILURE_CLASSES.filter((failure) => failure !== "cancelled")),
        code: fc.constant(null),
        message: fc.constant("made to fail"),
        retry_after_ms: fc.integer({ min: 0, max: 12_000 }),
      },
      { requiredKeys: ["class", "code", "message"] },
    ),
    signals: fc.constant(null),
    answer_hash: fc.constant(null),
  });
  return fc.oneof({ weight: 3, arbitrary: answered }, { weight: 2, arbitrary: failed });
}

/** One outcome for each target and try; later tries repeat the last. */
export function outcomeTableArbitrary(targets: readonly Target[]): fc.Arbitrary<OutcomeTable> {
  const tries = 3;
  return fc
    .tuple(...targets.map((target) => fc.array(outcomeArbitrary(target), { minLength: tries, maxLength: tries })))
    .map((rows) => (target, tried) => {
      const row = rows[targets.indexOf(target)];
      if (row === undefined) throw new Error(`${target} is not in the table`);
      return row[Math.min(tried, tries - 1)] as Outcome;
    });
}
