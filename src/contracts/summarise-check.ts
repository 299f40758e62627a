import { clusteredShare } from "../stats/clusters.ts";
import { allowanceFor, isExpired } from "./allowance.ts";
import { caseResult, type CaseRun } from "./case-result.ts";
import { CASE_STATUSES, type CaseResult, type CaseStatus, type CheckReport } from "./check-report.ts";
import { failsRun } from "./failing.ts";
import type { Allowance, Pack } from "./pack.ts";

/** What a run was, besides its cases. */
export interface CheckHead extends Pick<
  CheckReport,
  "lane" | "provider" | "model" | "repeat" | "started_at" | "took_ms"
> {
  readonly pack: Pick<Pack, "name" | "folder" | "hash" | "notes" | "allowances">;
  /** All of the pack was run: what of the allow-list nobody needed can be told. */
  readonly whole: boolean;
  /** USD of what was asked besides the cases; null where it is not known. */
  readonly judge_cost_usd: number | null;
  readonly notes: readonly string[];
}

/** Cases in sum. @param now ms since the epoch: which allowances hold */
export function summariseCheck(head: CheckHead, runs: readonly CaseRun[], now: number): CheckReport {
  const { pack, whole, judge_cost_usd: judged, notes, ...rest } = head;
  const results = runs.map((run) => caseResult(run, pack.allowances, now));
  const counts = countsOf(results);
  const blocking = results.filter(failsRun).length;
  const lost = results.some(({ status, blocking }) => blocking && status === "error");
  return {
    pack: { name: pack.name, folder: pack.folder, hash: pack.hash },
    ...rest,
    contracts: new Set(runs.map(({ contract }) => contract.id)).size,
    cases: runs.length,
    counts,
    ...success(runs),
    unknown: results.reduce((sum, result) => sum + unknownOf(result), 0),
    cost_usd: rest.lane === "recorded" ? 0 : costOf(results, judged),
    blocking_failures: blocking,
    exit_code: blocking > 0 ? 1 : lost ? 3 : 0,
    results,
    notes: [
      ...pack.notes,
      ...notes,
      ...(whole && rest.lane === "recorded" ? unneeded(pack.allowances, results, now) : []),
    ],
  };
}

function countsOf(results: readonly CaseResult[]): Readonly<Record<CaseStatus, number>> {
  const counts = Object.fromEntries(CASE_STATUSES.map((status) => [status, 0])) as Record<CaseStatus, number>;
  for (const { status } of results) counts[status] += 1;
  return counts;
}

function success(runs: readonly CaseRun[]): Pick<CheckReport, "success_rate" | "success_interval"> {
  const [passes, cluster]: [number[], number[]] = [[], []];
  for (const [number, { trials }] of runs.entries()) {
    for (const { passed } of trials) {
      if (passed === null) continue;
      passes.push(Number(passed));
      cluster.push(number);
    }
  }
  if (passes.length === 0) return { success_rate: null, success_interval: null };
  const { estimate, lower, upper } = clusteredShare(passes, cluster);
  return { success_rate: estimate, success_interval: { lower, upper } };
}

function unknownOf({ trials }: CaseResult): number {
  const findings = trials.flatMap(({ checked }) => checked?.findings ?? []);
  return findings.filter(({ status }) => status === "unknown").length;
}

function costOf(results: readonly CaseResult[], judged: number | null): number | null {
  let sum = judged;
  for (const { cost_usd: cost, error } of results.flatMap(({ trials }) => trials)) {
    if (error !== null) continue;
    sum = sum === null || cost === null ? null : sum + cost;
  }
  return sum;
}

/** Allowances that nothing in this run needed. Those for trials that disagree are for another lane. */
function unneeded(allowances: readonly Allowance[], results: readonly CaseResult[], now: number): readonly string[] {
  const idle = allowances.filter(
    (entry) =>
      entry.reason_code !== "model_nondeterminism" &&
      !results.some(({ file, reason }) => reason !== null && allowanceFor([entry], { file, reason }, now) !== null),
  );
  return idle.map((entry) => {
    const ended = isExpired(entry, now) ? `, and ran out on ${entry.expiry_date}` : "";
    return `nr-allowlist.json: ${entry.reason_code} of ${entry.contract_path} (${entry.owner}) is no longer needed${ended}`;
  });
}
