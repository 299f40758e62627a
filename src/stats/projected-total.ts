import { percentileInterval } from "./bootstrap-interval.ts";
import type { Interval } from "./interval.ts";
import type { Seeded } from "./seeded.ts";
import { studentQuantile } from "./student-t.ts";

/** A number that is known by a sample only: gives one value it may have. */
export type ParameterDraw = (random: Seeded) => number;

/** Part of a projected total that stands on one learnt ratio: the amount of each row (or cluster of rows) times it. */
export interface ProjectedPart {
  readonly amount: ArrayLike<number>;
  /** As learnt. */
  readonly ratio: number;
  readonly draw: ParameterDraw;
}

export interface ProjectedTotalOptions {
  readonly random: Seeded;
  /** `future`: other requests like these may come, so that rows are drawn again; `window`: these rows, and only the ratios are uncertain. */
  readonly estimand: "future" | "window";
  /** Outer draws. */
  readonly draws?: number;
  /** 0.1: from 5 % to 95 %. */
  readonly alpha?: number;
}

/** A projected total with what is uncertain about it; the saving is 1 - total / baseline, null where the baseline is 0. */
export interface ProjectedTotal {
  readonly total: Interval & { readonly estimate: number };
  readonly saving: (Interval & { readonly estimate: number }) | null;
  readonly draws: number;
}

/**
 * Range of a projected total in which rows and learnt ratios vary together: each outer draw takes one value of every ratio and, for
 * `future`, as many rows as there are, with replacement. Adding up both kinds of uncertainty keeps the range honest where the ratio was
 * learnt from a few pairs.
 * @param fixed what is known of each row (or cluster), whatever the ratios are
 */
export function projectedTotal(
  fixed: ArrayLike<number>,
  parts: readonly ProjectedPart[],
  baseline: ArrayLike<number>,
  { random, estimand, draws = 500, alpha = 0.1 }: ProjectedTotalOptions,
): ProjectedTotal {
  const rows = fixed.length;
  const drawn = new Uint32Array(rows).fill(1);
  const sum = (values: ArrayLike<number>): number => {
    let total = 0;
    for (let row = 0; row < rows; row += 1) total += (drawn[row] as number) * (values[row] as number);
    return total;
  };
  const estimate = sum(fixed) + parts.reduce((total, { amount, ratio }) => total + ratio * sum(amount), 0);
  const known = sum(baseline);
  let [base, own] = [known, sum(fixed)];
  let amounts = parts.map(({ amount }) => sum(amount));
  const totals = new Float64Array(draws);
  const savings = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    if (estimand === "future") {
      drawn.fill(0);
      for (let row = 0; row < rows; row += 1) {
        const at = random.index(rows);
        drawn[at] = (drawn[at] as number) + 1;
      }
      [base, own] = [sum(baseline), sum(fixed)];
      amounts = parts.map(({ amount }) => sum(amount));
    }
    let total = own;
    for (const [at, part] of parts.entries()) total += part.draw(random) * (amounts[at] as number);
    totals[draw] = total;
    savings[draw] = base === 0 ? Number.NaN : 1 - total / base;
  }
  const range = percentileInterval(totals, alpha) ?? { lower: estimate, upper: estimate };
  const saved = known === 0 ? null : percentileInterval(savings, alpha);
  return {
    total: { estimate, ...range },
    saving: saved === null ? null : { estimate: 1 - estimate / known, ...saved },
    draws,
  };
}

/** Draws of an estimate with a standard error of so many degrees of freedom; never below 0, as ratios of tokens and prices cannot be. */
export function ratioDraw(estimate: number, standardError: number, degrees: number): ParameterDraw {
  return (random) => {
    // In the open interval (0, 1): the quantiles at its ends are infinite.
    const chance = (random.next() + 0.5) / 2 ** 32;
    const distance = studentQuantile(Math.max(chance, 1 - chance), degrees) * standardError;
    return Math.max(0, chance < 0.5 ? estimate - distance : estimate + distance);
  };
}
