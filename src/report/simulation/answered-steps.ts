import type { SimulationResult } from "../../replay/result.ts";
import { counted, thousands } from "../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../core/figures/milliseconds.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import { change, minute } from "../figures.ts";
import { phrase, standsOn, type Phrase } from "../phrase.ts";
import { enough, period } from "../representative.ts";
import type { NextStep, Reasons, Step, StepState } from "../steps.ts";

/** The five steps of the decision framework, as far as a replay that calls nobody can answer them. */
export function answeredSteps(result: SimulationResult): readonly Step[] {
  return [representative(result), savings(result), scores(result), PAIRS, decision(result)];
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
    facts: [
      phrase`${minute(window.start)} to ${minute(window.end)} UTC${short ? `: ${shortText(days)} Hours and weekdays outside it may differ.` : "."}`,
      whole
        ? phrase`No request of the window was left out of the draw.`
        : phrase`Every request had the same chance (${percent(sample.inclusion_probability)}), by the hash of its id and the seed "${sample.seed}".`,
      ...listed("Rows that are no baseline, and not in this answer", left),
      ...listed("Rows that could not be sent again with responses, though they are in this answer", unreplayable),
    ],
    reasons: null,
    next: few
      ? {
          does: "simulate",
          text: "A longer window holds more of them:",
          command: `understudy simulate --policy ${result.id}_candidate --last 30d`,
        }
      : null,
  };
}

function shortText(days: number): string {
  return days < 1 ? "less than a day." : `${days.toFixed(1)} days, less than a week.`;
}

function listed(title: string, rows: Readonly<Record<string, number>>): readonly Phrase[] {
  const entries = Object.entries(rows);
  if (entries.length === 0) return [];
  return [phrase`${title}: ${entries.map(([reason, some]) => `${thousands(some)} ${reason}`).join(", ")}.`];
}

function savings(result: SimulationResult): Step {
  const { baseline, candidate, difference } = result;
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
  const latency = (name: string, quantile: "p50" | "p95"): Phrase => {
    const [from, to] = [baseline[`${quantile}_ms`], candidate[`${quantile}_ms`]];
    const after = msText(to, candidate.latency[`${quantile}_ci_95`]);
    return phrase`${name}: ${to === null ? "not to be told from this log" : `${milliseconds(from)} before, ${after} after`} ${standsOn(candidate.latency)}`;
  };
  return {
    question: "What are cost and latency in total?",
    state,
    verdict,
    facts: [
      phrase`The saving is about requests like these (estimand future), its cost side ${standsOn({ evidence: difference.evidence, n: difference.requests })}.`,
      ...(saving.range === null
        ? []
        : [
            phrase`Token counts of the candidate not being known, it could be ${percentInterval(saving.range[0], saving.range[1])}.`,
          ]),
      latency("Median latency", "p50"),
      latency("95th percentile", "p95"),
    ],
    reasons: null,
    next:
      state === "open" || state === "partly" || difference.evidence === "assumed"
        ? measuring(result, "Real calls tell what it costs:")
        : null,
  };
}

/** What no replay without calls can say. */
function measuring({ id }: SimulationResult, text: string): NextStep {
  return {
    does: "measure",
    text,
    command: `understudy experiment --policy ${id}_candidate --sample 500 --max-spend USD`,
  };
}

function scores(result: SimulationResult): Step {
  return {
    question: "How are the quality scores distributed?",
    state: "open",
    verdict: "Nobody was called, so that there are no answers to score.",
    facts: [
      phrase`Quality is ${standsOn({ evidence: "unidentified" })} in a routing-only experiment: no number is printed. An experiment with responses over the same window, and a judge on its pairs, gives the scores.`,
    ],
    reasons: null,
    next: measuring(result, "Real answers, under a hard cap:"),
  };
}

const PAIRS: Step = {
  question: "What do the lowest-scoring pairs look like?",
  state: "open",
  verdict: "There are no pairs to read.",
  facts: [
    phrase`Until then, the ${{ part: "outliers", text: "requests that differ most" }} in cost and latency are the ones to look at.`,
  ],
  reasons: null,
  next: null,
};

