import { counted } from "../../../core/counts.ts";
import { percent, percentInterval } from "../../../core/figures/percent.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";

const FEWEST = 20;
const MOST_INCOMPARABLE = 0.15;
const FEW_INCOMPARABLE = 0.05;

type Told = Pick<ShadowSummary, "confidence_label" | "comparable_n" | "incomparable_n" | "interval">;

/** Why a summary has its confidence label: the first thing that keeps it from a higher one, or what makes it the highest. */
export function confidenceWhy({
  confidence_label: label,
  comparable_n: n,
  incomparable_n: out,
  interval,
}: Told): string {
  const rate = n + out === 0 ? 0 : out / (n + out);
  const ends = interval === null ? "" : ` (${percentInterval(interval.lower, interval.upper, { sign: true })})`;
  switch (label) {
    case "LOW_CONFIDENCE":
      if (n < FEWEST) return `Only ${counted(n, "pair")} could be compared; it takes ${FEWEST} to say more.`;
      if (rate > MOST_INCOMPARABLE) return `${percent(rate)} of the pairs could not be compared, more than 15 %.`;
      return `The interval of the difference is wider than two margins to either side${ends}.`;
    case "MEDIUM_CONFIDENCE":
      if (rate > FEW_INCOMPARABLE) return `${percent(rate)} of the pairs could not be compared, more than 5 %.`;
      return `The interval of the difference reaches further than the margin, and no further than two${ends}.`;
    case "HIGH_CONFIDENCE":
      return `At most 5 % of the pairs could not be compared, and the interval of the difference reaches no further than the margin${ends}.`;
  }
}
