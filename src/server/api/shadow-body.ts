import { z } from "@hono/zod-openapi";
import { DIFFERENCE_KINDS } from "../../compare/index.ts";
import { FAILURE_CLASSES } from "../../contracts/contract.ts";
import type { Decision, Verdict, VerdictReason } from "../../stats/index.ts";
import { INCOMPARABLE_REASONS, PAIR_RESULTS } from "../../shadow/comparison.ts";

export const VERDICTS = [
  "clean",
  "changed_but_passing",
  "needs_review",
  "needs_better_evidence",
] as const satisfies readonly Verdict[];
const REASONS = [
  "no_comparable",
  "critical_contract",
  "regression_confirmed",
  "regression_suspected",
  "incomparable_rate",
  "too_few_pairs",
  "identical",
  "within_rerun_noise",
  "differs",
] as const satisfies readonly VerdictReason[];
const DECISIONS = [
  "blocked",
  "inconclusive",
  "harmful",
  "worse",
  "worse_within_margin",
  "better",
  "no_worse",
] as const satisfies readonly Decision[];

/** Comparisons of one run at most. */
const MOST_COMPARISONS = 20_000;

const name = z.string().min(1).max(500);
const text = z.string().max(20_000);
const share = z.number().min(0).max(1).nullable();
const count = z.int().min(0);
const amount = z.number().min(0).nullable();
/** ms since the epoch as numbers, or ISO 8601 as this API answers. */
const instant = z
  .union([z.int().min(0), z.iso.datetime().transform((at) => Date.parse(at))])
  .openapi({ description: "ms since the epoch, or ISO 8601" });

const finding = z.object({
  assertion: name,
  status: z.enum(["passed", "failed", "unknown"]),
  failure_class: z.enum(FAILURE_CLASSES).nullable(),
  path: text.nullable(),
  expected: z.unknown(),
  found: z.unknown(),
  message: text,
});

const side = z.object({
  target: name.nullable(),
  request_id: name.nullable(),
  failure: z.object({ class: name, code: text.nullable(), message: text }).nullable(),
  latency_ms: amount,
  cost_usd: amount,
  input_tokens: count.nullable(),
  output_tokens: count.nullable(),
  answer: z.unknown(),
});

const step = z.object({
  contract: name,
  critical: z.boolean(),
  primary_passed: z.boolean().nullable(),
  shadow_passed: z.boolean().nullable(),
  primary_findings: z.array(finding),
  shadow_findings: z.array(finding),
});

const comparison = z
  .object({
    contract: name.nullable(),
    case: name.nullable(),
    trial: z.int().min(1),
    at: instant,
    comparable: z.boolean(),
    incomparable_reason: z.enum(INCOMPARABLE_REASONS).nullable(),
    redacted: z.boolean(),
    result: z.enum(PAIR_RESULTS).nullable(),
    critical_loss: z.boolean(),
    differs: z.boolean(),
    differences: z.array(
      z.object({
        kind: z.enum(DIFFERENCE_KINDS),
        path: text,
        original: z.unknown().optional(),
        replay: z.unknown().optional(),
      }),
    ),
    steps: z.array(step),
    primary: side,
    shadow: side,
  })
  .refine((one) => one.comparable === (one.incomparable_reason === null), {
    path: ["incomparable_reason"],
    message: "expected a reason where the pair is not comparable, and only there",
  })
  .refine((one) => one.comparable || one.result === null, {
    path: ["result"],
    message: "expected null where the pair is not comparable",
  })
  .openapi("ShadowComparison");

const latency = z.object({ p50: amount, p95: amount });
const reliability = z.object({ asked: count, failed: count });

const summary = z
  .object({
    comparable_n: count,
    incomparable_n: count,
    confidence_label: z.enum(["LOW_CONFIDENCE", "MEDIUM_CONFIDENCE", "HIGH_CONFIDENCE"]),
    would_fail: count,
    differs: count,
    success_rate_primary: share,
    success_rate_shadow: share,
    success_rate_delta: z.number().min(-1).max(1).nullable(),
    wins: count,
    losses: count,
    both_pass: count,
    both_fail: count,
    flaky: count,
    critical_losses: count,
    interval: z.object({ lower: z.number(), upper: z.number(), method: text }).nullable(),
    mcnemar_p: share,
    verdict: z.enum(VERDICTS),
    reason: z.enum(REASONS),
    decision: z.enum(DECISIONS),
    robust: z.boolean(),
    guidance: text,
    incomparable: z.partialRecord(z.enum(INCOMPARABLE_REASONS), count),
    reliability: z.object({ primary: reliability, shadow: reliability }),
    cost_usd: z.object({ primary: amount, shadow: amount }),
    latency_ms: z.object({ primary: latency, shadow: latency }),
  })
  .openapi("ShadowSummary");

/** A run and its comparisons, as a machine elsewhere made them. What a newer version tells besides, inside of summary and comparisons, is left out. */
export const pushedShadowRun = z.strictObject({
  run: z
    .strictObject({
      id: z
        .string()
        .regex(/^shr_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u)
        .openapi({ description: "`shr_` and a UUIDv7; sent again, it is the same run" }),
      origin: z.literal("cli"),
      created_at: instant,
      finished_at: instant.nullable(),
      project: name.nullable().openapi({ description: "null = the key's own" }),
      endpoint: name.nullable(),
      mirror: z.null(),
      pack: z.strictObject({ name, hash: name }).nullable(),
      primary: name.openapi({ description: "`model:provider`, or `config NAME@3`" }),
      candidate: name,
      repeat: z.int().min(1),
      source: z.record(name, text).openapi({ description: "commit, branch, pull request, address of the CI job" }),
      summary,
    })
    .openapi("ShadowRun"),
  comparisons: z.array(comparison).max(MOST_COMPARISONS),
});
