import { thousands } from "../../../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import { between, type Ends } from "../../../parts/interval-text.ts";
import type { Cell } from "./comparison-table.tsx";

/** A time with its interval. */
export function timeCell(value: number | null, ends: Ends): Cell {
  return { text: milliseconds(value), below: between(ends, millisecondsInterval) };
}

/** So many of so many. */
export interface Counted {
  readonly count: number;
  readonly n: number;
  readonly share: number | null;
  readonly ci_95: Ends;
}

/** So many of so many, with the share and its interval. */
export function rateCell(rate: Counted): Cell {
  if (rate.share === null) return { text: UNKNOWN, below: "not known" };
  return {
    text: `${thousands(rate.count)} of ${thousands(rate.n)}: ${percent(rate.share)}`,
    below: between(rate.ci_95, percentInterval),
  };
}

/** From one number to another as a signed share of the first; a dash where it cannot be said. */
export function changeText(from: number | null, to: number | null): string {
  return from === null || to === null || from === 0 ? UNKNOWN : percent((to - from) / from, { sign: true });
}
