import type { Bucket } from "../compare/bucket.ts";
import type { PairColumns } from "./columns.ts";
import type { ExperimentResult, PairOutlier } from "./result.ts";

/** Pairs worth reading: those whose cost or latency changed most, and those least alike. Ties go to the smaller ordinal. */
export function pairOutliers(
  columns: PairColumns,
  buckets: readonly (Bucket | null)[],
  most: number,
): ExperimentResult["outliers"] {
  const { original, replay, likeness } = columns;
  const named = (row: number, value: number, sides: { baseline: number; candidate: number } | null): PairOutlier => ({
    ordinal: columns.ordinal[row] as number,
    request_id: columns.request_id[row] as string,
    target: replay.target[row] ?? null,
    baseline: sides?.baseline ?? null,
    candidate: sides?.candidate ?? null,
    value,
    measure: likeness.measure[row] ?? null,
    bucket: buckets[row] ?? null,
  });
  const changed = (name: "cost" | "latency"): readonly PairOutlier[] => {
    const deltas = replay[name].map((value, row) => value - (original[name][row] as number));
    return rowsBy(deltas.map((delta) => -Math.abs(delta)))
      .slice(0, most)
      .map((row) =>
        named(row, deltas[row] as number, {
          baseline: original[name][row] as number,
          candidate: replay[name][row] as number,
        }),
      );
  };
  return {
    cost_usd: changed("cost"),
    latency_ms: changed("latency"),
    low_similarity: rowsBy(likeness.similarity)
      .slice(0, most)
      .map((row) => named(row, likeness.similarity[row] as number, null)),
  };
}

/** Rows whose value is known, in ascending order of it. */
function rowsBy(values: readonly number[]): readonly number[] {
  return values
    .flatMap((value, row) => (Number.isNaN(value) ? [] : [row]))
    .sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}
