import {
  contractVerdict,
  effectiveCounts,
  pairedClusters,
  pairedTest,
  quantile,
  sorted,
  studentQuantile,
  tango,
  Z95,
  type PairCounts,
  type PairedClusters,
} from "../stats/index.ts";
import { responded } from "./compare-pair.ts";
import type { IncomparableReason, PairResult, ShadowComparison } from "./comparison.ts";
import { guidance } from "./guidance.ts";
import type { ShadowSummary, SideLatency, SideReliability } from "./summary.ts";

export interface SummaryOptions {
  /** Pairs of the primary asked twice, and how many of them differ: what differs anyway. */
  readonly rerun?: { readonly differs: number; readonly pairs: number } | null;
  /** How much of the success rate may be lost; 0.05. */
  readonly margin?: number;
}

/** Below this many clusters Student's t takes the place of the normal point. */
const FEW_CLUSTERS = 20;

/**
 * Sums pairs up. Trials of a contract on one case are one cluster: interval, label and decision stand on effective counts (pairs over the design
 * effect), the test on clusters. Pairs without a contract stand alone. The order of the pairs does not matter.
 */
export function summariseShadow(
  comparisons: readonly ShadowComparison[],
  { rerun = null, margin = 0.05 }: SummaryOptions = {},
): ShadowSummary {
  const comparable = comparisons.filter((one) => one.comparable);
  const n = comparable.length;
  const count = (result: PairResult): number => comparable.filter((one) => one.result === result).length;
  const [wins, losses, bothPass, bothFail, flaky] = [
    count("gain"),
    count("loss"),
    count("both_pass"),
    count("both_fail"),
    count("flaky"),
  ];
  const criticalLosses = comparable.filter((one) => one.critical_loss).length;
  const differs = comparable.filter((one) => one.differs).length;
  const clusters = clustersOf(comparable);
  const counts: PairCounts = {
    comparable: n,
    incomparable: comparisons.length - n,
    gains: wins,
    losses,
    criticalLosses,
    ...(clusters === null ? {} : { clustered: clusters }),
  };
  const { verdict, reason, confidence, decision, robust } = contractVerdict({ ...counts, differs, rerun }, { margin });
  const share = (passing: number): number | null => (n === 0 ? null : passing / n);
  const told = {
    comparable_n: n,
    incomparable_n: counts.incomparable,
    confidence_label: confidence,
    would_fail: losses,
    differs,
    success_rate_primary: share(bothPass + flaky + losses),
    success_rate_shadow: share(bothPass + flaky + wins),
    success_rate_delta: share(wins - losses),
    wins,
    losses,
    both_pass: bothPass,
    both_fail: bothFail,
    flaky,
    critical_losses: criticalLosses,
    interval: n === 0 ? null : intervalOf(counts, clusters),
    mcnemar_p: n === 0 ? null : pairedTest(counts).twoSided,
    verdict,
    reason,
    decision,
    robust,
  };
  return {
    ...told,
    guidance: guidance(told, margin),
    incomparable: reasonsOf(comparisons),
    reliability: { primary: reliabilityOf(comparisons, "primary"), shadow: reliabilityOf(comparisons, "shadow") },
    cost_usd: { primary: costOf(comparisons, "primary"), shadow: costOf(comparisons, "shadow") },
    latency_ms: { primary: latencyOf(comparisons, "primary"), shadow: latencyOf(comparisons, "shadow") },
  };
}

/** Null where every pair stands alone. */
function clustersOf(pairs: readonly ShadowComparison[]): PairedClusters | null {
  const numbers = new Map<string, number>();
  const cluster = pairs.map(({ contract, case: of }, index) => {
    if (contract === null) return -1 - index;
    const asked = JSON.stringify([contract, of]);
    const number = numbers.get(asked) ?? numbers.size;
    numbers.set(asked, number);
    return number;
  });
  if (new Set(cluster).size === pairs.length) return null;
  const differences = pairs.map(({ result }) => (result === "gain" ? 1 : result === "loss" ? -1 : 0));
  return pairedClusters(differences, cluster);
}

function intervalOf(counts: PairCounts, clusters: PairedClusters | null): NonNullable<ShadowSummary["interval"]> {
  const { gains, losses, comparable } = effectiveCounts(counts);
  const few = clusters !== null && clusters.clusters >= 2 && clusters.clusters < FEW_CLUSTERS;
  const { lower, upper } = tango(gains, losses, comparable, few ? studentQuantile(0.975, clusters.clusters - 1) : Z95);
  return { lower, upper, method: clusters === null ? "tango" : few ? "tango_clustered_t" : "tango_clustered" };
}

function reasonsOf(comparisons: readonly ShadowComparison[]): ShadowSummary["incomparable"] {
  const counts = new Map<IncomparableReason, number>();
  for (const { incomparable_reason: reason } of comparisons)
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

type SideName = "primary" | "shadow";

function reliabilityOf(comparisons: readonly ShadowComparison[], side: SideName): SideReliability {
  const asked = comparisons.filter((one) => one[side].answer !== null || one[side].failure !== null);
  return { asked: asked.length, failed: asked.filter((one) => !responded(one[side])).length };
}

function costOf(comparisons: readonly ShadowComparison[], side: SideName): number | null {
  const costs = comparisons.filter((one) => one[side].answer !== null).map((one) => one[side].cost_usd);
  if (costs.length === 0 || costs.includes(null)) return null;
  // From small to large, so that the order of the pairs shows in no digit.
  return sorted(costs as number[]).reduce((sum, cost) => sum + cost, 0);
}

function latencyOf(comparisons: readonly ShadowComparison[], side: SideName): SideLatency {
  const known = sorted(comparisons.flatMap((one) => (one[side].answer === null ? [] : (one[side].latency_ms ?? []))));
  return { p50: quantile(known, 0.5), p95: quantile(known, 0.95) };
}
