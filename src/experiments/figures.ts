import { aggregateEvidence, EVIDENCE, type Evidence, type EvidenceCounts } from "../core/evidence.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import { clusteredShare } from "../stats/clusters.ts";
import { seeded, type Seeded } from "../stats/seeded.ts";
import { wilson } from "../stats/wilson.ts";
import type { SideColumns } from "./columns.ts";
import type { Share } from "./figure.ts";

/** Random numbers of one purpose, the same for the same seed however often an experiment is summed up. */
export function randomOf(seed: string, purpose: string): Seeded {
  const digest = sha256Hex(`${seed}:${purpose}`);
  const word = (at: number): number => Number.parseInt(digest.slice(8 * at, 8 * at + 8), 16);
  return seeded([word(0), word(1), word(2), word(3)]);
}

/** A share of rows, with the interval that their clusters allow. */
export function shareOf(holds: readonly boolean[], clusters: readonly number[]): Share {
  const count = holds.reduce((sum, one) => sum + (one ? 1 : 0), 0);
  const n = holds.length;
  const alone = new Set(clusters).size === n;
  const { estimate, lower, upper } = alone ? wilson(count, n) : clusteredShare(holds.map(Number), clusters);
  return {
    count,
    n,
    share: n === 0 ? null : count / n,
    // A share of an effective n may differ from the share itself in its last digit.
    ci_95:
      estimate === null ? { lower, upper } : { lower: Math.min(lower, count / n), upper: Math.max(upper, count / n) },
    method: alone ? "wilson" : "wilson_clustered",
  };
}

/** Rows by evidence. */
export function evidenceCounts(kinds: Iterable<Evidence>): EvidenceCounts {
  const counts = { measured: 0, recorded: 0, projected: 0, assumed: 0, unidentified: 0 };
  for (const kind of kinds) counts[kind] += 1;
  return counts;
}

/** Evidence of a number made of the rows for which `value` is known: the weakest kind that holds 1 % or more of it. */
export function evidenceOf(columns: SideColumns, value: readonly number[]): Evidence {
  const weight = { measured: 0, recorded: 0, projected: 0, assumed: 0, unidentified: 0 };
  const rows = { ...weight };
  for (const [row, kind] of columns.evidence.entries()) {
    const known = value[row] as number;
    if (Number.isNaN(known)) continue;
    weight[kind] += known;
    rows[kind] += 1;
  }
  return aggregateEvidence(EVIDENCE.some((kind) => weight[kind] > 0) ? weight : rows);
}

/** Evidence of what became of the calls themselves, each weighing the same. */
export function outcomeEvidence(columns: SideColumns): Evidence {
  return aggregateEvidence(evidenceCounts(columns.evidence));
}

/** Sum of what is known; null where nothing is. */
export function sumOf(values: readonly number[]): number | null {
  let sum = 0;
  let known = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    known += 1;
  }
  return known === 0 ? null : sum;
}
