import * as fc from "fast-check";
import {
  CASE_STATUSES,
  type CaseResult,
  type CaseStatus,
  type CheckReport,
  type Trial,
} from "../../contracts/check-report.ts";
import type { FailureClass } from "../../contracts/contract.ts";
import { NON_REPRODUCIBLE } from "../../contracts/pack.ts";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { ShadowPipeline } from "../../shadow/pipeline.ts";
import { summariseShadow } from "../../shadow/summarise-shadow.ts";
import type { CheckDocument } from "./check-document.ts";

/** A trial that fails with what an assertion says, or passes. */
export function trialOf(failure: FailureClass | null, message = "expected get_weather, found no tool call"): Trial {
  return {
    trial: 1,
    passed: failure === null,
    checked: {
      contract: "weather",
      status: failure === null ? "passed" : "failed",
      passed: failure === null,
      failure_class: failure,
      findings:
        failure === null
          ? []
          : [
              {
                assertion: "expect_tools",
                status: "failed",
                failure_class: failure,
                path: "$.tool_calls[0].name",
                expected: "get_weather",
                found: null,
                message,
              },
            ],
      open: [],
    },
    error: null,
    latency_ms: 120,
    cost_usd: 0.0012,
  };
}

/** A case of a status, as it is mostly. */
export function caseOf(status: CaseStatus, over: Partial<CaseResult> = {}): CaseResult {
  const failed = status === "failed";
  const message = {
    passed: null,
    skipped: "the case runs in the live lane only",
    failed: "expected get_weather, found no tool call",
    flaky: "1 of 3 trials failed",
    not_reproducible: "there is no recording",
    allowed: "there is no recording; allowed until 2027-01-31 (ops)",
    error: "no answer after 3 tries: rate_limited",
  }[status];
  return {
    contract: "weather",
    file: "contracts/weather.yaml",
    line: 7,
    case: `case-${status}`,
    status,
    blocking: true,
    critical: false,
    failure_class: failed || status === "flaky" ? "tool_not_invoked" : null,
    reason: status === "not_reproducible" || status === "allowed" ? "recording_not_found" : null,
    message,
    trials: trialsOf(status),
    ...over,
  };
}

function trialsOf(status: CaseStatus): readonly Trial[] {
  if (status === "passed") return [trialOf(null)];
  if (status === "failed") return [trialOf("tool_not_invoked")];
  if (status === "flaky")
    return [trialOf(null), { ...trialOf("tool_not_invoked"), trial: 2 }, { ...trialOf(null), trial: 3 }];
  if (status !== "error") return [];
  const error = { class: "rate_limited", code: "429", message: "too many requests" };
  return [{ trial: 1, passed: null, checked: null, error, latency_ms: null, cost_usd: null }];
}

/** A report that holds these cases. */
export function reportOf(results: readonly CaseResult[], over: Partial<CheckReport> = {}): CheckReport {
  const counts = Object.fromEntries(
    CASE_STATUSES.map((status) => [status, results.filter((result) => result.status === status).length]),
  ) as Record<CaseStatus, number>;
  const settled = counts.passed + counts.failed + counts.flaky;
  const failures = results.filter(
    ({ blocking, status }) => blocking && (status === "failed" || status === "not_reproducible"),
  ).length;
  return {
    pack: { name: "support", folder: "packs/support", hash: "ab".repeat(32) },
    lane: "recorded",
    provider: "recorded",
    model: null,
    repeat: 1,
    started_at: Date.UTC(2026, 3, 9, 6),
    took_ms: 340,
    contracts: new Set(results.map(({ contract }) => contract)).size,
    cases: results.length,
    counts,
    success_rate: settled === 0 ? null : counts.passed / settled,
    success_interval: settled === 0 ? null : { lower: 0.2, upper: 0.9 },
    unknown: 0,
    cost_usd: 0.0048,
    blocking_failures: failures,
    exit_code: failures > 0 ? 1 : 0,
    results,
    notes: [],
    ...over,
  };
}

/** A document of one case of every status, without a base. */
export function documentOf(report: CheckReport, over: Partial<CheckDocument> = {}): CheckDocument {
  return {
    report,
    base: null,
    shadow: null,
    folder: report.pack.folder,
    version: "1.2.3",
    written_at: Date.UTC(2026, 3, 9, 6, 1),
    ...over,
  };
}

