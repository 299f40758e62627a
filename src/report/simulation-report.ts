import type { SimulationResult } from "../replay/result.ts";
import { counted, thousands } from "../core/counts.ts";
import { usd, usdInterval } from "../core/figures/money.ts";
import { percent, percentInterval } from "../core/figures/percent.ts";
import { badge, evidenceCounts, evidenceMeanings } from "./evidence.ts";
import { minute } from "./figures.ts";
import { html, type Html } from "./html.ts";
import { page, type ReportHead } from "./page.ts";
import { answeredSteps } from "./simulation/answered-steps.ts";
import { arms, exercised, outliers, routes, sideBars, sideTable } from "./simulation/differences.ts";
import { steps } from "./steps.ts";
import { properties, table } from "./table.ts";

/** A routing-only experiment as one self-contained HTML document. */
export function simulationReport(result: SimulationResult, head: ReportHead): string {
  const { policy, requests, window_requests: all, window } = result;
  const sampled =
    requests < all ? `${counted(requests, "request")} sampled of ${thousands(all)}` : counted(requests, "request");
  const body = html`<header>
      <p class="soft">Understudy, routing only: ${called(result)}</p>
      <h1><span class="logged">${policy.name}</span> against ${sampled}</h1>
      <p class="soft">
        ${minute(window.start)} to ${minute(window.end)} UTC · <code>${result.id}</code> · made
        ${minute(new Date(head.created_at).toISOString())} UTC
      </p>
      <p class="lead">${headline(result)}</p>
    </header>
    <h2>Difference</h2>
    ${sideTable(result)} ${sideBars(result)} ${steps(answeredSteps(result))} ${routes(result)} ${arms(result)}
    ${exercised(result)} ${outliers(result)} ${basis(result)}`;
  return page(`${policy.name} against ${sampled}`, body, head);
}

function called({ pilot }: SimulationResult): string {
  return pilot === null ? "nothing was called" : `with a pilot of ${counted(pilot.calls, "call")}`;
}

/** What calls made for this answer say, and what both kinds of doubt come to. */
function doubt({ pilot, refining }: SimulationResult): readonly (readonly [string, string | Html])[] {
  const rows: (readonly [string, string | Html])[] = [];
  if (pilot !== null) {
    const { cost_usd: cost, targets, n, spent_usd, cap_usd, requests } = pilot;
    const ends = cost.ci_95.lower === null ? "" : ` (95%: ${usdInterval(cost.ci_95.lower, cost.ci_95.upper)})`;
    rows.push([
      "Pilot",
      html`${counted(n, "call")} measured of <span class="logged">${targets.join(", ")}</span>, ${usd(spent_usd)} spent
        of ${usd(cap_usd)}: ${usd(cost.estimate)}${ends} for ${counted(requests, "request")} ${badge(pilot.evidence)}`,
    ]);
  }
  if (refining !== null) {
    const { lower, upper } = refining.saving_90;
    rows.push([
      "Rows and token ratios in doubt",
      `saving ${percentInterval(lower, upper)} for requests like these, from the 5th to the 95th percentile of ${refining.draws} draws`,
    ]);
  }
  return rows;
}

function headline({ baseline, candidate, difference }: SimulationResult): Html {
  const { estimate, ci_95: ends } = difference.saving;
  if (candidate.cost_usd === null || baseline.cost_usd === null || estimate === null)
    return html`What these requests would have cost cannot be told ${badge(candidate.evidence)}.`;
  const with95 = ends.lower === null ? "" : ` (95%: ${percentInterval(ends.lower, ends.upper)})`;
  return html`They cost ${usd(baseline.cost_usd)} ${badge(baseline.evidence)} and would have cost
  ${usd(candidate.cost_usd)} ${badge(candidate.evidence)}: ${estimate >= 0 ? "a saving of" : "more by"}
  ${percent(Math.abs(estimate))}${estimate >= 0 ? with95 : ` (saving, ${with95.trim().slice(1)}`}. What it does to the
  answers is not known ${badge("unidentified")}.`;
}

/** Where the numbers come from, and all one needs to get them again. */
function basis(result: SimulationResult): Html {
  const { candidate, baseline, sample, unpriced, policy } = result;
  const rows: (readonly [string, string | Html])[] = [
    ["Costs of the candidate", `${evidenceCounts(candidate.evidence_counts)} requests`],
    [
      "Latencies of the candidate",
      `${evidenceCounts(candidate.latency.evidence_counts)} requests${candidate.latency.exact ? "" : "; quantiles within 0.025 %"}`,
    ],
    [
      "Costs of the baseline",
      `${thousands(baseline.cost_rows.logged)} logged, ${thousands(baseline.cost_rows.list)} by list price, ${thousands(baseline.cost_rows.unpriced)} unpriced`,
    ],
    [
      "At the baseline's own token counts",
      html`${usd(candidate.cost_usd_plain)} (price x tokens as logged) ${badge("assumed")}`,
    ],
    [
      "By list prices",
      html`baseline ${usd(baseline.cost_list_usd)} ${badge(baseline.evidence)}, candidate
      ${usd(candidate.cost_list_usd)} ${badge(candidate.evidence)}`,
    ],
    ...doubt(result),
    ["Interval of the saving", `${result.difference.saving.method}, about requests like these`],
    ["Sample", `${sample.method}, seed ${sample.seed}, inclusion probability ${percent(sample.inclusion_probability)}`],
    ["Facts", html`<code>${result.facts_id}</code>`],
    ["Prices", html`<code>${result.price_version}</code>`],
  ];
  if (unpriced.targets.length > 0) rows.push(["No price known for", unpriced.targets.join(", ")]);
  if (result.imputed > 0)
    rows.push(["Imputed", `${counted(result.imputed, "row")}: their endpoint's median stands in`]);
  const ratios =
    result.token_ratios.length === 0
      ? ""
      : html`<h3>Tokens of the candidate for one of the baseline's</h3>
          ${table(
            [
              { title: "baseline" },
              { title: "candidate" },
              { title: "input", number: true },
              { title: "output", number: true },
              { title: "pairs", number: true },
              { title: "evidence" },
            ],
            result.token_ratios.map((ratio) => [
              html`<span class="logged">${ratio.baseline}</span>`,
              html`<span class="logged">${ratio.candidate}</span>`,
              ratio.input.toFixed(3),
              ratio.output.toFixed(3),
              thousands(ratio.pairs),
              badge(ratio.evidence),
            ]),
          )}`;
  return html`<h2>What this rests on</h2>
    ${
      result.notes.length === 0
        ? ""
        : html`<ul>
            ${result.notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
    ${properties(rows)} ${ratios}
    <details>
      <summary>The policy, as it was replayed</summary>
      <pre class="logged">${JSON.stringify(policy.data, null, 2)}</pre>
    </details>
    <h3>Words</h3>
    ${evidenceMeanings()}`;
}
