import { counted } from "../core/counts.ts";
import { usd } from "../core/figures/money.ts";
import { percent, percentInterval } from "../core/figures/percent.ts";
import type { ExperimentResult } from "../experiments/index.ts";
import type { JudgeResult } from "../judging/index.ts";
import { badge, evidenceCounts, evidenceMeanings } from "./evidence.ts";
import { minute } from "./figures.ts";
import { html, type Html } from "./html.ts";
import { answeredSteps } from "./measured/answered-steps.ts";
import { pairsSection } from "./measured/pairs.ts";
import { judgeSections, similaritySection } from "./measured/scores.ts";
import {
  controlSection,
  measuredBars,
  measuredRoutes,
  measuredTable,
  outcomesSection,
  ratioFigure,
  windowTotal,
} from "./measured/sides.ts";
import { page, type ReportHead } from "./page.ts";
import type { ReadPair } from "./read-pair.ts";
import { steps } from "./steps.ts";
import { properties } from "./table.ts";

export interface MeasuredReport {
  readonly result: ExperimentResult;
  /** Newest first. */
  readonly judges: readonly JudgeResult[];
  /** To be read, worst first. */
  readonly pairs: readonly ReadPair[];
}

/** An experiment with responses, and what judges say of its pairs, as one self-contained HTML document. */
export function measuredReport({ result, judges, pairs }: MeasuredReport, head: ReportHead): string {
  const { asked, window, frame, stopping } = result;
  const title = `${asked.name}${asked.version === null ? "" : `@${asked.version}`} against ${counted(frame.counted, "request")}`;
  const ended = stopping.reason === null ? stopping.state : `${stopping.state}: ${stopping.reason}`;
  const body = html`<header>
      <p class="soft">Understudy, with responses: the candidate was called</p>
      <h1><span class="logged">${title}</span></h1>
      <p class="soft">
        ${minute(window.start)} to ${minute(window.end)} UTC · <code>${result.id}</code> · made
        ${minute(new Date(head.created_at).toISOString())} UTC · ${ended.replaceAll("_", " ")}
      </p>
      <p class="lead">${headline(result)}</p>
    </header>
    <h2>Difference</h2>
    ${measuredTable(result)} ${windowTotal(result)} ${measuredBars(result)} ${steps(answeredSteps(result, judges))}
    ${judgeSections(judges)} ${outcomesSection(result)} ${similaritySection(result)} ${controlSection(result)}
    ${measuredRoutes(result)} ${pairsSection(pairs, frame.counted)} ${basis(result)}`;
  return page(title, body, head);
}

function headline({ differences, candidate }: ExperimentResult): Html {
  const { baseline_usd, candidate_usd, saving } = differences.cost;
  if (saving.estimate === null) return html`What these requests cost cannot be compared ${badge("unidentified")}.`;
  const ends =
    saving.ci_95.lower === null ? "" : ` (saving, 95%: ${percentInterval(saving.ci_95.lower, saving.ci_95.upper)})`;
  return html`Where both answered, requests cost ${usd(baseline_usd)} ${badge("recorded")} and took
  ${usd(candidate_usd)} ${badge(candidate.evidence)}: ${saving.estimate >= 0 ? "a saving of" : "more by"}
  ${percent(Math.abs(saving.estimate))}${ends}.`;
}

/** Where the numbers come from, and all one needs to get them again. */
function basis(result: ExperimentResult): Html {
  const { candidate, baseline, spend, frame, policy, notes } = result;
  const rows: (readonly [string, string | Html])[] = [
    ["Candidate", `${evidenceCounts(candidate.evidence_counts)} pairs`],
    ["Baseline", `${evidenceCounts(baseline.evidence_counts)} pairs`],
    [
      "Spent to find out",
      html`${usd(spend.spent_usd)} of ${usd(spend.cap_usd)} at most, in
      ${counted(spend.calls, "call")}${spend.reserved_usd > 0 ? `; ${usd(spend.reserved_usd)} reserved by calls that never said what they cost` : ""}
      ${badge("measured")}`,
    ],
    [
      "Output tokens, candidate over baseline",
      html`${ratioFigure(result.output_token_ratio)} ${badge(result.output_token_ratio.evidence)}`,
    ],
    [
      "Input tokens, candidate over baseline",
      html`${ratioFigure(result.input_token_ratio)} ${badge(result.input_token_ratio.evidence)}`,
    ],
    ["Interval of the saving", `${result.differences.cost.saving.method}, about requests like these`],
    ["Sample", `${frame.sampled} planned, seed ${frame.seed}`],
    ["Facts", html`<code>${result.facts_id}</code>`],
    ["Prices", html`<code>${result.price_version}</code>`],
  ];
  return html`<h2>What this rests on</h2>
    ${
      notes.length === 0
        ? ""
        : html`<ul>
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
    ${properties(rows)}
    <details>
      <summary>The policy that was asked</summary>
      <pre class="logged">${JSON.stringify(policy.data, null, 2)}</pre>
    </details>
    <h3>Words</h3>
    ${evidenceMeanings()}`;
}
