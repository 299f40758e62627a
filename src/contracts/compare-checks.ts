import { mcnemar, quantile, sorted, tango } from "../stats/index.ts";
import type { CaseResult, CaseStatus, CheckReport } from "./check-report.ts";
import { isFailing } from "./failing.ts";

export const CASE_CHANGES = [
  "newly_failing",
  "still_failing",
  "flaky",
  "no_answer",
  "newly_passing",
  "removed",
  "added",
  "unchanged",
] as const;
/** `flaky` (of contracts that are not critical) and `no_answer` are of the head, whatever the base was; `added` is in the head only and does not fail; `removed` is in the base only. */
export type CaseChange = (typeof CASE_CHANGES)[number];

/** A case in both reports, or in one of them. */
export interface ComparedCase {
  readonly change: CaseChange;
  /** Of the head where it has the case, else of the base. */
  readonly result: CaseResult;
  readonly base: CaseStatus | null;
  readonly head: CaseStatus | null;
}

/** A number on either side, over the cases that have it on both. */
export interface ComparedNumber {
  readonly cases: number;
  readonly base: number | null;
  readonly head: number | null;
}

/** A report of the base branch against one of the head. */
export interface CheckComparison {
  /** Newly failing first, unchanged last; within a change in the order of the head. */
  readonly cases: readonly ComparedCase[];
  readonly counts: Readonly<Record<CaseChange, number>>;
  /** Newly failing cases of promoted contracts: what fails a comparison. */
  readonly blocking_new_failures: number;
  /** Over cases that passed or failed in both reports; flaky ones are neither. */
  readonly pairs: {
    readonly n: number;
    readonly gains: number;
    readonly losses: number;
    readonly base_rate: number | null;
    readonly head_rate: number | null;
    /** Head less base, with Tango's 95 % interval. */
    readonly delta: number | null;
    readonly interval: { readonly lower: number; readonly upper: number } | null;
    /** Exact McNemar, two-sided; null of no pairs. */
    readonly mcnemar_p: number | null;
  };
  readonly cost_usd: ComparedNumber;
  /** Of each case its first trial that says how long it took, ms. */
  readonly latency_ms: { readonly p50: ComparedNumber; readonly p95: ComparedNumber };
  /** What makes the two hard to compare. */
  readonly notes: readonly string[];
}

/** Matches cases by contract and id. */
export function compareChecks(base: CheckReport, head: CheckReport): CheckComparison {
  const before = new Map(base.results.map((result) => [keyOf(result), result]));
  const after = new Set(head.results.map(keyOf));
  const unsorted: ComparedCase[] = head.results.map((result) => {
    const old = before.get(keyOf(result));
    return {
      change: changeOf(old ?? null, result),
      result,
      base: old?.status ?? null,
      head: result.status,
    };
  });
  for (const result of base.results) {
    if (!after.has(keyOf(result))) unsorted.push({ change: "removed", result, base: result.status, head: null });
  }
  const cases = CASE_CHANGES.flatMap((change) => unsorted.filter((one) => one.change === change));
  const common = head.results.flatMap((result) => {
    const old = before.get(keyOf(result));
    return old === undefined ? [] : [{ base: old, head: result }];
  });
  return {
    cases,
    counts: Object.fromEntries(
      CASE_CHANGES.map((change) => [change, cases.filter((one) => one.change === change).length]),
    ) as Record<CaseChange, number>,
    blocking_new_failures: cases.filter(({ change, result }) => change === "newly_failing" && result.blocking).length,
    pairs: pairsOf(common),
    cost_usd: compared(common, costOf, (values) =>
      values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
    ),
    latency_ms: {
      p50: compared(common, latencyOf, (values) => quantile(sorted(values), 0.5)),
      p95: compared(common, latencyOf, (values) => quantile(sorted(values), 0.95)),
    },
    notes: notesOf(base, head),
  };
}

function keyOf({ contract, case: id }: CaseResult): string {
  return JSON.stringify([contract, id]);
}

function changeOf(base: CaseResult | null, head: CaseResult): CaseChange {
  const failed = base !== null && isFailing(base);
  if (isFailing(head)) return failed ? "still_failing" : "newly_failing";
  if (head.status === "flaky") return "flaky";
  if (head.status === "error") return "no_answer";
  if (base === null) return "added";
  return failed && head.status === "passed" ? "newly_passing" : "unchanged";
}

interface Common {
  readonly base: CaseResult;
  readonly head: CaseResult;
}

function pairsOf(common: readonly Common[]): CheckComparison["pairs"] {
  const settled = common.filter(({ base, head }) => isSettled(base) && isSettled(head));
  const n = settled.length;
  const count = (from: CaseStatus, to: CaseStatus): number =>
    settled.filter(({ base, head }) => base.status === from && head.status === to).length;
  const gains = count("failed", "passed");
  const losses = count("passed", "failed");
  const both = count("passed", "passed");
  const { estimate, lower, upper } = tango(gains, losses, n);
  return {
    n,
    gains,
    losses,
    base_rate: n === 0 ? null : (both + losses) / n,
    head_rate: n === 0 ? null : (both + gains) / n,
    delta: estimate,
    interval: n === 0 ? null : { lower, upper },
    mcnemar_p: n === 0 ? null : mcnemar(gains, losses).twoSided,
  };
}

function isSettled({ status }: CaseResult): boolean {
  return status === "passed" || status === "failed";
}

function compared(
  common: readonly Common[],
  numberOf: (result: CaseResult) => number | null,
  reduce: (values: readonly number[]) => number | null,
): ComparedNumber {
  const known = common.flatMap(({ base, head }) => {
    const [from, to] = [numberOf(base), numberOf(head)];
    return from === null || to === null ? [] : [[from, to] as const];
  });
  return { cases: known.length, base: reduce(known.map(([from]) => from)), head: reduce(known.map(([, to]) => to)) };
}

/** A trial without a cost makes that of its case unknown. */
function costOf({ trials }: CaseResult): number | null {
  let sum = 0;
  for (const { cost_usd } of trials) {
    if (cost_usd === null) return null;
    sum += cost_usd;
  }
  return trials.length === 0 ? null : sum;
}

function latencyOf({ trials }: CaseResult): number | null {
  return trials.find(({ latency_ms }) => latency_ms !== null)?.latency_ms ?? null;
}

function notesOf(base: CheckReport, head: CheckReport): readonly string[] {
  const notes: string[] = [];
  const differ = (what: string, from: string | number | null, to: string | number | null): void => {
    if (from !== to) notes.push(`The base ran with ${what} ${from ?? "none"}, the head with ${to ?? "none"}.`);
  };
  if (base.pack.name !== head.pack.name)
    notes.push(`The base is a report of the pack ${base.pack.name}, the head one of ${head.pack.name}.`);
  else if (base.pack.hash !== head.pack.hash)
    notes.push("The pack itself changed between base and head: cases are matched by contract and id.");
  differ("lane", base.lane, head.lane);
  differ("provider", base.provider, head.provider);
  differ("model", base.model, head.model);
  differ("repeat", base.repeat, head.repeat);
  return notes;
}
