import type { SimulationResult } from "../../replay/result.ts";
import { counted, thousands } from "../../core/counts.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import { badge } from "../evidence.ts";
import { change, minute } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { enough, period } from "../representative.ts";
import { reasonsList, type Step, type StepState } from "../steps.ts";

/** The five steps of the decision framework, as far as a replay that calls nobody can answer them. */
export function answeredSteps(result: SimulationResult): readonly Step[] {
  return [representative(result), savings(result), SCORES, PAIRS, decision(result)];
}

function representative(result: SimulationResult): Step {
  const { sample, requests, window_requests: all, window, left_out: left, unreplayable } = result;
  const whole = requests >= all;
  const days = period(window);
  const short = days < 7;
  const few = !enough(requests);
  const state: StepState = few ? "no" : short ? "partly" : "yes";
  return {
    question: "Is the sample representative?",
    state,
    verdict: few
      ? `${counted(requests, "request")}: 500 to 1,000 are usually enough, these are fewer.`
      : `${counted(requests, "request")}, ${whole ? "all" : "drawn by chance"} of the ${thousands(all)} in the window.`,
    body: html`<ul>
      <li>
        ${minute(window.start)} to ${minute(window.end)}
        UTC${short ? `: ${shortText(days)} Hours and weekdays outside it may differ.` : "."}
      </li>
      <li>
        ${
          whole
            ? "No request of the window was left out of the draw."
            : `Every request had the same chance (${percent(sample.inclusion_probability)}), by the hash of its id and the seed "${sample.seed}".`
        }
      </li>
      ${listed("Rows that are no baseline, and not in this answer", left)}
      ${listed("Rows that could not be sent again with responses, though they are in this answer", unreplayable)}
    </ul>`,
  };
}

function shortText(days: number): string {
  return days < 1 ? "less than a day." : `${days.toFixed(1)} days, less than a week.`;
}

function listed(title: string, rows: Readonly<Record<string, number>>): Piece {
  const entries = Object.entries(rows);
  if (entries.length === 0) return "";
  return html`<li>${title}: ${entries.map(([reason, some]) => `${thousands(some)} ${reason}`).join(", ")}.</li>`;
}

function savings({ baseline, candidate, difference }: SimulationResult): Step {
  const { saving } = difference;
  const { lower, upper } = saving.ci_95;
  const state: StepState =
    saving.estimate === null || lower === null || upper === null
      ? "open"
      : lower > 0
        ? "yes"
        : upper < 0
          ? "no"
          : "partly";
  const verdict =
    saving.estimate === null
      ? "The saving cannot be told: not every cost is known."
      : `${saving.estimate >= 0 ? "Saves" : "Costs more by"} ${percent(Math.abs(saving.estimate))}${lower === null ? "" : ` (saving, 95%: ${percentInterval(lower, upper)})`}.`;
  const latency = (name: string, from: number | null, to: number | null): Piece =>
    html`<li>${name}: ${change(from, to) || "not to be told from this log"} ${badge(candidate.latency.evidence)}</li>`;
  return {
    question: "What are cost and latency in total?",
    state,
    verdict,
    body: html`<ul>
      <li>
        The saving is about requests like these (estimand <em>future</em>), its cost side ${badge(difference.evidence)}.
      </li>
      ${saving.range === null ? "" : html`<li>Token counts of the candidate not being known, it could be ${percentInterval(saving.range[0], saving.range[1])}.</li>`}
      ${latency("Median latency", baseline.p50_ms, candidate.p50_ms)}
      ${latency("95th percentile", baseline.p95_ms, candidate.p95_ms)}
    </ul>`,
  };
}

const SCORES: Step = {
  question: "How are the quality scores distributed?",
  state: "open",
  verdict: "Nobody was called, so that there are no answers to score.",
  body: html`<p>
    Quality is ${badge("unidentified")} in a routing-only experiment: no number is printed. An experiment with responses
    over the same window, and a judge on its pairs, gives the scores.
  </p>`,
};

