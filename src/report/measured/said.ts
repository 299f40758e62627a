import { milliseconds, millisecondsInterval } from "../../core/figures/milliseconds.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import { UNKNOWN } from "../../core/figures/rounding.ts";
import type { Figure } from "../../experiments/index.ts";

/** Where a whole interval lies. */
export function sideOf({ lower, upper }: Figure["ci_95"]): "above" | "below" | "around" | null {
  if (lower !== null && lower > 0) return "above";
  if (upper !== null && upper < 0) return "below";
  return lower === null || upper === null ? null : "around";
}

/** `Saves 12.0% (saving, 95%: 10.0% to 14.0%)`. */
export function savingText({ estimate, ci_95: ends }: Figure): string {
  const text = estimate === null ? "" : `${estimate >= 0 ? "Saves" : "Costs more by"} ${percent(Math.abs(estimate))}`;
  return `${text}${ends.lower === null ? "" : ` (saving, 95%: ${percentInterval(ends.lower, ends.upper)})`}`;
}

/** `-120 ms (95%: -140 ms to -100 ms)`. */
export function latencyText({ estimate, ci_95: ends, n }: Figure): string {
  const bounds =
    ends.lower === null ? `no interval from ${n} pairs` : `95%: ${millisecondsInterval(ends.lower, ends.upper)}`;
  return `${milliseconds(estimate, { sign: true })} (${bounds})`;
}

/** `0.92`; null is not known. */
export function score(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(2);
}

/** `no_worse_but_tail_risk` in words. */
export function words(decision: string): string {
  return decision.replaceAll("_", " ");
}
