import type { Evidence } from "../../../core/evidence.ts";
import { percentInterval } from "../../../core/figures/percent.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";

/** Verdicts, the most urgent first. */
export const VERDICTS = ["needs_review", "needs_better_evidence", "changed_but_passing", "clean"] as const;

/** What each asks for. */
export const VERDICT_ACTIONS: Readonly<Record<ShadowSummary["verdict"], string>> = {
  needs_review: "The shadow fails what the primary passes. Investigate before switching.",
  needs_better_evidence: "Too little was compared for a conclusion. Run more.",
  changed_but_passing: "Answers differ, and pass. Review whether that matters to you.",
  clean: "No difference was detected. What that allows to conclude stands beside it.",
};

/** What may be concluded about a switch, as a sentence. */
export const DECISION_SENTENCES: Readonly<Record<ShadowSummary["decision"], string>> = {
  blocked: "A critical contract is lost: do not switch.",
  inconclusive: "Nothing can be decided yet.",
  harmful: "The shadow is worse by more than the margin.",
  worse: "The shadow is worse, maybe by more than the margin.",
  worse_within_margin: "The shadow is worse, by less than the margin.",
  better: "The shadow is better.",
  no_worse: "The shadow is no worse than the margin allows.",
};

/** What the numbers stand on: `log` as a provider answers from the log and asks nobody. */
export function evidenceOf(candidate: string): Evidence {
  return candidate.endsWith(":log") ? "recorded" : "measured";
}

/** The 95% interval of the difference of success rates; "" where there is none. */
export function intervalText(interval: ShadowSummary["interval"]): string {
  return interval === null ? "" : `95%: ${percentInterval(interval.lower, interval.upper, { sign: true })}`;
}
