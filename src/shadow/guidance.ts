import { thousands } from "../core/counts.ts";
import { percent } from "../core/figures/percent.ts";
import { triesForBound, zeroFailureUpper } from "../stats/index.ts";
import type { ShadowSummary } from "./summary.ts";

type Told = Pick<
  ShadowSummary,
  | "verdict"
  | "reason"
  | "comparable_n"
  | "incomparable_n"
  | "differs"
  | "losses"
  | "critical_losses"
  | "flaky"
  | "mcnemar_p"
>;

/** What a summary comes to, in a few plain sentences: what was seen, what it allows to say, what to do. */
export function guidance(told: Told, margin: number): string {
  const flaky =
    told.flaky === 0 ? "" : ` ${pairs(told.flaky)} passed only when asked again: neither a loss nor a clean pass.`;
  return `${sentences(told, margin)}${flaky}`;
}

function sentences(told: Told, margin: number): string {
  const { reason, comparable_n: n, incomparable_n: incomparable, differs, losses, critical_losses: critical } = told;
  // Without a loss: no more of them than this, as sure as one can be.
  const bound = `the shadow fails at most ${percent(zeroFailureUpper(n))} of what the primary passes, with 95 % confidence`;
  switch (reason) {
    case "no_comparable":
      return incomparable === 0
        ? "Nothing was compared: no request was asked of both."
        : `None of ${pairs(incomparable)} could be compared. See why below, and run it again.`;
    case "critical_contract":
      return `The shadow fails ${pairs(critical)} of critical contracts that the primary passes. Do not switch.`;
    case "regression_confirmed":
      return `The shadow fails ${pairs(losses)} of ${thousands(n)} that the primary passes, more than chance explains. Investigate before switching.`;
    case "regression_suspected":
      return `The shadow fails ${pairs(losses)} of ${thousands(n)} that the primary passes. That few can be chance: look at them, and compare more, with --repeat or by letting a mirror go on.`;
    case "incomparable_rate":
      return `${pairs(incomparable)} of ${thousands(n + incomparable)} could not be compared, which is too many to conclude from the rest. See why below.`;
    case "too_few_pairs":
      return (
        `No loss in ${pairs(n)}, which are too few: ${bound}. ` +
        `${triesForBound(margin)} without a loss bring that to ${percent(margin)}: compare more, with --repeat or by letting a mirror go on.`
      );
    case "identical":
      return `No difference detected in ${pairs(n)}: ${bound}.`;
    case "within_rerun_noise":
      return `${pairs(differs)} of ${thousands(n)} differ, no more than the primary differs from itself: ${bound}.`;
    case "differs":
      return `No loss in ${pairs(n)}: ${bound}. ${pairs(differs)} differ and pass: review whether that matters to you.`;
  }
}

function pairs(count: number): string {
  return count === 1 ? "1 pair" : `${thousands(count)} pairs`;
}
