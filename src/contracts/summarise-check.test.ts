import { describe, expect, it } from "vitest";
import type { CaseRun } from "./case-result.ts";
import type { CheckReport, Trial } from "./check-report.ts";
import type { Contract, GoldenCase } from "./contract.ts";
import type { Checked } from "./finding.ts";
import type { Allowance, NonReproducible } from "./pack.ts";
import { summariseCheck, type CheckHead } from "./summarise-check.ts";

const NOW = Date.UTC(2026, 5, 15, 12);

const contract = (id: string, more: Partial<Contract> = {}): Contract => ({
  id,
  file: `contracts/${id}.yaml`,
  tool: null,
  status: "promoted",
  critical: false,
  expect_tools: [],
  tool_order: "any",
  tool_call_match_mode: "any",
  pass_threshold: 1,
  expected_tool_calls: [],
  assertions: { input_invariants: [], output_invariants: [], response: [] },
  allowed_errors: [],
  timeout_ms: null,
  retries: null,
  golden_cases: [],
  ...more,
});
const golden = (more: Partial<GoldenCase> = {}): GoldenCase => ({
  id: "case",
  input_ref: "case.success.json",
  expect_ok: true,
  expected_error: null,
  provider_modes: [],
  ...more,
});
const FAILED: Checked = {
  contract: "c",
  status: "failed",
  passed: false,
  failure_class: "wrong_tool",
  open: [],
  findings: [
    {
      assertion: "expect_tools",
      status: "failed",
      failure_class: "wrong_tool",
      path: null,
      expected: "a",
      found: "b",
      message: "expected a, found b",
    },
  ],
};
const PASSED: Checked = { contract: "c", status: "passed", passed: true, failure_class: null, open: [], findings: [] };

function trials(...ends: readonly (boolean | null)[]): readonly Trial[] {
  return ends.map((passed, index) => ({
    trial: index + 1,
    passed,
    checked: passed === null ? null : passed ? PASSED : FAILED,
    error: passed === null ? { class: "rate_limit", code: "429", message: "slow down" } : null,
    latency_ms: 10,
    cost_usd: passed === null ? null : 0.5,
  }));
}
const run = (more: Partial<CaseRun> = {}): CaseRun => ({
  contract: contract("c"),
  case: golden(),
  not_reproducible: null,
  skipped: null,
  trials: [],
  ...more,
});
const allowance = (more: Partial<Allowance> = {}): Allowance => ({
  contract_path: "contracts/c.yaml",
  reason_code: "recording_not_found",
  owner: "ann",
  expiry_date: "2026-06-15",
  rationale: "the model is gone",
  ...more,
});
function headOf(allowances: readonly Allowance[], more: Partial<CheckHead> = {}): CheckHead {
  return {
    pack: { name: "p", folder: "packs/p", hash: "h", notes: [], allowances },
    lane: "live",
    provider: "openai",
    model: "m",
    repeat: 1,
    started_at: NOW,
    took_ms: 1,
    whole: true,
    judge_cost_usd: 0,
    notes: [],
    ...more,
  };
}
function summarised(
  runs: readonly CaseRun[],
  allowances: readonly Allowance[] = [],
  more: Partial<CheckHead> = {},
): CheckReport {
  return summariseCheck(headOf(allowances, more), runs, NOW);
}

