import { percent, percentInterval } from "../../core/figures/percent.ts";

interface Told {
  readonly estimate: number | null;
  readonly ci_95: { readonly lower: number | null; readonly upper: number | null };
}

/** `saves 12.0%`, `costs 3.0% more`, or that it cannot be told. */
export function savingText({ estimate }: Told): string {
  if (estimate === null) return "cannot be told";
  return estimate >= 0 ? `saves ${percent(estimate)}` : `costs ${percent(-estimate)} more`;
}

/** The interval of a saving, in its own direction: a part below 0 is a cost. */
export function savingInterval({ ci_95: { lower, upper } }: Told): string {
  return lower === null && upper === null ? "no interval" : `95%: ${percentInterval(lower, upper)}`;
}
