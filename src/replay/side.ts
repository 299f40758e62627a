import { aggregateEvidence, type Evidence } from "../core/evidence.ts";
import { failureOf } from "../core/outcome.ts";
import type { Target } from "../core/target.ts";
import { ratioOfSums, savingOf } from "../stats/ratio.ts";
import { wilson } from "../stats/wilson.ts";
import type { QuantileEstimate } from "../stats/select-quantile.ts";
import type { BaselineSide, CandidateSide, Difference, Ends, Latency, Rate, Side } from "./result.ts";
import { byEvidence, type Tally } from "./tally.ts";

/** A share with its Wilson interval (estimand `future`: requests like these). */
export function rate(count: number, n: number, evidence: Evidence): Rate {
  const { estimate, lower, upper } = wilson(count, n);
  return { count, n, share: estimate, ci_95: { lower, upper }, evidence };
}

function ends({ lower, upper }: QuantileEstimate): Ends {
  return { lower, upper };
}

function nullWhere(none: boolean, value: number): number | null {
  return none ? null : value;
}

/** Rows by how they failed, the most frequent first. */
function failuresOf(rows: readonly number[]): Readonly<Record<string, number>> {
  const named = Array.from(rows, (count = 0, code) => [failureOf(code) ?? "not_said", count] as const);
  return Object.fromEntries(named.filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a));
}

function baselineSide(tally: Tally): BaselineSide {
  const { baseline, requests } = tally;
  const priced = requests - baseline.unpriced;
  const { n, exact, mean, p50, p95 } = baseline.latencies.quantiles();
  const latency: Latency = {
    n,
    evidence: "recorded",
    evidence_counts: { measured: 0, recorded: n, projected: 0, assumed: 0, unidentified: requests - n },
    exact,
    mean_ms: mean,
    p50_ci_95: ends(p50),
    p95_ci_95: ends(p95),
  };
  return {
    cost_usd: nullWhere(priced === 0, baseline.cost),
    cost_list_usd: nullWhere(tally.listed.n === 0 && baseline.list === 0, baseline.list),
    p50_ms: p50.value,
    p95_ms: p95.value,
    errors: baseline.errors,
    failures: failuresOf(baseline.failures),
    evidence: "recorded",
    cost_rows: { logged: baseline.logged_rows, list: baseline.list_rows, unpriced: baseline.unpriced },
    latency,
    error_rate: rate(baseline.errors, requests, "recorded"),
  };
}

/** Rows below which what is not known of a whole may be passed over: 1 %. */
export function tellable(unknown: number, requests: number): boolean {
  return unknown < requests * 0.01 || unknown === 0;
}

/** What is known of whether the candidate would have failed: a recorded answer tells, with or without its time. */
export function outcomeEvidence({ candidate, happened, requests }: Tally): Evidence {
  if (!tellable(happened.outcome_unknown, requests)) return "unidentified";
  const rows = byEvidence(candidate.timeRows);
  const untimed = Math.max(0, rows.unidentified - happened.outcome_unknown);
  return aggregateEvidence({ ...rows, recorded: rows.recorded + untimed, unidentified: happened.outcome_unknown });
}

/** A share that the data cannot tell. */
export function unknownRate(count: number, n: number): Rate {
  return { count, n, share: null, ci_95: { lower: null, upper: null }, evidence: "unidentified" };
}

function candidateSide(tally: Tally): CandidateSide {
  const { candidate, requests } = tally;
  const priced = requests - candidate.unpriced;
  const { n, exact, mean, p50, p95 } = candidate.latencies.quantiles();
  const timeCounts = byEvidence(candidate.timeRows);
  // Who is asked decides cost, time and failures alike: an escalation nobody can tell leaves none of them known.
  const costIdentified = tellable(tally.happened.unidentified, requests);
  const timeKnown = costIdentified && tellable(timeCounts.unidentified, requests);
  const timeEvidence = costIdentified ? aggregateEvidence(timeCounts) : "unidentified";
  const costEvidence =
    !costIdentified || priced === 0 ? "unidentified" : aggregateEvidence(byEvidence(costWeights(tally)));
  const outcomes = outcomeEvidence(tally);
  const errorsKnown = costIdentified && outcomes !== "unidentified";
  return {
    cost_usd: nullWhere(priced === 0 || !costIdentified, candidate.cost),
    evidence: costEvidence,
    evidence_counts: byEvidence(candidate.costRows),
    cost_ci_95: costInterval(tally, costEvidence),
    cost_range_usd: priced === 0 ? null : [candidate.low, candidate.high],
    cost_usd_plain: nullWhere(candidate.plain_unpriced === requests, candidate.plain),
    cost_list_usd: nullWhere(tally.listed.n === 0 || !costIdentified, candidate.list),
    p50_ms: timeKnown ? p50.value : null,
    p95_ms: timeKnown ? p95.value : null,
    errors: errorsKnown ? candidate.errors : null,
    failures: errorsKnown ? failuresOf(candidate.failures) : null,
    unpriced: candidate.unpriced,
    latency: {
      n,
      evidence: timeEvidence,
      evidence_counts: timeCounts,
      exact,
      mean_ms: timeKnown ? mean : null,
      p50_ci_95: timeKnown ? ends(p50) : { lower: null, upper: null },
      p95_ci_95: timeKnown ? ends(p95) : { lower: null, upper: null },
    },
    error_rate: errorsKnown ? rate(candidate.errors, requests, outcomes) : unknownRate(candidate.errors, requests),
  };
}