describe("a case is what its trials say", () => {
  it.each([
    ["passed", [true, true, true], 0],
    ["flaky", [true, false, true], 0],
    ["failed", [true, false], 1],
    ["failed", [false, false, true], 1],
    ["passed", [true, null, true], 0],
    ["error", [null, null], 3],
  ] as const)("%s: %j", (status, ends, exit) => {
    const report = summarised([run({ trials: trials(...ends) })]);
    expect(report.results[0]).toMatchObject({ status });
    expect(report).toMatchObject({ exit_code: exit, counts: { [status]: 1 } });
  });

  it("with the first failure's class and words", () => {
    expect(summarised([run({ trials: trials(false) })]).results[0]).toMatchObject({
      failure_class: "wrong_tool",
      message: "expected a, found b",
    });
    expect(summarised([run({ trials: trials(true, false, true) })]).results[0]?.message).toBe(
      "expected a, found b (1 of 3 trials failed)",
    );
    expect(summarised([run({ trials: trials(null) })]).results[0]?.message).toBe(
      "no answer: rate_limit 429: slow down",
    );
  });

  it("flaky fails the run where the contract is critical", () => {
    const critical = run({ contract: contract("c", { critical: true }), trials: trials(true, true, false) });
    expect(summarised([critical])).toMatchObject({ blocking_failures: 1, exit_code: 1 });
  });

  it("a draft never fails the run", () => {
    const draft = contract("c", { status: "observed" });
    const missing = run({ contract: draft, not_reproducible: "recording_not_found" });
    const report = summarised([run({ contract: draft, trials: trials(false) }), missing]);
    expect(report).toMatchObject({ blocking_failures: 0, exit_code: 0, counts: { failed: 1, not_reproducible: 1 } });
  });

  it("is skipped where nothing can be told of its answers, and says why", () => {
    const unknown = { ...FAILED, status: "unknown" as const, failure_class: null };
    const findings = FAILED.findings.map((finding) => ({
      ...finding,
      status: "unknown" as const,
      message: "needs a judge",
    }));
    const [trial] = trials(null) as readonly [Trial];
    const untold = { ...trial, error: null, checked: { ...unknown, findings } };
    expect(summarised([run({ trials: [untold] })])).toMatchObject({
      exit_code: 0,
      unknown: 1,
      success_rate: null,
      results: [{ status: "skipped", message: "nothing could be told: needs a judge" }],
    });
    expect(summarised([run({ trials: [untold, ...trials(false)] })]).results[0]?.status).toBe("failed");
  });

  it("a failure outweighs an answer that did not come", () => {
    expect(summarised([run({ trials: trials(null) }), run({ trials: trials(false) })]).exit_code).toBe(1);
  });

  it("says why a contract that must fail an answer did not do it as it should", () => {
    const negative = golden({ expect_ok: false, expected_error: "tool_not_invoked" });
    const message = (checked: Checked): string | null | undefined => {
      const [trial] = trials(false) as readonly [Trial];
      return summarised([run({ case: negative, trials: [{ ...trial, checked }] })]).results[0]?.message;
    };
    expect(message(PASSED)).toBe("the contract passes an answer that it should fail");
    expect(message(FAILED)).toBe(
      "the contract should fail this answer as tool_not_invoked, and fails it as wrong_tool",
    );
  });
});

