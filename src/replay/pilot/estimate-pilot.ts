import type { Evidence } from "../../core/evidence.ts";
import { totalOf, type Ratio } from "../../stats/ratio.ts";
import { studentQuantile } from "../../stats/student-t.ts";
import type { PilotSample } from "./draw-pilot.ts";

/** What a pilot says of its whole window; both intervals are 95 % unless told, and null below two measured calls. */
export interface PilotEstimate {
  readonly evidence: Evidence;
  /** Rows of the window that have a price, those drawn of them, and those whose call's cost is known. */
  readonly priced: number;
  readonly drawn: number;
  readonly measured: number;
  /** USD, by price and the baseline's tokens. */
  readonly plain_usd: number;
  /** Measured cost over plain cost. */
  readonly ratio: Ratio;
  /** USD, of the whole window. */
  readonly cost_usd: Ratio;
}

const UNKNOWN: Ratio = { estimate: null, standardError: null, lower: null, upper: null };
const NOTHING: Ratio = { estimate: 0, standardError: 0, lower: 0, upper: 0 };

interface Residuals {
  /** Measured rows that were not certain to be drawn. */
  readonly uncertain: number;
  /** (y - r x) / inclusion. */
  readonly values: readonly number[];
  /** 1 - inclusion. */
  readonly chances: readonly number[];
}

/** Variance from drawing rows (Hájek 1964, with the small-sample factor): rows drawn for certain add nothing. */
function drawingVariance({ uncertain, values, chances }: Residuals, drawn: number): number {
  if (uncertain === 0) return 0;
  const weight = chances.reduce((sum, chance) => sum + chance, 0);
  const centre = values.reduce((sum, value, index) => sum + chances[index]! * value, 0) / weight;
  const squares = values.reduce((sum, value, index) => sum + chances[index]! * (value - centre) ** 2, 0);
  return (drawn / values.length) * (uncertain / (uncertain - 1)) * squares;
}

/** Variance from calling only some of the rows drawn: a simple random part of them. */
function stoppingVariance({ values }: Residuals, drawn: number): number {
  const measured = values.length;
  if (measured === drawn) return 0;
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  return ((drawn * (drawn - measured)) / measured) * (squares / (measured - 1));
}

function residualsOf(
  sample: PilotSample,
  costs: ArrayLike<number>,
  called: readonly number[],
  ratio: number,
): Residuals {
  return {
    uncertain: called.filter((index) => sample.inclusion[index]! < 1).length,
    values: called.map((index) => (costs[index]! - ratio * sample.plain[index]!) / sample.inclusion[index]!),
    chances: called.map((index) => 1 - sample.inclusion[index]!),
  };
}

function ratioOf(sample: PilotSample, costs: ArrayLike<number>, called: readonly number[], alpha: number): Ratio {
  const drawn = sample.rows.length;
  const scaled = (of: ArrayLike<number>): number =>
    called.reduce((sum, index) => sum + of[index]! / sample.inclusion[index]!, 0);
  const plain = scaled(sample.plain);
  const estimate = scaled(costs) / plain;
  const residuals = residualsOf(sample, costs, called, estimate);
  const { uncertain } = residuals;
  if (uncertain === 0 && called.length === drawn)
    return { estimate, standardError: 0, lower: estimate, upper: estimate };
  if (called.length < 2 || uncertain === 1) return { ...UNKNOWN, estimate };
  const variance = drawingVariance(residuals, drawn) + stoppingVariance(residuals, drawn);
  const standardError = Math.sqrt(variance) / (plain * (drawn / called.length));
  const degrees = (uncertain === 0 ? called.length : uncertain) - 1;
  const half = studentQuantile(1 - alpha / 2, degrees) * standardError;
  return { estimate, standardError, lower: Math.max(0, estimate - half), upper: estimate + half };
}

/**
 * The window's cost from a pilot: plain total x ratio, the ratio being the mean of the rows' cost ratios (each row weighted by the inverse of its chance
 * where some were certain), with a t interval. Holds for the rows of this window; a window all of whose rows were called has no error left.
 * @param costs what each drawn row's call cost, USD, in the sample's order; NaN = not called, or not known
 */
export function estimatePilot(sample: PilotSample, costs: ArrayLike<number>, alpha = 0.05): PilotEstimate {
  const called = Array.from(sample.rows.keys()).filter((index) => !Number.isNaN(costs[index]));
  const free = sample.plain_usd === 0 && sample.priced > 0;
  const ratio = called.length === 0 ? UNKNOWN : ratioOf(sample, costs, called, alpha);
  const cost = free ? NOTHING : totalOf(ratio, sample.plain_usd);
  return {
    evidence: cost.estimate === null ? "unidentified" : "projected",
    priced: sample.priced,
    drawn: sample.rows.length,
    measured: called.length,
    plain_usd: sample.plain_usd,
    ratio,
    cost_usd: cost,
  };
}
