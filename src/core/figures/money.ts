import { figure, significantDecimals, UNKNOWN, type FigureOptions } from "./rounding.ts";

/** US dollars: cents from one dollar on, three significant digits below, whole dollars from 10,000 on; null is not known. */
export function usd(value: number | null, options: FigureOptions = {}): string {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  return figure(value, decimalsOf(Math.abs(value)), options, "$");
}

/** `$3.61 to $3.88`: the bounds of an interval, rounded outwards. */
export function usdInterval(low: number | null, high: number | null, options: FigureOptions = {}): string {
  return `${usd(low, { ...options, bound: "lower" })} to ${usd(high, { ...options, bound: "upper" })}`;
}

function decimalsOf(size: number): number {
  if (size >= 10_000) return 0;
  if (size >= 0.9995 || size === 0) return 2;
  return significantDecimals(size, 3);
}