describe("the allow-list", () => {
  const missing = (reason: NonReproducible = "recording_not_found"): CaseRun => run({ not_reproducible: reason });

  it("without an entry, what is not reproducible fails", () => {
    expect(summarised([missing()])).toMatchObject({
      exit_code: 1,
      results: [{ status: "not_reproducible", reason: "recording_not_found", message: "there is no recording" }],
    });
  });

  it("allows to the end of the day it names, and not a moment longer", () => {
    const entry = allowance();
    const runs = [missing()];
    const head = headOf([entry]);
    const last = Date.UTC(2026, 5, 15, 23, 59, 59, 999);
    expect(summariseCheck(head, runs, last)).toMatchObject({ exit_code: 0, results: [{ status: "allowed" }] });
    expect(summariseCheck(head, runs, last + 1)).toMatchObject({
      exit_code: 1,
      results: [
        {
          status: "not_reproducible",
          message: "there is no recording; what ann allowed ran out on 2026-06-15",
        },
      ],
    });
  });

  it.each([
    ["contracts/c.yaml", "SCHEMA_DRIFT", "SCHEMA_DRIFT", true],
    ["contracts/c.yaml", "context_variance", "NON_DETERMINISTIC_INPUT", true],
    ["contracts/c.yaml", "context_variance", "recording_not_found", false],
    ["contracts/d.yaml", "recording_not_found", "recording_not_found", false],
    ["contracts/c.yaml", "SCHEMA_DRIFT", "recording_not_found", false],
  ] as const)("%s %s covers %s: %s", (contract_path, reason_code, reason, allowed) => {
    const report = summarised([missing(reason)], [allowance({ contract_path, reason_code })]);
    expect(report.results[0]?.status).toBe(allowed ? "allowed" : "not_reproducible");
  });

  it("takes an entry that holds before one that has run out", () => {
    const entries = [allowance({ expiry_date: "2026-01-01" }), allowance({ owner: "bob" })];
    expect(summarised([missing()], entries).results[0]).toMatchObject({
      status: "allowed",
      message: expect.stringContaining("bob"),
    });
  });

  it("may allow trials to disagree, of a critical contract too", () => {
    const flaky = run({ contract: contract("c", { critical: true }), trials: trials(true, true, false) });
    expect(summarised([flaky], [allowance({ reason_code: "model_nondeterminism" })])).toMatchObject({
      exit_code: 0,
      results: [{ status: "allowed", reason: "model_nondeterminism", failure_class: "wrong_tool" }],
    });
  });

  it("has entries that nobody needs told, where the whole pack ran on its recordings", () => {
    const entries = [allowance(), allowance({ contract_path: "d", expiry_date: "2026-01-01" })];
    const notes = (more: Partial<CheckHead>): readonly string[] => summarised([missing()], entries, more).notes;
    expect(notes({ lane: "recorded" })).toEqual([
      "nr-allowlist.json: recording_not_found of d (ann) is no longer needed, and ran out on 2026-01-01",
    ]);
    expect(notes({ lane: "recorded", whole: false })).toEqual([]);
    expect(notes({ lane: "live" })).toEqual([]);
  });
});

describe("the sum", () => {
  it("counts trials that had an answer, and takes those of one case for alike", () => {
    const many = Array.from({ length: 12 }, (_, index) => contract(`c${index}`));
    const alike = many.map((one, index) => run({ contract: one, trials: trials(...Array(5).fill(index % 2 === 0)) }));
    const mixed = many.map((one) => run({ contract: one, trials: trials(true, false, true, false) }));
    const [first, second] = [summarised(alike), summarised(mixed)];
    expect([first.success_rate, second.success_rate]).toEqual([0.5, 0.5]);
    const width = ({ success_interval: interval }: typeof first): number =>
      (interval?.upper ?? 0) - (interval?.lower ?? 0);
    // 60 trials that are 12 in truth, and 48 that are 48.
    expect(width(first)).toBeGreaterThan(1.5 * width(second));
    const apart = alike.flatMap((one) => one.trials.map((trial) => ({ ...one, trials: [trial] })));
    // One contract may have as many cases as there is traffic: each is a request of its own.
    expect(width(summarised(apart))).toBeLessThan(width(first) / 1.5);
    expect(summarised([run({ trials: trials(null) })])).toMatchObject({ success_rate: null, success_interval: null });
  });

  it("adds up what answers cost, judges included; one price that is not known makes the sum unknown", () => {
    const runs = [run({ trials: trials(true, null, false) })];
    expect(summarised(runs, [], { judge_cost_usd: 0.25 }).cost_usd).toBe(1.25);
    expect(summarised(runs, [], { judge_cost_usd: null }).cost_usd).toBeNull();
    expect(summarised(runs, [], { lane: "recorded" }).cost_usd).toBe(0);
    const [one] = trials(true) as readonly [Trial];
    expect(summarised([run({ trials: [{ ...one, cost_usd: null }] })]).cost_usd).toBeNull();
  });

  it("counts assertions that could not be told", () => {
    const open = {
      ...PASSED,
      findings: [{ ...(FAILED.findings[0] as Checked["findings"][0]), status: "unknown" as const }],
    };
    const [one] = trials(true) as readonly [Trial];
    expect(summarised([run({ trials: [{ ...one, checked: open }, one] })]).unknown).toBe(1);
  });

  it("leaves skipped cases out of everything but their count", () => {
    const report = summarised([run({ skipped: "not in this lane" })]);
    expect(report).toMatchObject({ exit_code: 0, counts: { skipped: 1 }, success_rate: null, cases: 1 });
  });
});
