import { remembered } from "../remembered.ts";

/** How a figure is cut to its digits: a lower bound never rises and an upper bound never falls by being printed. */
export type Bound = "nearest" | "lower" | "upper";

export interface FigureOptions {
  readonly bound?: Bound;
  /** Writes `+` before a positive figure: for differences. */
  readonly sign?: boolean;
}

/** What is printed for a value that is not known. */
export const UNKNOWN = "–";

/** A finite value cut to so many decimals; scaled through decimal text, so that 0.29 to two decimals stays 0.29 in every direction. */
export function roundTo(value: number, decimals: number, bound: Bound = "nearest"): number {
  const scaled = shift(value, decimals);
  if (Math.abs(scaled) >= WHOLE) return value;
  if (bound === "nearest") return shift(Math.round(scaled), -decimals);
  const step = bound === "lower" ? -1 : 1;
  const whole = bound === "lower" ? Math.floor(scaled) : Math.ceil(scaled);
  const rounded = shift(whole, -decimals);
  return (rounded - value) * step < 0 ? shift(whole + step, -decimals) : rounded;
}

/** From here on a double has no room for a fraction worth cutting. */
const WHOLE = 2 ** 50;

/** Making one takes longer than using it a dozen times. */
const formatOf = remembered(
  (decimals: number) =>
    new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);

/** `1234.5` with decimals and thousands separators, and the sign written apart from the digits. */
export function figure(value: number, decimals: number, options: FigureOptions = {}, before = "", after = ""): string {
  const rounded = roundTo(value, decimals, options.bound);
  const digits = formatOf(decimals).format(Math.abs(rounded));
  const sign = rounded < 0 ? "-" : rounded > 0 && options.sign === true ? "+" : "";
  return `${sign}${before}${digits}${after}`;
}

/** Decimals that leave so many significant digits of a value below 1. */
export function significantDecimals(value: number, digits: number): number {
  return Math.min(12, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
}

function shift(value: number, places: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}
