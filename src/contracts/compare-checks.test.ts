import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, caseOf, reportOf } from "../report/checks/check-report.fixtures.ts";
import { mcnemar, tango } from "../stats/index.ts";
import type { CaseStatus } from "./check-report.ts";
import { compareChecks, type CaseChange } from "./compare-checks.ts";

const of = (status: CaseStatus | null) => (status === null ? [] : [caseOf(status, { case: "one" })]);

describe("a report of the base against one of the head", () => {
  it.each<[CaseStatus | null, CaseStatus | null, CaseChange]>([
    ["passed", "failed", "newly_failing"],
    ["flaky", "failed", "newly_failing"],
    ["error", "failed", "newly_failing"],
    ["allowed", "not_reproducible", "newly_failing"],
    [null, "failed", "newly_failing"],
    ["failed", "failed", "still_failing"],
    ["not_reproducible", "failed", "still_failing"],
    ["failed", "passed", "newly_passing"],
    ["not_reproducible", "passed", "newly_passing"],
    ["error", "passed", "unchanged"],
    ["failed", "flaky", "flaky"],
    [null, "flaky", "flaky"],
    ["passed", "error", "no_answer"],
    ["passed", "passed", "unchanged"],
    ["failed", "skipped", "unchanged"],
    [null, "passed", "added"],
    ["failed", null, "removed"],
  ])("%s, then %s: %s", (base, head, change) => {
    const { cases, counts } = compareChecks(reportOf(of(base)), reportOf(of(head)));
    expect(cases.map((one) => [one.base, one.head, one.change])).toEqual([[base, head, change]]);
    expect(counts[change]).toBe(1);
  });

  it("takes flaky cases of critical contracts for failing, as the run does", () => {
    const base = reportOf([caseOf("passed", { case: "one" })]);
    const head = reportOf([caseOf("flaky", { case: "one", critical: true })]);
    expect(compareChecks(base, head).cases.map(({ change }) => change)).toEqual(["newly_failing"]);
    expect(compareChecks(head, base).cases.map(({ change }) => change)).toEqual(["newly_passing"]);
  });

  it("fails for promoted contracts only", () => {
    const head = reportOf([caseOf("failed"), caseOf("failed", { case: "draft", blocking: false })]);
    const comparison = compareChecks(reportOf([]), head);
    expect([comparison.counts.newly_failing, comparison.blocking_new_failures]).toEqual([2, 1]);
  });

  it("counts pairs that passed or failed in both, with Tango's interval and McNemar's p", () => {
    const named = (statuses: readonly CaseStatus[]) =>
      reportOf(statuses.map((status, index) => caseOf(status, { case: String(index) })));
    const base = named(["passed", "passed", "passed", "passed", "failed", "failed", "flaky", "passed"]);
    const head = named(["passed", "failed", "failed", "failed", "passed", "failed", "passed", "error"]);
    const { lower, upper } = tango(1, 3, 6);
    expect(compareChecks(base, head).pairs).toEqual({
      n: 6,
      gains: 1,
      losses: 3,
      base_rate: 4 / 6,
      head_rate: 2 / 6,
      delta: -2 / 6,
      interval: { lower, upper },
      mcnemar_p: mcnemar(1, 3).twoSided,
    });
  });

  it("compares cost and latency over the cases that know both on both sides", () => {
    const priced = (id: string, cost_usd: number | null, latency_ms: number | null) =>
      caseOf("passed", {
        case: id,
        trials: [{ trial: 1, passed: true, checked: null, error: null, latency_ms, cost_usd }],
      });
    const base = reportOf([priced("a", 1, 100), priced("b", 2, 300), priced("c", 4, null), priced("gone", 8, 5)]);
    const head = reportOf([priced("a", 3, 200), priced("b", null, 400), priced("c", 5, 100), priced("new", 9, 9)]);
    const { cost_usd, latency_ms } = compareChecks(base, head);
    expect(cost_usd).toEqual({ cases: 2, base: 5, head: 8 });
    expect(latency_ms.p50).toEqual({ cases: 2, base: 200, head: 300 });
  });

  it("says what makes the two hard to compare", () => {
    const pack = { name: "support", folder: "packs/support", hash: "cd".repeat(32) };
    const head = reportOf([], { pack, lane: "live", provider: "openai", model: "gpt-4o-mini", repeat: 3 });
    expect(compareChecks(reportOf([]), head).notes).toEqual([
      "The pack itself changed between base and head: cases are matched by contract and id.",
      "The base ran with lane recorded, the head with live.",
      "The base ran with provider recorded, the head with openai.",
      "The base ran with model none, the head with gpt-4o-mini.",
      "The base ran with repeat 1, the head with 3.",
    ]);
  });

  it("has every case once, and finds nothing where both are the same", () => {
    fc.assert(
      fc.property(anyReport, anyReport, (base, head) => {
        const { cases, counts } = compareChecks(base, head);
        const all = new Set([...base.results, ...head.results].map(({ contract, case: id }) => `${contract}\0${id}`));
        expect(cases.length).toBe(all.size);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(all.size);
        const same = compareChecks(head, head);
        expect([same.counts.newly_failing, same.counts.newly_passing, same.pairs.gains, same.pairs.losses]).toEqual([
          0, 0, 0, 0,
        ]);
      }),
    );
  });
});
