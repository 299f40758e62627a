import { LEXICAL_MEASURE } from "../compare/lexical.ts";
import { embeddingCosine } from "../compare/measures/embedding-cosine.ts";
import { MEASURES } from "../compare/measures/index.ts";
import type { Thresholds } from "../compare/bucket.ts";
import { quantile, sorted } from "../stats/quantile.ts";
import type { LikenessColumns, PairColumns } from "./columns.ts";
import { declaredThresholds } from "./compare-pair.ts";
import type { ExperimentDefinition } from "./definition.ts";
import type { MeasureResult } from "./similarity-result.ts";

/** Control pairs of a measure that its thresholds can be made of. */
const ENOUGH = 50;
const BINS = 20;

/** Thresholds of a measure and where they come from. */
type Calibrated = Pick<MeasureResult, "thresholds" | "calibration" | "control_pairs" | "mismatched_pairs">;

/**
 * What each measure that took part found, with its thresholds. Those of texts come from the noise floor where at least 50 control pairs
 * hold it: `high` is the 10th percentile of the baseline's likeness to itself, `mild` the larger of its 1st percentile and the 95th of
 * answers to different requests. Thresholds that an early stop hangs on stay as they were declared.
 */
export function measureResults(columns: PairColumns, definition: ExperimentDefinition): readonly MeasureResult[] {
  return MEASURES.flatMap(({ name }) => {
    const values = similaritiesOf(columns.likeness, name);
    const control = similaritiesOf(columns.control.likeness, name);
    if (values.length === 0 && control.length === 0) return [];
    return {
      measure: name,
      model: name === embeddingCosine.name ? definition.embeddings : null,
      pairs: values.length,
      ...calibrated(name, control, name === LEXICAL_MEASURE ? columns.mismatched : [], definition),
      mean: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
      histogram: histogram(values),
    };
  });
}

/** Thresholds by measure, as a comparison asks for them. */
export function thresholdsOf(
  measures: readonly Pick<MeasureResult, "measure" | "thresholds">[],
): (measure: string) => Thresholds {
  return declaredThresholds(Object.fromEntries(measures.map(({ measure, thresholds }) => [measure, thresholds])));
}

/** Counts of 20 bins of equal width over [0, 1]; 1 is in the last. */
export function histogram(values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor(value * BINS));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function calibrated(
  name: string,
  control: readonly number[],
  mismatched: readonly number[],
  { thresholds: given, stopping, primary }: ExperimentDefinition,
): Calibrated {
  const declared = declaredThresholds(given)(name);
  const counts = { control_pairs: control.length, mismatched_pairs: mismatched.length };
  if (given[name] !== undefined) return { thresholds: declared, calibration: "given", ...counts };
  if (MEASURES.find((measure) => measure.name === name)?.calibrates !== true) {
    return { thresholds: declared, calibration: "fixed", ...counts };
  }
  const hangsOnThem = stopping === "anytime" && primary?.metric === "agreement";
  const own = sorted(control);
  const high = quantile(own, 0.1);
  if (hangsOnThem || control.length < ENOUGH || high === null) {
    return { thresholds: declared, calibration: "uncalibrated", ...counts };
  }
  const lowest = quantile(own, 0.01) ?? 0;
  // A baseline that is always the same says where `high` ends and nothing about where `mild` does.
  const floor = lowest < high ? lowest : Math.min(declared.mild, high);
  const mild = Math.max(floor, quantile(sorted(mismatched), 0.95) ?? 0);
  return { thresholds: { high, mild: Math.min(mild, high) }, calibration: "noise_floor", ...counts };
}

function similaritiesOf({ measure, similarity }: LikenessColumns, name: string): readonly number[] {
  return similarity.filter((value, row) => measure[row] === name && !Number.isNaN(value));
}
