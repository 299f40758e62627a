import { figure, UNKNOWN, type FigureOptions } from "./rounding.ts";

/** A ratio as a percentage: 0.9647 is `96.5%`, small shares keep two decimals; null is not known. */
export function percent(ratio: number | null, options: FigureOptions = {}): string {
  if (ratio === null || !Number.isFinite(ratio)) return UNKNOWN;
  const value = ratio * 100;
  const size = Math.abs(value);
  return figure(value, size >= 10 || size === 0 ? 1 : 2, options, "", "%");
}

/** `95.1% to 97.0%`: the bounds of an interval, rounded outwards. */
export function percentInterval(low: number | null, high: number | null, options: FigureOptions = {}): string {
  return `${percent(low, { ...options, bound: "lower" })} to ${percent(high, { ...options, bound: "upper" })}`;
}