/** One case of every status. */
export const EVERY_STATUS: CheckReport = reportOf(CASE_STATUSES.map((status) => caseOf(status)));

/** A pair that the shadow would fail. */
export function lossOf(contract: string, id: string, critical = false, why = "expected get_weather"): ShadowComparison {
  const side = {
    target: "gpt-4o-mini:openai",
    request_id: null,
    failure: null,
    latency_ms: 120,
    cost_usd: 0.001,
    input_tokens: 40,
    output_tokens: 12,
    answer: { text: "no" },
  };
  const step = {
    contract,
    critical,
    primary_passed: true,
    shadow_passed: false,
    primary_findings: [],
    shadow_findings: trialOf("tool_not_invoked", why).checked?.findings ?? [],
  };
  return {
    contract,
    case: id,
    trial: 1,
    at: Date.UTC(2026, 3, 9, 6),
    comparable: true,
    incomparable_reason: null,
    redacted: false,
    result: "loss",
    critical_loss: critical,
    differs: true,
    differences: [],
    steps: [step],
    primary: side,
    shadow: { ...side, target: "claude-haiku-4-5:anthropic", latency_ms: 90, cost_usd: 0.0005 },
  };
}

/** A shadow run of these pairs. */
export function shadowOf(comparisons: readonly ShadowComparison[]): ShadowPipeline {
  return {
    executed: comparisons.length,
    compared: comparisons.length,
    persisted: false,
    summary: summariseShadow(comparisons),
    run_id: "shr_1",
    persisted_to: null,
    error: null,
    asked_again: 0,
    cost_usd: null,
    notes: [],
    comparisons,
  };
}

/** Any text at all: halves of pairs, control characters, markup, workflow commands. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "]]></failure>",
    "<!-- x -->",
    "--><script>alert(1)</script>",
    "::error::x\n::warning::y",
    "| a | b |\n|---|---|",
    "```\n# big\n```",
    "@everyone #1 https://example.org",
    "\u0000\u0008\u001b[31m\ufffe\uffff\ud800",
    "a%0Ab%25,c:d",
    "../../etc/passwd",
  ),
);

const anyTrial: fc.Arbitrary<Trial> = fc.oneof(
  anyText.map((message) => trialOf("wrong_tool", message)),
  fc.constant(trialOf(null)),
  fc
    .record({ class: anyText, code: fc.option(anyText), message: anyText })
    .map((error): Trial => ({ trial: 1, passed: null, checked: null, error, latency_ms: null, cost_usd: null })),
);

const anyCase: fc.Arbitrary<CaseResult> = fc.record({
  contract: anyText,
  file: anyText,
  line: fc.option(fc.integer({ min: 1, max: 10_000 })),
  case: anyText,
  status: fc.constantFrom(...CASE_STATUSES),
  blocking: fc.boolean(),
  critical: fc.boolean(),
  failure_class: fc.option(anyText),
  reason: fc.option(fc.constantFrom(...NON_REPRODUCIBLE)),
  message: fc.option(anyText),
  trials: fc.array(anyTrial, { maxLength: 3 }),
});

/** A report with any text wherever a user, a model or a provider can put one. */
export const anyReport: fc.Arbitrary<CheckReport> = fc
  .record({
    results: fc.uniqueArray(anyCase, { maxLength: 12, selector: ({ contract, case: id }) => `${contract}\0${id}` }),
    name: anyText,
    folder: anyText,
    provider: anyText,
    model: fc.option(anyText),
    notes: fc.array(anyText, { maxLength: 2 }),
  })
  .map(({ results, name, folder, provider, model, notes }) =>
    reportOf(results, { pack: { name, folder, hash: "ab".repeat(32) }, provider, model, notes }),
  );

const anyShadow: fc.Arbitrary<ShadowPipeline> = fc
  .record({
    losses: fc.array(fc.record({ contract: anyText, case: anyText, critical: fc.boolean(), why: anyText }), {
      maxLength: 4,
    }),
    error: fc.option(anyText),
  })
  .map(({ losses, error }) => ({
    ...shadowOf(losses.map(({ contract, case: id, critical, why }) => lossOf(contract, id, critical, why))),
    error,
  }));

export const anyDocument: fc.Arbitrary<CheckDocument> = fc
  .record({ report: anyReport, base: fc.option(anyReport), shadow: fc.option(anyShadow) })
  .map(({ report, base, shadow }) => documentOf(report, { base, shadow }));