/** Ends of the cost where all that is not known of it is how far learnt ratios are off, taken to be off together. */
function costInterval({ candidate }: Tally, evidence: Evidence): Ends {
  const learnt = evidence === "projected" || evidence === "recorded";
  return learnt && candidate.low < candidate.high
    ? { lower: Math.max(0, candidate.low), upper: candidate.high }
    : { lower: null, upper: null };
}

/** USD by evidence; rows where no priced row has any cost. */
function costWeights({ candidate }: Tally): readonly number[] {
  const spent = candidate.costUsd.reduce((sum, usd) => sum + usd, 0);
  return spent > 0
    ? candidate.costUsd
    : candidate.costRows.map((rows, kind) => (kind === candidate.costRows.length - 1 ? 0 : rows));
}

function percent(from: number | null, to: number | null): number | null {
  return from === null || to === null || from === 0 ? null : ((to - from) / from) * 100;
}

function difference(tally: Tally, baseline: BaselineSide, candidate: CandidateSide): Difference {
  const allLogged = tally.baseline.logged_rows === tally.requests && tally.happened.list_priced === 0;
  const sums = allLogged ? tally.best : tally.listed;
  const told = candidate.cost_usd !== null && sums.n > 0;
  const saving = told ? savingOf(ratioOfSums(sums)) : { estimate: null, lower: null, upper: null };
  return {
    basis: allLogged ? "logged" : "list",
    requests: sums.n,
    cost_usd: told ? sums.y - sums.x : null,
    cost_pct: told ? percent(sums.x, sums.y) : null,
    saving: {
      estimate: saving.estimate,
      ci_95: { lower: saving.lower, upper: saving.upper },
      range: told ? savingRange(tally, sums.x) : null,
      estimand: "future",
      method: "linearised ratio of sums",
    },
    p50_pct: percent(baseline.p50_ms, candidate.p50_ms),
    p95_pct: percent(baseline.p95_ms, candidate.p95_ms),
    errors: candidate.errors === null ? null : candidate.errors - baseline.errors,
    evidence: candidate.evidence,
  };
}

/** The ends of the candidate's cost as savings on the same baseline. */
function savingRange({ candidate }: Tally, baseline: number): readonly [number, number] | null {
  if (candidate.low === candidate.high || baseline === 0) return null;
  return [1 - candidate.high / baseline, 1 - candidate.low / baseline];
}

/** The same side where escalations are not known: its cost lies in this range, USD. */
export function withRange(side: Side, range: readonly [number, number]): Side {
  const { baseline, candidate, difference } = side;
  const before = difference.basis === "list" ? baseline.cost_list_usd : baseline.cost_usd;
  const saving: readonly [number, number] | null =
    before === null || before === 0 ? null : [1 - range[1] / before, 1 - range[0] / before];
  return {
    ...side,
    candidate: { ...candidate, cost_ci_95: { lower: null, upper: null }, cost_range_usd: range },
    difference: { ...difference, saving: { ...difference.saving, range: saving } },
  };
}

/** Shares of the replayed rows by the target that answered. */
function routes(tally: Tally, targets: readonly Target[]): Readonly<Record<Target, number>> {
  const shares = targets
    .map((target, number) => [target, (tally.routes[number] ?? 0) / tally.requests] as const)
    .filter(([, share]) => share > 0)
    .toSorted((a, b) => b[1] - a[1]);
  return Object.fromEntries(shares);
}

/** One group of rows as the result shows it. */
export function sideOf(tally: Tally, targets: readonly Target[]): Side {
  const baseline = baselineSide(tally);
  const candidate = candidateSide(tally);
  return {
    requests: tally.requests,
    baseline,
    candidate,
    difference: difference(tally, baseline, candidate),
    route_distribution: routes(tally, targets),
  };
}
