import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import { SCORE_BANDS, type JudgeResult } from "../../judging/index.ts";
import { logged, phrase, standsOn, type Phrase } from "../phrase.ts";
import type { Reasons, StepState } from "../steps.ts";
import { latencyText, savingText, score, sideOf, words } from "./said.ts";

/** What a decision means for the question whether to switch. */
export const DECIDED: Readonly<Record<string, StepState>> = {
  better: "yes",
  no_worse: "yes",
  no_worse_but_tail_risk: "partly",
  worse_within_margin: "partly",
  worse: "no",
  harmful: "no",
  blocked: "no",
};

/** What speaks for the candidate, and what against it. */
export function reasons(result: ExperimentResult, judges: readonly JudgeResult[]): Reasons {
  const good: Phrase[] = [];
  const bad: Phrase[] = [];
  const { differences, primary, outcomes, guardrails, control } = result;
  const { p50_ms: p50, p95_ms: p95, error_rate: errors } = differences;
  const { saving } = differences.cost;
  const add = (
    side: "above" | "below" | "around" | null,
    goodSide: "above" | "below",
    text: Phrase,
    unclear: Phrase | null,
  ): void => {
    if (side === goodSide) good.push(text);
    else if (side === "above" || side === "below") bad.push(text);
    else if (unclear !== null) bad.push(unclear);
  };
  const cost = phrase`${savingText(saving)} ${standsOn(saving)}`;
  add(sideOf(saving.ci_95), "above", cost, phrase`No saving is certain: ${cost}`);
  add(sideOf(p50.ci_95), "below", phrase`Median latency ${latencyText(p50)} ${standsOn(p50)}`, null);
  add(sideOf(p95.ci_95), "below", phrase`95th percentile ${latencyText(p95)} ${standsOn(p95)}`, null);
  add(sideOf(errors.ci_95), "below", phrase`Errors ${differenceText(errors)} ${standsOn(errors)}`, null);
  for (const { metric, estimate, upper_95, limit, status } of guardrails)
    if (status !== "pass")
      bad.push(
        phrase`Guardrail ${logged(metric)}: ${score(estimate)}, at most ${score(upper_95)} where ${score(limit)} is the limit (${status}) ${MEASURED}`,
      );
  for (const { name, n, delta, non_inferiority: told } of outcomes)
    (DECIDED[told.decision] === "yes" ? good : bad).push(
      phrase`${logged(name)}: ${differenceText(delta)}: ${words(told.decision)} ${standsOn({ evidence: delta.evidence, n })}`,
    );
  if (primary !== null && !outcomes.some(({ name }) => name === primary.metric))
    (DECIDED[primary.decision] === "yes" ? good : bad).push(
      phrase`${primary.metric}: ${differenceText(primary)}: ${words(primary.decision)} ${standsOn({ evidence: "measured", n: primary.n })}`,
    );
  for (const judge of judges) judgeReason(judge, good, bad);
  if (judges.length === 0 && outcomes.length === 0)
    bad.push(phrase`Nobody has said how good the answers are ${standsOn({ evidence: "unidentified" })}`);
  if (control !== null) {
    const { excess } = control.differs;
    const text = phrase`Answers differ more than the baseline from itself: ${differenceText(excess)} ${standsOn(excess)}`;
    add(sideOf(excess.ci_95), "below", text, null);
  }
  return { for: good, against: bad };
}

const MEASURED = standsOn({ evidence: "measured" });

/** `+1.0% (95%: 0.5% to 1.5%)`. */
function differenceText({
  estimate,
  ci_95: ends,
}: {
  readonly estimate: number | null;
  readonly ci_95: { readonly lower: number | null; readonly upper: number | null };
}): string {
  return `${percent(estimate, { sign: true })} (95%: ${percentInterval(ends.lower, ends.upper)})`;
}

function judgeReason(judge: JudgeResult, good: Phrase[], bad: Phrase[]): void {
  const name = logged(judge.definition.judge);
  const measured = standsOn({ evidence: "measured", n: judge.judged_count });
  if (judge.canaries.void) bad.push(phrase`${name} got known questions wrong: nothing of that run counts ${measured}`);
  else if (judge.protocol === "pairwise") {
    const { decision: told } = judge;
    const { estimate, lower_95: lower } = told.net;
    (DECIDED[told.decision] === "yes" ? good : bad).push(
      phrase`${name}: ${words(told.decision)}; better less worse ${percent(estimate, { sign: true })}, above ${percent(lower, { sign: true, bound: "lower" })} with 95% ${measured}`,
    );
  } else if (judge.mean_score !== null) {
    const { equivalent, low } = judge.bands;
    const between = ({ ci_95: ends }: typeof low): string => `95%: ${percentInterval(ends.lower, ends.upper)}`;
    good.push(
      phrase`${name}: ${percent(equivalent.share)} (${between(equivalent)}) of the replays do the same as the original ${measured}`,
    );
    if (low.count > 0)
      bad.push(
        phrase`${name}: ${percent(low.share)} (${between(low)}) score below ${SCORE_BANDS.degraded} ${measured}`,
      );
  }
}
