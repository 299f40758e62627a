/**
 * Where a number comes from, strongest first. `unidentified` means that the data cannot tell: the value is null.
 */
export const EVIDENCE = ["measured", "recorded", "projected", "assumed", "unidentified"] as const;

export type Evidence = (typeof EVIDENCE)[number];

export type EvidenceCounts = Readonly<Record<Evidence, number>>;

/** A share of the total value below which a weaker kind of evidence does not name an aggregate. */
const NAMING_SHARE = 0.01;

/**
 * The evidence an aggregate carries: the weakest kind that holds 1 % or more of its value.
 * @param weight the value (or, for a quantile, the rows) standing on each kind of evidence
 */
export function aggregateEvidence(weight: EvidenceCounts): Evidence {
  const total = EVIDENCE.reduce((sum, kind) => sum + weight[kind], 0);
  for (const kind of EVIDENCE.toReversed()) {
    if (weight[kind] > 0 && weight[kind] >= total * NAMING_SHARE) return kind;
  }
  return "unidentified";
}
