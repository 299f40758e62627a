import { counted, thousands } from "../../core/counts.ts";
import { usd } from "../../core/figures/money.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import { SCORE_BANDS, type JudgeResult } from "../../judging/index.ts";
import { badge, told } from "../evidence.ts";
import { minute } from "../figures.ts";
import { html } from "../html.ts";
import type { ReadPair } from "../read-pair.ts";
import { enough, period } from "../representative.ts";
import { DECIDED, reasons } from "./reasons.ts";
import { latencyText, savingText, sideOf } from "./said.ts";
import { reasonsList, type Step, type StepState } from "../steps.ts";
import { score, words } from "./scores.ts";

/** The five steps of the decision framework, from pairs that were measured. */
export function answeredSteps(
  result: ExperimentResult,
  judges: readonly JudgeResult[],
  pairs: readonly ReadPair[],
): readonly Step[] {
  return [representative(result), savings(result), scores(result, judges), lowest(pairs), decision(result, judges)];
}

function representative({ frame, window, stopping, truncated_by_us: truncated }: ExperimentResult): Step {
  const {
    counted: n,
    sampled,
    replayable,
    window_rows: all,
    unreplayable,
    beyond_prefix: beyond,
    interrupted,
    clusters,
  } = frame;
  const few = !enough(n) && n < replayable;
  const days = period(window);
  const left = Object.entries(unreplayable);
  return {
    question: "Is the sample representative?",
    state: few ? "no" : days < 7 || n < sampled ? "partly" : "yes",
    verdict: `${counted(n, "pair")} of ${thousands(replayable)} requests that can be sent again, out of ${thousands(all)} in the window${few ? ": 500 to 1,000 are usually enough, these are fewer" : ""}.`,
    body: html`<ul>
      <li>
        ${minute(window.start)} to ${minute(window.end)}
        UTC${days < 7 ? ", less than a week: hours and weekdays outside it may differ" : ""}.
      </li>
      <li>
        Drawn by the hash of their ids and the seed "${frame.seed}", and taken in that order;
        ${counted(clusters, "cluster")} of sessions, end users or prompts, which are what is independent.
      </li>
      ${left.length === 0 ? "" : html`<li>Cannot be sent again: ${left.map(([why, some]) => `${thousands(some)} ${why}`).join(", ")}. Nothing here is about those.</li>`}
      ${n < sampled ? html`<li>${thousands(sampled)} were planned (${stopping.state}${stopping.reason === null ? "" : `: ${stopping.reason}`}).${beyond > 0 ? ` ${thousands(beyond)} more came back after a gap and count for nothing.` : ""}</li>` : ""}
      ${interrupted > 0 ? html`<li>${counted(interrupted, "pair")} cut off with the process that worked on them.</li>` : ""}
      ${truncated > 0 ? html`<li>${counted(truncated, "replay")} stopped at an output limit set here, the request having none.</li>` : ""}
    </ul>`,
  };
}

const SAVES: Readonly<Record<"above" | "below" | "around", StepState>> = {
  above: "yes",
  below: "no",
  around: "partly",
};

function savings({ differences, control }: ExperimentResult): Step {
  const { cost, p50_ms, p95_ms } = differences;
  const side = sideOf(cost.saving.ci_95);
  return {
    question: "What are cost and latency in total?",
    state: side === null ? "open" : SAVES[side],
    verdict:
      cost.saving.estimate === null
        ? "The saving cannot be told: no pair is priced on both sides."
        : `${savingText(cost.saving)}.`,
    body: html`<ul>
      <li>
        ${usd(cost.baseline_usd)} against ${usd(cost.candidate_usd)} over ${counted(cost.saving.n, "pair")}
        ${badge(cost.saving.evidence)}
      </li>
      <li>Median latency: ${latencyText(p50_ms)} ${badge(p50_ms.evidence)}</li>
      <li>95th percentile: ${latencyText(p95_ms)} ${badge(p95_ms.evidence)}</li>
      ${control === null ? html`<li>The log was measured at another hour: without a control that is part of the difference in latency.</li>` : ""}
    </ul>`,
  };
}

