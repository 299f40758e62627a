import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import { SCORE_BANDS, type JudgeResult } from "../../judging/index.ts";
import { badge } from "../evidence.ts";
import { html, type Html } from "../html.ts";
import type { Reasons, StepState } from "../steps.ts";
import { latencyText, savingText, sideOf } from "./said.ts";
import { score, words } from "./scores.ts";

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
  const good: Html[] = [];
  const bad: Html[] = [];
  const { differences, primary, outcomes, guardrails, control } = result;
  const { saving } = differences.cost;
  const add = (
    side: "above" | "below" | "around" | null,
    goodSide: "above" | "below",
    text: Html,
    unclear: Html | null,
  ): void => {
    if (side === goodSide) good.push(text);
    else if (side === "above" || side === "below") bad.push(text);
    else if (unclear !== null) bad.push(unclear);
  };
  const cost = html`${savingText(saving)} ${badge(saving.evidence)}`;
  add(sideOf(saving.ci_95), "above", cost, html`No saving is certain: ${cost}`);
  add(
    sideOf(differences.p50_ms.ci_95),
    "below",
    html`Median latency ${latencyText(differences.p50_ms)} ${badge(differences.p50_ms.evidence)}`,
    null,
  );
  add(
    sideOf(differences.p95_ms.ci_95),
    "below",
    html`95th percentile ${latencyText(differences.p95_ms)} ${badge(differences.p95_ms.evidence)}`,
    null,
  );
  const { error_rate: errors } = differences;
  add(
    sideOf(errors.ci_95),
    "below",
    html`Errors ${percent(errors.estimate, { sign: true })} (95%:
    ${percentInterval(errors.ci_95.lower, errors.ci_95.upper)}) ${badge(errors.evidence)}`,
    null,
  );
  for (const { metric, estimate, upper_95, limit, status } of guardrails)
    if (status !== "pass")
      bad.push(
        html`Guardrail <span class="logged">${metric}</span>: ${score(estimate)}, at most ${score(upper_95)} where
          ${score(limit)} is the limit (${status}) ${badge("measured")}`,
      );
  for (const { name, delta, non_inferiority: told } of outcomes) {
    const text = html`<span class="logged">${name}</span>: ${percent(delta.estimate, { sign: true })} (95%:
      ${percentInterval(delta.ci_95.lower, delta.ci_95.upper)}): ${words(told.decision)} ${badge(delta.evidence)}`;
    (DECIDED[told.decision] === "yes" ? good : bad).push(text);
  }
  if (primary !== null && !outcomes.some(({ name }) => name === primary.metric)) {
    const text = html`${primary.metric}: ${percent(primary.estimate, { sign: true })} (95%:
    ${percentInterval(primary.ci_95.lower, primary.ci_95.upper)}): ${words(primary.decision)} ${badge("measured")}`;
    (DECIDED[primary.decision] === "yes" ? good : bad).push(text);
  }
  for (const judge of judges) judgeReason(judge, good, bad);
  if (judges.length === 0 && outcomes.length === 0)
    bad.push(html`Nobody has said how good the answers are ${badge("unidentified")}`);
  if (control !== null) {
    const { excess } = control.differs;
    add(
      sideOf(excess.ci_95),
      "below",
      html`Answers differ more than the baseline from itself: ${percent(excess.estimate, { sign: true })} (95%:
      ${percentInterval(excess.ci_95.lower, excess.ci_95.upper)}) ${badge(excess.evidence)}`,
      null,
    );
  }
  return { for: good, against: bad };
}

function judgeReason(judge: JudgeResult, good: Html[], bad: Html[]): void {
  const name = html`<span class="logged">${judge.definition.judge}</span>`;
  if (judge.canaries.void)
    bad.push(html`${name} got known questions wrong: nothing of that run counts ${badge("measured")}`);
  else if (judge.protocol === "pairwise") {
    const { decision: told } = judge;
    const text = html`${name}: ${words(told.decision)}; better less worse ${percent(told.net.estimate, { sign: true })},
    above ${percent(told.net.lower_95, { sign: true, bound: "lower" })} with 95% ${badge("measured")}`;
    (DECIDED[told.decision] === "yes" ? good : bad).push(text);
  } else if (judge.mean_score !== null) {
    const { equivalent, low } = judge.bands;
    const same = html`${name}: ${percent(equivalent.share)} (95%:
    ${percentInterval(equivalent.ci_95.lower, equivalent.ci_95.upper)}) of the replays do the same as the original
    ${badge("measured")}`;
    good.push(same);
    if (low.count > 0)
      bad.push(
        html`${name}: ${percent(low.share)} (95%: ${percentInterval(low.ci_95.lower, low.ci_95.upper)}) score below
        ${SCORE_BANDS.degraded} ${badge("measured")}`,
      );
  }
}