const PAIRS: Step = {
  question: "What do the lowest-scoring pairs look like?",
  state: "open",
  verdict: "There are no pairs to read.",
  body: html`<p>
    Until then, the <a href="#outliers">requests that differ most</a> in cost and latency are the ones to look at.
  </p>`,
};

function decision(result: SimulationResult): Step {
  const { against, for: speaksFor } = reasons(result);
  const promising = result.difference.saving.ci_95.lower !== null && result.difference.saving.ci_95.lower > 0;
  return {
    question: "Switch?",
    state: promising ? "open" : "no",
    verdict: promising
      ? "Worth measuring: the saving is there, what it does to the answers is not known."
      : "Not on these numbers: no saving is certain, and what it does to the answers is not known.",
    body: reasonsList({
      for: speaksFor,
      against: [...against, html`Nothing is known of the answers' quality ${badge("unidentified")}`],
    }),
  };
}

function reasons({ baseline, candidate, difference, unpriced, refused }: SimulationResult): {
  readonly for: readonly Html[];
  readonly against: readonly Html[];
} {
  const good: Html[] = [];
  const bad: Html[] = [];
  const { saving } = difference;
  const { lower, upper } = saving.ci_95;
  if (saving.estimate !== null && lower !== null && upper !== null) {
    const told = html`Cost: ${percent(-saving.estimate, { sign: true })} (saving, 95%: ${percentInterval(lower, upper)})
    ${badge(difference.evidence)}`;
    if (lower > 0) good.push(told);
    else bad.push(html`${told}: ${upper < 0 ? "it costs more" : "zero is within the interval"}`);
  } else bad.push(html`The saving has no interval ${badge(difference.evidence)}`);
  if (saving.range !== null && saving.range[0] <= 0)
    bad.push(
      html`With other token counts the saving could be as low as ${percent(saving.range[0])} ${badge("assumed")}`,
    );
  latencyReasons(baseline, candidate, good, bad);
  const apart = separate(baseline.error_rate.ci_95, candidate.error_rate.ci_95);
  const errors = html`Errors: ${percent(baseline.error_rate.share)} before, ${percent(candidate.error_rate.share)} after
  ${badge(candidate.error_rate.evidence)}`;
  if (candidate.errors === null)
    bad.push(html`How often the candidate fails is not known ${badge(candidate.error_rate.evidence)}`);
  else if (apart === "lower") good.push(errors);
  else if (apart === "higher") bad.push(errors);
  if (candidate.evidence === "assumed")
    bad.push(html`More than a hundredth of its cost is ${badge("assumed")}: a pilot of measured calls would tell`);
  if (unpriced.candidate > 0)
    bad.push(html`${counted(unpriced.candidate, "request")} could not be priced ${badge("unidentified")}`);
  if (refused > 0)
    bad.push(
      html`${counted(refused, "request")} would have found no eligible target ${badge(candidate.error_rate.evidence)}`,
    );
  return { for: good, against: bad };
}

function latencyReasons(
  baseline: SimulationResult["baseline"],
  candidate: SimulationResult["candidate"],
  good: Html[],
  bad: Html[],
): void {
  for (const [name, quantile] of [
    ["Median latency", "p50"],
    ["95th percentile of latency", "p95"],
  ] as const) {
    const text = change(baseline[`${quantile}_ms`], candidate[`${quantile}_ms`]);
    if (text === "") bad.push(html`${name}: not to be told from this log ${badge(candidate.latency.evidence)}`);
    else {
      const apart = separate(baseline.latency[`${quantile}_ci_95`], candidate.latency[`${quantile}_ci_95`]);
      if (apart !== null)
        (apart === "lower" ? good : bad).push(html`${name}: ${text} ${badge(candidate.latency.evidence)}`);
    }
  }
}

interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Whether the second interval lies wholly below or above the first; null where they touch or an end is not known. */
function separate(first: Ends, second: Ends): "lower" | "higher" | null {
  if (second.upper !== null && first.lower !== null && second.upper < first.lower) return "lower";
  if (second.lower !== null && first.upper !== null && second.lower > first.upper) return "higher";
  return null;
}
