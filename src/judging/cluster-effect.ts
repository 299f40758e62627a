import type { JudgedPair } from "./judged-pair.ts";
import type { VerdictStratum } from "./verdict-shares.ts";

/** How much of the judged pairs is said twice, because pairs of one session, user or prompt are alike. */
export interface ClusterEffect {
  /** Sessions, else end users, else prompts of the judged pairs. */
  readonly clusters: number;
  /** How many times larger the variance of the window's shares is than that of as many independent pairs; 1 at least. */
  readonly design_effect: number;
}

type Verdicts = readonly Pick<JudgedPair, "pair" | "bucket" | "cluster" | "verdict">[];

/**
 * The design effect of the weighted net share and of the weighted share of worse, whichever is larger: variance over clusters (Liang and Zeger 1986)
 * of what each pair adds to the estimate beyond its bucket's mean, by that over single pairs.
 * @param weights share of each bucket in the window
 */
export function clusterEffect(pairs: Verdicts, weights: Readonly<Record<string, number>>): ClusterEffect {
  const judged = pairs.filter(({ verdict }) => verdict !== null && verdict !== "unjudged");
  const clusterOf = ({ cluster, pair }: Verdicts[number]): string | number => cluster ?? pair;
  const clusters = new Set(judged.map(clusterOf)).size;
  if (clusters < 2) return { clusters, design_effect: Math.max(1, judged.length) };
  const effects = [
    ({ verdict }: Verdicts[number]): number => (verdict === "better" ? 1 : verdict === "worse" ? -1 : 0),
    ({ verdict }: Verdicts[number]): number => (verdict === "worse" ? 1 : 0),
  ].map((value) => {
    const sums = new Map<string | number, number>();
    let alone = 0;
    for (const group of Map.groupBy(judged, ({ bucket }) => bucket).values()) {
      const mean = group.reduce((sum, pair) => sum + value(pair), 0) / group.length;
      for (const pair of group) {
        const part = ((weights[pair.bucket] ?? 0) / group.length) * (value(pair) - mean);
        sums.set(clusterOf(pair), (sums.get(clusterOf(pair)) ?? 0) + part);
        alone += part * part;
      }
    }
    const together = [...sums.values()].reduce((sum, part) => sum + part * part, 0);
    const n = judged.length;
    return alone === 0 ? 1 : ((clusters / (clusters - 1)) * together) / ((n / (n - 1)) * alone);
  });
  return { clusters, design_effect: Math.max(1, ...effects) };
}

/** A stratum of as many independent pairs as its own are worth. */
export function effectively(
  { weight, counts: { better, equivalent, worse }, unjudged }: VerdictStratum,
  { design_effect: by }: ClusterEffect,
): VerdictStratum {
  const counts = { better: better / by, equivalent: equivalent / by, worse: worse / by };
  return { weight, counts, unjudged: unjudged / by };
}
