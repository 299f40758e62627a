import { thousands } from "../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../core/figures/milliseconds.ts";
import { percent, percentInterval } from "../core/figures/percent.ts";
import { UNKNOWN } from "../core/figures/rounding.ts";
import { html, type Html, type Piece } from "./html.ts";

interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Whole numbers; null is not known. */
export function count(value: number | null): string {
  return value === null ? UNKNOWN : thousands(value);
}

/** A number with what stands below it: its interval, or why it has none. */
export function withBelow(text: Piece, below: Piece): Html {
  return html`${text}${below === "" || below === null ? "" : html` <small>${below}</small>`}`;
}

/** `95%: $3.61 to $3.88`; empty where neither end is known. */
export function interval({ lower, upper }: Ends, write: (low: number | null, high: number | null) => string): string {
  return lower === null && upper === null ? "" : `95%: ${write(lower, upper)}`;
}

export const msEnds = (ends: Ends): string => interval(ends, millisecondsInterval);
export const percentEnds = (ends: Ends): string => interval(ends, percentInterval);

export function msText(value: number | null, ends?: Ends): Html {
  return withBelow(milliseconds(value), ends === undefined ? "" : msEnds(ends));
}

/** `12 of 40: 30 %`, with its interval. */
export function rateText(rate: {
  readonly count: number;
  readonly n: number;
  readonly share: number | null;
  readonly ci_95: Ends;
}): Html {
  const { count: some, n, share, ci_95 } = rate;
  if (share === null) return withBelow(UNKNOWN, percentEnds(ci_95));
  return withBelow(`${thousands(some)} of ${thousands(n)}: ${percent(share)}`, percentEnds(ci_95));
}

/** From one number to another, as a signed share of the first; empty where it cannot be said. */
export function change(from: number | null, to: number | null): string {
  return from === null || to === null || from === 0 ? "" : percent((to - from) / from, { sign: true });
}

/** `2026-04-09 06:00` of an instant in ISO 8601. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
