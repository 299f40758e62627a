import { BUCKETS, type Bucket } from "../compare/bucket.ts";
import { lengthControlled } from "../stats/length-control.ts";
import type { FirstPhase } from "../stats/stratified.ts";
import { canaryResult, type CanaryResult } from "./canary-result.ts";
import { clusterEffect, effectively } from "./cluster-effect.ts";
import { consistencyOf } from "./consistency.ts";
import { decideJudged } from "./decide-judged.ts";
import { equivalenceResult } from "./equivalence-result.ts";
import { humanResult, type HumanLabel } from "./human-labels.ts";
import type { JudgeUnit, UnitRecord } from "./judge-unit.ts";
import { judgedPairs, type JudgedPair } from "./judged-pair.ts";
import type { BucketVerdicts, JudgeDefinition, JudgeResult, JudgeRun, PairwiseFindings } from "./judge-result.ts";
import { judgeNotes } from "./notes.ts";
import { unjudgedResult } from "./unjudged-result.ts";
import { countVerdicts, pooledShares, sumOf, windowShares, winRate, type VerdictStratum } from "./verdict-shares.ts";

/** What a run has to be summarised from. */
export interface Judged {
  /** Units in order: all of them, or at least those before the first gap. */
  readonly units: readonly JudgeUnit[];
  /** What came of them, by ordinal; those after the first gap are not looked at. */
  readonly outcomes: ReadonlyMap<number, UnitRecord["outcome"]>;
  readonly labels: readonly HumanLabel[];
}

/** The units from the first one on that have an outcome, up to the first that has none: what finishes first is not chance. */
export function countedUnits({ units, outcomes }: Omit<Judged, "labels">): readonly UnitRecord[] {
  const records: UnitRecord[] = [];
  for (const [ordinal, unit] of units.entries()) {
    const outcome = outcomes.get(ordinal);
    if (outcome === undefined) break;
    records.push({ unit, outcome });
  }
  return records;
}

/** The pairs of a run whose orders are all there. */
export function pairsOf(judged: Omit<Judged, "labels">): readonly JudgedPair[] {
  const planned = new Map<number, number>();
  for (const unit of judged.units) {
    if (unit.kind === "pair") planned.set(unit.pair, unit.units ?? (planned.get(unit.pair) ?? 0) + 1);
  }
  return judgedPairs(countedUnits(judged), planned);
}

/** The result of a judge run. */
export function summariseJudging(definition: JudgeDefinition, judged: Judged, run: JudgeRun): JudgeResult {
  const pairs = pairsOf(judged);
  const canaries = canaryResult(countedUnits(judged));
  const { strata, weights, firstPhase } = stratify(definition, pairs);
  const clusters = clusterEffect(pairs, weights);
  const independent = [...strata.values()].map((stratum) => effectively(stratum, clusters));
  const shared = {
    id: definition.id,
    experiment: definition.experiment,
    judged_count: pairs.filter(({ verdict, score }) => score !== null || (verdict !== null && verdict !== "unjudged"))
      .length,
    spend_usd: run.spend.spent_usd,
  };
  const rest = {
    definition,
    run,
    frame: {
      ...clusters,
      drawn: BUCKETS.reduce((sum, bucket) => sum + definition.drawn[bucket], 0),
      reached: pairs.length,
      by_rule: pairs.filter(({ rule }) => rule !== null).length,
      injection_suspected: pairs.filter(({ injection_suspected }) => injection_suspected).length,
      control_tokens: pairs.filter(({ control_tokens }) => control_tokens).length,
    },
    canaries,
    unjudged: unjudgedResult(pairs, independent, firstPhase),
    self_preference_risk: definition.self_preference.risk,
    human: judged.labels.length === 0 ? null : humanResult(judged.labels, pairs, weights),
  };
  const found =
    definition.protocol === "pairwise"
      ? ({
          ...shared,
          protocol: "pairwise",
          ...pairwise(definition, pairs, { strata, independent, firstPhase }, canaries),
          ...rest,
        } as const)
      : ({ ...shared, protocol: "equivalence", ...equivalenceResult(pairs), ...rest } as const);
  return { ...found, notes: judgeNotes(found) };
}

type Strata = ReadonlyMap<Bucket, VerdictStratum>;

interface Stratified {
  readonly strata: Strata;
  /** The same, of independent pairs. */
  readonly independent: readonly VerdictStratum[];
  readonly firstPhase: FirstPhase;
}

function stratify(
  { sizes, bucket, window_rows }: JudgeDefinition,
  pairs: readonly JudgedPair[],
): { readonly strata: Strata; readonly weights: Readonly<Record<string, number>>; readonly firstPhase: FirstPhase } {
  const present = BUCKETS.filter((name) => sizes[name] > 0 && (bucket === null || bucket === name));
  const rows = present.reduce((sum, name) => sum + sizes[name], 0);
  const strata = new Map(
    present.map((name) => {
      const verdicts = pairs.filter((pair) => pair.bucket === name).map(({ verdict }) => verdict);
      const unjudged = verdicts.filter((verdict) => verdict === "unjudged").length;
      return [name, { weight: sizes[name] / rows, counts: countVerdicts(verdicts), unjudged }] as const;
    }),
  );
  const weights = Object.fromEntries([...strata].map(([name, { weight }]) => [name, weight]));
  return { strata, weights, firstPhase: { rows, windowRows: Math.max(rows, window_rows) } };
}

function pairwise(
  { bucket, margin, worse_limit, sizes }: JudgeDefinition,
  pairs: readonly JudgedPair[],
  { strata, independent, firstPhase }: Stratified,
  canaries: CanaryResult,
): PairwiseFindings {
  const counts = countVerdicts(pairs.map(({ verdict }) => verdict));
  const pooled = pooledShares(counts);
  const judged = pairs.filter(({ verdict }) => verdict !== "unjudged");
  const bucketOf = ([name, stratum]: readonly [Bucket, VerdictStratum]): readonly [Bucket, BucketVerdicts] => {
    const { breakdown, ci_95 } = pooledShares(stratum.counts);
    const { weight: share, unjudged } = stratum;
    return [
      name,
      {
        n: sumOf(stratum.counts),
        verdicts: breakdown,
        counts: stratum.counts,
        ci_95,
        unjudged,
        pairs: sizes[name],
        share,
      },
    ];
  };
  const of =
    bucket === null
      ? "the window: each bucket weighted by its share of the experiment's pairs"
      : `bucket ${bucket} of the window`;
  return {
    verdict_breakdown: pooled.breakdown,
    verdict_breakdown_ci_95: pooled.ci_95,
    by_bucket: Object.fromEntries([...strata].map(bucketOf)),
    verdict_counts: counts,
    verdict_breakdown_of: "the judged pairs pooled as they were drawn, buckets at different rates: not the window",
    window: { ...windowShares(independent, firstPhase), of, method: "mover_wilson/two_phase" },
    decision: decideJudged(independent, {
      margin,
      worse_limit,
      firstPhase,
      judged: sumOf(counts),
      isVoid: canaries.void,
    }),
    consistency: consistencyOf(pairs),
    win_rate: winRate(counts),
    length_controlled: lengthControlled(
      judged.map(({ length_difference }) => length_difference),
      judged.map(({ verdict }) => (verdict === "better" ? 1 : verdict === "equivalent" ? 0.5 : 0)),
    ),
  };
}
