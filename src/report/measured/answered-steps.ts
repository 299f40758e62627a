import { counted, thousands } from "../../core/counts.ts";
import { usd } from "../../core/figures/money.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import { SCORE_BANDS, type JudgeResult } from "../../judging/index.ts";
import { told } from "../evidence.ts";
import { minute } from "../figures.ts";
import { logged, phrase, standsOn, type Phrase } from "../phrase.ts";
import { enough, period } from "../representative.ts";
import type { NextStep, Step, StepState } from "../steps.ts";
import { DECIDED, reasons } from "./reasons.ts";
import { latencyText, savingText, score, sideOf, words } from "./said.ts";

/** As many pairs as are worth reading before a decision. */
export const MOST_READ = 20;

/** The five steps of the decision framework, from pairs that were measured. @param judges newest first */
export function answeredSteps(result: ExperimentResult, judges: readonly JudgeResult[]): readonly Step[] {
  return [representative(result), savings(result), scores(result, judges), lowest(result), decision(result, judges)];
}

function measureMore({ id, asked }: ExperimentResult, text: string): NextStep {
  const candidate = asked.kind === "endpoint" ? `--candidate-endpoint ${asked.name}` : `--policy ${id}_candidate`;
  return { does: "measure", text, command: `understudy experiment ${candidate} --sample 1000 --max-spend USD` };
}

function representative(result: ExperimentResult): Step {
  const { frame, window, stopping, truncated_by_us: truncated } = result;
  const { counted: n, sampled, replayable, window_rows: all, unreplayable, beyond_prefix: beyond, interrupted } = frame;
  const few = !enough(n) && n < replayable;
  const days = period(window);
  const left = Object.entries(unreplayable);
  const reason = stopping.reason === null ? "" : `: ${stopping.reason}`;
  const after = beyond > 0 ? ` ${thousands(beyond)} more came back after a gap and count for nothing.` : "";
  return {
    question: "Is the sample representative?",
    state: few ? "no" : days < 7 || n < sampled ? "partly" : "yes",
    verdict: `${counted(n, "pair")} of ${thousands(replayable)} requests that can be sent again, out of ${thousands(all)} in the window${few ? ": 500 to 1,000 are usually enough, these are fewer" : ""}.`,
    facts: [
      phrase`${minute(window.start)} to ${minute(window.end)} UTC${days < 7 ? ", less than a week: hours and weekdays outside it may differ" : ""}.`,
      phrase`Drawn by the hash of their ids and the seed "${frame.seed}", and taken in that order; ${counted(frame.clusters, "cluster")} of sessions, end users or prompts, which are what is independent.`,
      ...(left.length === 0
        ? []
        : [
            phrase`Cannot be sent again: ${left.map(([why, some]) => `${thousands(some)} ${why}`).join(", ")}. Nothing here is about those.`,
          ]),
      ...(n < sampled ? [phrase`${thousands(sampled)} were planned (${stopping.state}${reason}).${after}`] : []),
      ...(interrupted > 0
        ? [phrase`${counted(interrupted, "pair")} cut off with the process that worked on them.`]
        : []),
      ...(truncated > 0
        ? [phrase`${counted(truncated, "replay")} stopped at an output limit set here, the request having none.`]
        : []),
    ],
    reasons: null,
    next: few ? measureMore(result, "A larger sample tells more:") : null,
  };
}

const SAVES: Readonly<Record<"above" | "below" | "around", StepState>> = {
  above: "yes",
  below: "no",
  around: "partly",
};

function savings(result: ExperimentResult): Step {
  const { cost, p50_ms, p95_ms } = result.differences;
  const { saving } = cost;
  const side = sideOf(saving.ci_95);
  const unclear = side === null || side === "around";
  return {
    question: "What are cost and latency in total?",
    state: side === null ? "open" : SAVES[side],
    verdict:
      saving.estimate === null
        ? "The saving cannot be told: no pair is priced on both sides."
        : `${savingText(saving)}.`,
    facts: [
      phrase`${usd(cost.baseline_usd)} against ${usd(cost.candidate_usd)} over ${counted(saving.n, "pair")} ${standsOn({ evidence: saving.evidence })}`,
      phrase`Median latency: ${latencyText(p50_ms)} ${standsOn(p50_ms)}`,
      phrase`95th percentile: ${latencyText(p95_ms)} ${standsOn(p95_ms)}`,
      ...(result.control === null
        ? [phrase`The log was measured at another hour: without a control that is part of the difference in latency.`]
        : []),
    ],
    reasons: null,
    next: unclear ? measureMore(result, "More pairs make the interval narrower:") : null,
  };
}