function decision(result: SimulationResult): Step {
  const { against, for: speaksFor } = reasons(result);
  const promising = result.difference.saving.ci_95.lower !== null && result.difference.saving.ci_95.lower > 0;
  const unknown = phrase`Nothing is known of the answers' quality ${standsOn({ evidence: "unidentified" })}`;
  return {
    question: "Switch?",
    state: promising ? "open" : "no",
    verdict: promising
      ? "Worth measuring: the saving is there, what it does to the answers is not known."
      : "Not on these numbers: no saving is certain, and what it does to the answers is not known.",
    facts: [],
    reasons: { for: speaksFor, against: [...against, unknown] },
    next: promising ? measuring(result, "Real answers decide it:") : null,
  };
}

function reasons({ baseline, candidate, difference, unpriced, refused, requests }: SimulationResult): Reasons {
  const good: Phrase[] = [];
  const bad: Phrase[] = [];
  const { saving } = difference;
  const { lower, upper } = saving.ci_95;
  const costs = standsOn({ evidence: difference.evidence, n: difference.requests });
  const errors = standsOn({ evidence: candidate.error_rate.evidence, n: requests });
  if (saving.estimate !== null && lower !== null && upper !== null) {
    const told = phrase`Cost: ${percent(-saving.estimate, { sign: true })} (saving, 95%: ${percentInterval(lower, upper)}) ${costs}`;
    if (lower > 0) good.push(told);
    else bad.push(phrase`${told}: ${upper < 0 ? "it costs more" : "zero is within the interval"}`);
  } else bad.push(phrase`The saving has no interval ${costs}`);
  if (saving.range !== null && saving.range[0] <= 0)
    bad.push(
      phrase`With other token counts the saving could be as low as ${percent(saving.range[0])} ${standsOn({ evidence: "assumed" })}`,
    );
  latencyReasons(baseline, candidate, good, bad);
  const apart = separate(baseline.error_rate.ci_95, candidate.error_rate.ci_95);
  const failing = phrase`Errors: ${shareText(baseline.error_rate)} before, ${shareText(candidate.error_rate)} after ${errors}`;
  if (candidate.errors === null) bad.push(phrase`How often the candidate fails is not known ${errors}`);
  else if (apart === "lower") good.push(failing);
  else if (apart === "higher") bad.push(failing);
  if (candidate.evidence === "assumed")
    bad.push(
      phrase`More than a hundredth of its cost is ${standsOn({ evidence: "assumed" })}: a pilot of measured calls would tell`,
    );
  if (unpriced.candidate > 0)
    bad.push(
      phrase`${counted(unpriced.candidate, "request")} could not be priced ${standsOn({ evidence: "unidentified" })}`,
    );
  if (refused > 0) bad.push(phrase`${counted(refused, "request")} would have found no eligible target ${errors}`);
  return { for: good, against: bad };
}

function latencyReasons(
  baseline: SimulationResult["baseline"],
  candidate: SimulationResult["candidate"],
  good: Phrase[],
  bad: Phrase[],
): void {
  const measured = standsOn(candidate.latency);
  for (const [name, quantile] of [
    ["Median latency", "p50"],
    ["95th percentile of latency", "p95"],
  ] as const) {
    const [from, to] = [baseline[`${quantile}_ms`], candidate[`${quantile}_ms`]];
    const text = `${change(from, to)}, to ${msText(to, candidate.latency[`${quantile}_ci_95`])}`;
    if (change(from, to) === "") bad.push(phrase`${name}: not to be told from this log ${measured}`);
    else {
      const apart = separate(baseline.latency[`${quantile}_ci_95`], candidate.latency[`${quantile}_ci_95`]);
      if (apart !== null) (apart === "lower" ? good : bad).push(phrase`${name}: ${text} ${measured}`);
    }
  }
}

/** `640 ms (95%: 600 ms to 700 ms)`. */
function msText(value: number | null, { lower, upper }: Ends): string {
  return `${milliseconds(value)}${lower === null && upper === null ? "" : ` (95%: ${millisecondsInterval(lower, upper)})`}`;
}

/** `2.0% (95%: 1.0% to 4.0%)`. */
function shareText({ share, ci_95: ends }: SimulationResult["baseline"]["error_rate"]): string {
  return `${percent(share)} (95%: ${percentInterval(ends.lower, ends.upper)})`;
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
