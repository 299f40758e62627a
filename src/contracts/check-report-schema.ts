import * as z from "zod";
import { CASE_STATUSES, type CheckReport } from "./check-report.ts";
import { FAILURE_CLASSES } from "./contract.ts";
import { NON_REPRODUCIBLE } from "./pack.ts";

const failure = z.object({ class: z.string(), code: z.string().nullable(), message: z.string() });
const interval = z.object({ lower: z.number(), upper: z.number() });
const count = z.int().min(0);

const finding = z.object({
  assertion: z.string(),
  status: z.enum(["passed", "failed", "unknown"]),
  failure_class: z.enum(FAILURE_CLASSES).nullable(),
  path: z.string().nullable(),
  expected: z.unknown(),
  found: z.unknown(),
  message: z.string(),
});

const question = z.object({
  id: z.string(),
  ask: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("judge"), criterion: z.string(), threshold: z.number() }),
    z.object({ kind: z.literal("similar"), to: z.string(), threshold: z.number() }),
  ]),
});

const trial = z.object({
  trial: z.int().min(1),
  passed: z.boolean().nullable(),
  checked: z
    .object({
      contract: z.string(),
      status: z.enum(["passed", "failed", "unknown"]),
      passed: z.boolean(),
      failure_class: z.enum(FAILURE_CLASSES).nullable(),
      findings: z.array(finding),
      open: z.array(question),
    })
    .nullable(),
  error: failure.nullable(),
  latency_ms: z.number().nullable(),
  cost_usd: z.number().nullable(),
});

const result = z.object({
  contract: z.string(),
  file: z.string(),
  line: z.int().min(1).nullable(),
  case: z.string(),
  status: z.enum(CASE_STATUSES),
  blocking: z.boolean(),
  critical: z.boolean(),
  failure_class: z.string().nullable(),
  reason: z.enum(NON_REPRODUCIBLE).nullable(),
  message: z.string().nullable(),
  trials: z.array(trial),
});

/** A report as `check --json` printed it, read back; keys that came later are left out. */
export const CHECK_REPORT: z.ZodType<CheckReport> = z.object({
  pack: z.object({ name: z.string(), folder: z.string(), hash: z.string() }),
  lane: z.enum(["recorded", "live"]),
  provider: z.string(),
  model: z.string().nullable(),
  repeat: z.int().min(1),
  started_at: z.number(),
  took_ms: z.number(),
  contracts: count,
  cases: count,
  counts: z.record(z.enum(CASE_STATUSES), count),
  success_rate: z.number().nullable(),
  success_interval: interval.nullable(),
  unknown: count,
  cost_usd: z.number().nullable(),
  blocking_failures: count,
  exit_code: z.literal([0, 1, 3]),
  results: z.array(result),
  notes: z.array(z.string()),
});
