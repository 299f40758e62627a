import { setImmediate as others } from "node:timers/promises";
import { OperatorError } from "../../core/errors.ts";
import { byContract, type ContractCount } from "../../shadow/by-contract.ts";
import { summariseShadow } from "../../shadow/summarise-shadow.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";
import type { Control } from "../../store/control.ts";
import type { ShadowFilter, ShadowPairCount, StoredShadowRun } from "../../store/shadow.ts";

/** Pairs of requests that a verdict over several runs stands on at most: the newest. Some ten thousand are read and judged in 100 ms. */
const MOST_POOLED = 10_000;
/** Runs of one pair that are listed. */
const MOST_RUNS = 100;

export interface ShadowPairsParts {
  readonly control: Pick<Control, "shadows">;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** A primary and a shadow over the runs of a window, judged anew over all their pairs. */
export interface ShadowPair extends ShadowPairCount {
  /** `shp_` and 16 hex digits: the same for the same primary, shadow, project and endpoint. */
  readonly id: string;
  readonly summary: ShadowSummary;
  /** Requests were left out: the summary is of the newest 10,000. */
  readonly truncated: boolean;
}

export interface ShadowPairs {
  readonly pairs: readonly ShadowPair[];
  /** How many there are of each verdict, whichever was asked for. */
  readonly verdicts: Readonly<Record<ShadowSummary["verdict"], number>>;
}

export interface ShadowPairDetails {
  readonly pair: ShadowPair;
  readonly contracts: readonly ContractCount[];
  /** Newest first, 100 at most. */
  readonly runs: readonly StoredShadowRun[];
}

/** The overview: what ran last first. Others get their turn between two pairs. */
export async function listShadowPairs(
  parts: ShadowPairsParts,
  filter: ShadowFilter,
  verdict: ShadowSummary["verdict"] | null,
): Promise<ShadowPairs> {
  const all: ShadowPair[] = [];
  for (const count of parts.control.shadows.shadowPairs(filter)) {
    all.push(pooled(parts, count, filter).pair);
    await others();
  }
  const verdicts = { needs_review: 0, needs_better_evidence: 0, changed_but_passing: 0, clean: 0 };
  for (const { summary } of all) verdicts[summary.verdict] += 1;
  return { pairs: verdict === null ? all : all.filter(({ summary }) => summary.verdict === verdict), verdicts };
}

/** Throws `shadow_pair_unknown`. */
export function showShadowPair(parts: ShadowPairsParts, id: string, filter: ShadowFilter): ShadowPairDetails {
  const { shadows } = parts.control;
  const count = shadows.shadowPairs(filter).find((one) => idOf(parts, one) === id);
  if (count === undefined)
    throw new OperatorError("shadow_pair_unknown", `no shadow run of the window is of the pair ${JSON.stringify(id)}`);
  return { ...pooled(parts, count, filter), runs: shadows.shadowRuns(filterOf(count, filter), MOST_RUNS) };
}

function pooled(
  parts: ShadowPairsParts,
  count: ShadowPairCount,
  filter: ShadowFilter,
): Pick<ShadowPairDetails, "pair" | "contracts"> {
  const found = parts.control.shadows.pooledComparisons(filterOf(count, filter), MOST_POOLED + 1);
  const truncated = found.length > MOST_POOLED;
  const comparisons = truncated ? found.slice(0, MOST_POOLED) : found;
  return {
    pair: { id: idOf(parts, count), ...count, summary: summariseShadow(comparisons), truncated },
    contracts: byContract(comparisons),
  };
}

function filterOf({ primary, candidate, project, endpoint }: ShadowPairCount, filter: ShadowFilter): ShadowFilter {
  return { ...filter, primary, candidate, project, endpoint };
}

function idOf({ hash }: ShadowPairsParts, { primary, candidate, project, endpoint }: ShadowPairCount): string {
  return `shp_${hash(JSON.stringify([primary, candidate, project, endpoint])).slice(0, 16)}`;
}