function scores({ id, similarity }: ExperimentResult, judges: readonly JudgeResult[]): Step {
  const question = "How are the quality scores distributed?";
  const { agreement } = similarity;
  const next: NextStep = {
    does: "judge",
    text: "A judge says whether what differs matters:",
    command: `understudy judge ${id} --judge MODEL:PROVIDER`,
  };
  if (judges.length === 0)
    return {
      question,
      state: "open",
      verdict: "No judge has looked at these pairs.",
      facts: [
        phrase`The answers agree in ${percent(agreement.share)} of ${counted(agreement.n, "pair")} (95%: ${percentInterval(agreement.ci_95.lower, agreement.ci_95.upper)}) ${standsOn({ evidence: told(agreement.share) })}. That is likeness, and no quality.`,
      ],
      reasons: null,
      next,
    };
  const useless = judges.every(({ judged_count: judged, canaries }) => judged === 0 || canaries.void);
  return {
    question,
    state: useless ? "open" : "yes",
    verdict: useless ? "No judge run gives an answer that counts." : `${counted(judges.length, "judge run")}.`,
    facts: judges.map(found),
    reasons: null,
    next: useless ? next : null,
  };
}

function found(judge: JudgeResult): Phrase {
  const name = logged(judge.definition.judge);
  const n = judge.judged_count;
  if (judge.protocol === "equivalence") {
    const { mean_score: mean, mean_score_ci_95: ends } = judge;
    return phrase`${name}: mean ${score(mean)} (95%: ${score(ends.lower)} to ${score(ends.upper)}); ${band(judge, "equivalent")} at ${SCORE_BANDS.equivalent} or more, ${band(judge, "degraded")} from ${SCORE_BANDS.degraded} on, ${band(judge, "low")} below ${standsOn({ evidence: told(mean), n })}`;
  }
  const { breakdown, ci_95: ends } = judge.window;
  return phrase`${name}: ${percent(breakdown.better)} better, ${percent(breakdown.equivalent)} equivalent, ${percent(breakdown.worse)} worse (95%: ${percentInterval(ends.worse.lower, ends.worse.upper)}), of the window ${standsOn({ evidence: told(breakdown.worse), n })}`;
}

function band(
  judge: JudgeResult & { readonly protocol: "equivalence" },
  name: "equivalent" | "degraded" | "low",
): string {
  const { share, ci_95: ends } = judge.bands[name];
  return `${percent(share)} (95%: ${percentInterval(ends.lower, ends.upper)})`;
}

function lowest({ id, frame }: ExperimentResult): Step {
  const pairs = Math.min(MOST_READ, frame.counted - frame.interrupted);
  return {
    question: "What do the lowest-scoring pairs look like?",
    state: "open",
    verdict:
      pairs === 0
        ? "There are no pairs to read."
        : `Only a reader can say: ${counted(pairs, "pair")}, the lowest first.`,
    facts:
      pairs === 0
        ? []
        : [
            phrase`${{ part: "pairs", text: "Read them side by side" }}, and ask whether what fails there is acceptable.`,
          ],
    reasons: null,
    next:
      pairs === 0
        ? null
        : { does: "read", text: "The least alike first:", command: `understudy experiment pairs ${id} --lowest` },
  };
}

function decision(result: ExperimentResult, judges: readonly JudgeResult[]): Step {
  const { id, primary, trial_ledger: trials } = result;
  const judged = judges.find((judge) => judge.protocol === "pairwise");
  const [decided, by, n] =
    primary !== null
      ? [primary.decision, phrase`the outcome declared at the start, ${logged(primary.metric)}`, primary.n]
      : judged?.protocol === "pairwise"
        ? [judged.decision.decision, phrase`the judge ${logged(judged.definition.judge)}`, judged.judged_count]
        : [null, [], null];
  const state = decided === null ? "open" : (DECIDED[decided] ?? "open");
  return {
    question: "Switch?",
    state,
    verdict:
      decided === null
        ? "Nothing that was declared decides it: weigh what follows, and the pairs you read."
        : `The statistics say: ${words(decided)}. Whether the failures are acceptable is for whoever read the pairs to say.`,
    facts: [
      ...(decided === null ? [] : [phrase`Decided by ${by} ${standsOn({ evidence: "measured", n })}`]),
      ...(trials > 1
        ? [phrase`This is experiment ${trials} on this window: the best of many looks better than it is.`]
        : []),
    ],
    reasons: reasons(result, judges),
    next:
      state === "no"
        ? null
        : {
            does: "promote",
            text: "A share of the real requests tells the rest, watched, and with a way back:",
            command: `understudy promote ${id} --percent 10 --watch 24h --max-error-rate 0.05 --auto-rollback`,
          },
  };
}
