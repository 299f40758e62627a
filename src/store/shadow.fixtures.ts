import type { ShadowComparison, ShadowSide } from "../shadow/comparison.ts";
import type { ShadowSummary } from "../shadow/summary.ts";
import type { StoredMirror, StoredShadowRun } from "./shadow.ts";

export const SUMMARY: ShadowSummary = {
  comparable_n: 2,
  incomparable_n: 1,
  confidence_label: "LOW_CONFIDENCE",
  would_fail: 1,
  differs: 1,
  success_rate_primary: 1,
  success_rate_shadow: 0.5,
  success_rate_delta: -0.5,
  wins: 0,
  losses: 1,
  both_pass: 1,
  both_fail: 0,
  flaky: 0,
  critical_losses: 0,
  interval: { lower: -0.9, upper: 0.3, method: "tango" },
  mcnemar_p: 0.5,
  verdict: "needs_review",
  reason: "regression_suspected",
  decision: "inconclusive",
  robust: false,
  guidance: "The candidate fails 1 of 2 käse.",
  incomparable: { shadow_error: 1 },
  reliability: { primary: { asked: 3, failed: 0 }, shadow: { asked: 3, failed: 1 } },
  cost_usd: { primary: 0.02, shadow: null },
  latency_ms: { primary: { p50: 10, p95: 20 }, shadow: { p50: null, p95: null } },
};

export const RUN: StoredShadowRun = {
  id: "shr_1",
  origin: "cli",
  created_at: 1_000,
  finished_at: 1_500,
  project: "shop",
  endpoint: null,
  mirror: null,
  pack: { name: "käse", hash: "abc" },
  primary: "gpt-4o-mini:openai",
  candidate: "claude-sonnet-4-6:anthropic",
  repeat: 1,
  source: { commit: "f00" },
  summary: SUMMARY,
};

export const SIDE: ShadowSide = {
  target: "gpt-4o-mini:openai",
  request_id: null,
  failure: null,
  latency_ms: 12.5,
  cost_usd: 0.01,
  input_tokens: 100,
  output_tokens: null,
  answer: { text: "grüezi" },
};

export const COMPARISON: ShadowComparison = {
  contract: "refund",
  case: "late",
  trial: 1,
  at: 1_100,
  comparable: true,
  incomparable_reason: null,
  redacted: false,
  result: "both_pass",
  critical_loss: false,
  differs: false,
  differences: [],
  steps: [],
  primary: SIDE,
  shadow: { ...SIDE, target: "claude-sonnet-4-6:anthropic" },
};

export const LOSS: ShadowComparison = {
  ...COMPARISON,
  case: "early",
  result: "loss",
  critical_loss: true,
  differs: true,
  redacted: true,
  differences: [{ kind: "missing_call", path: "/tool_calls/0", original: { name: "refund" } }],
  steps: [
    {
      contract: "refund",
      critical: true,
      primary_passed: true,
      shadow_passed: false,
      primary_findings: [],
      shadow_findings: [
        {
          assertion: "expect_tools",
          status: "failed",
          failure_class: "tool_not_invoked",
          path: null,
          expected: ["refund"],
          found: [],
          message: "refund was expected, nothing was called.",
        },
      ],
    },
  ],
};

export const INCOMPARABLE: ShadowComparison = {
  ...COMPARISON,
  contract: "escalate",
  comparable: false,
  incomparable_reason: "shadow_error",
  result: null,
  shadow: {
    ...SIDE,
    target: null,
    failure: { class: "timeout", code: null, message: "Nothing came within 30 s." },
    answer: null,
  },
};

export const MIRROR: StoredMirror = {
  id: "mir_1",
  project: "shop",
  endpoint: null,
  policy: { strategy: "single", target: { model: "gpt-4o-mini", provider: "openai" } },
  candidate: "gpt-4o-mini:openai",
  share: 0.1,
  salt: "s",
  max_usd_per_day: 2,
  timeout_ms: 30_000,
  concurrency: 4,
  contracts: [],
  pack: null,
  state: "running",
  created_at: 5,
  actor: "cli",
};