function scores({ similarity }: ExperimentResult, judges: readonly JudgeResult[]): Step {
  const question = "How are the quality scores distributed?";
  if (judges.length === 0)
    return {
      question,
      state: "open",
      verdict: "No judge has looked at these pairs.",
      body: html`<p>
        The answers agree in ${percent(similarity.agreement.share)} of ${counted(similarity.agreement.n, "pair")} (95%:
        ${percentInterval(similarity.agreement.ci_95.lower, similarity.agreement.ci_95.upper)})
        ${badge(told(similarity.agreement.share))}. That is likeness, and no quality.
      </p>`,
    };
  const found = judges.map((judge) =>
    judge.protocol === "equivalence"
      ? html`<li>
          <span class="logged">${judge.definition.judge}</span>: mean ${score(judge.mean_score)} (95%:
          ${score(judge.mean_score_ci_95.lower)} to ${score(judge.mean_score_ci_95.upper)});
          ${band(judge, "equivalent")} at ${SCORE_BANDS.equivalent} or more, ${band(judge, "degraded")} from
          ${SCORE_BANDS.degraded} on, ${band(judge, "low")} below ${badge(told(judge.mean_score))}
        </li>`
      : html`<li>
          <span class="logged">${judge.definition.judge}</span>: ${percent(judge.window.breakdown.better)} better,
          ${percent(judge.window.breakdown.equivalent)} equivalent, ${percent(judge.window.breakdown.worse)} worse (95%:
          ${percentInterval(judge.window.ci_95.worse.lower, judge.window.ci_95.worse.upper)}), of the window
          ${badge(told(judge.window.breakdown.worse))}
        </li>`,
  );
  const useless = judges.every(({ judged_count: judged, canaries }) => judged === 0 || canaries.void);
  return {
    question,
    state: useless ? "open" : "yes",
    verdict: useless ? "No judge run gives an answer that counts." : `${counted(judges.length, "judge run")}.`,
    body: html`<ul>
      ${found}
    </ul>`,
  };
}

function band(
  judge: JudgeResult & { readonly protocol: "equivalence" },
  name: "equivalent" | "degraded" | "low",
): string {
  const { share, ci_95: ends } = judge.bands[name];
  return `${percent(share)} (95%: ${percentInterval(ends.lower, ends.upper)})`;
}

function lowest(pairs: readonly ReadPair[]): Step {
  return {
    question: "What do the lowest-scoring pairs look like?",
    state: "open",
    verdict:
      pairs.length === 0
        ? "There are no pairs to read."
        : `Only a reader can say: ${counted(pairs.length, "pair")}, the lowest first.`,
    body:
      pairs.length === 0
        ? ""
        : html`<p><a href="#pairs">Read them side by side</a>, and ask whether what fails there is acceptable.</p>`,
  };
}

function decision(result: ExperimentResult, judges: readonly JudgeResult[]): Step {
  const { primary, trial_ledger: trials } = result;
  const judged = judges.find((judge) => judge.protocol === "pairwise");
  const [decided, by] =
    primary !== null
      ? [primary.decision, html`the outcome declared at the start, <span class="logged">${primary.metric}</span>`]
      : judged?.protocol === "pairwise"
        ? [judged.decision.decision, html`the judge <span class="logged">${judged.definition.judge}</span>`]
        : [null, ""];
  return {
    question: "Switch?",
    state: decided === null ? "open" : (DECIDED[decided] ?? "open"),
    verdict:
      decided === null
        ? "Nothing that was declared decides it: weigh what follows, and the pairs you read."
        : `The statistics say: ${words(decided)}. Whether the failures are acceptable is for whoever read the pairs to say.`,
    body: html`${decided === null ? "" : html`<p>Decided by ${by} ${badge("measured")}</p>`}
    ${reasonsList(reasons(result, judges))}
    ${trials > 1 ? html`<p class="soft">This is experiment ${trials} on this window: the best of many looks better than it is.</p>` : ""}`,
  };
}
