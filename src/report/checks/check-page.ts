import type { CaseResult, CaseStatus, CheckReport } from "../../contracts/check-report.ts";
import { counted, thousands } from "../../core/counts.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { percent } from "../../core/figures/percent.ts";
import { minute, percentEnds, withBelow } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { page } from "../page.ts";
import { properties, table } from "../table.ts";
import {
  failedFindings,
  kindOf,
  laneText,
  messageOf,
  placeOf,
  statusWord,
  verdictText,
  worstFirst,
} from "./case-words.ts";
import type { CheckDocument } from "./check-document.ts";
import { failureKind } from "./failure-kinds.ts";
import { comparedSection } from "./compared-section.ts";
import { shadowSection } from "./shadow-section.ts";
import { shortened } from "./shortened.ts";

/** A page is to be read: what is beyond is counted. */
const MOST_DETAILED = 200;
const MOST_LISTED = 2_000;
const MOST_CHARACTERS = 2_000;

/** What came of a check as one self-contained HTML document. */
export function checkPage(document: CheckDocument): string {
  const { report, version, written_at } = document;
  const { pack, started_at, exit_code, notes } = report;
  const body = html`<header>
      <p class="soft">Understudy, contracts: ${laneText(report)}</p>
      <h1><span class="logged">${pack.name}</span></h1>
      <p class="soft">
        ${minute(new Date(started_at).toISOString())} UTC · <code>${pack.folder}</code> · pack
        <code>${pack.hash.slice(0, 12)}</code>
      </p>
      <p class="lead">
        <span class="badge ${exit_code === 0 ? "yes" : "no"}">${exit_code === 0 ? "passed" : "failed"}</span>
        ${verdictText(report)}: exit code ${exit_code}.
      </p>
    </header>
    <h2>In numbers</h2>
    ${numbers(report)}
    ${
      notes.length === 0
        ? ""
        : html`<ul>
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
    ${shadowSection(document)} ${comparedSection(document)} ${troubleSection(document)} ${everyCase(document)}`;
  return page(`${pack.name}: ${verdictText(report)}`, body, { created_at: started_at, written_at, version });
}

function numbers(report: CheckReport): Html {
  const { cases, contracts, counts, success_rate, success_interval, cost_usd, took_ms, repeat } = report;
  const statuses = (Object.entries(counts) as [CaseStatus, number][]).filter(([, count]) => count > 0);
  return properties([
    ["Cases", `${thousands(cases)} of ${counted(contracts, "contract")}${repeat > 1 ? `, ${repeat} trials each` : ""}`],
    [
      "Results",
      statuses.map(([status, count], index) => html`${index > 0 ? ", " : ""}${thousands(count)} ${statusWord(status)}`),
    ],
    ["Success rate", withBelow(percent(success_rate), success_interval === null ? "" : percentEnds(success_interval))],
    ["Cost", usd(cost_usd)],
    ["Took", milliseconds(took_ms)],
  ]);
}

/** Everything that is not as it should be, each with what its assertions found. */
function troubleSection(document: CheckDocument): Piece {
  const bad = worstFirst(document.report.results);
  if (bad.length === 0) return "";
  const more = bad.length - MOST_DETAILED;
  return html`<h2 id="trouble">Not as it should be</h2>
    ${bad.slice(0, MOST_DETAILED).map((result) => trouble(document, result))}
    ${more > 0 ? html`<p class="soft">And ${thousands(more)} more: they are in the list of all cases.</p>` : ""}`;
}

function trouble({ folder }: CheckDocument, result: CaseResult): Html {
  const kind = kindOf(result);
  const rows = failedFindings(result).map(({ assertion, path, expected, found, message }) => [
    html`${assertion} ${path === null ? "" : html`<small><code>${path}</code></small>`}`,
    html`<span class="logged">${valueText(expected)}</span>`,
    html`<span class="logged">${valueText(found)}</span>`,
    html`<span class="logged">${shortened(message, MOST_CHARACTERS)}</span>`,
  ]);
  const columns = [{ title: "assertion" }, { title: "expected" }, { title: "found" }, { title: "in words" }];
  return html`<article class="pair">
    <h3>${statusBadge(result)} <span class="logged">${result.contract} / ${result.case}</span></h3>
    <p><span class="logged">${shortened(messageOf(result), MOST_CHARACTERS)}</span></p>
    <p class="soft"><code>${placeOf(folder, result)}</code> · ${kind} · ${failureKind(kind).todo}</p>
    ${rows.length === 0 ? "" : table(columns, rows)}
  </article>`;
}

function everyCase({ folder, report }: CheckDocument): Html {
  const { results } = report;
  const rows = results
    .slice(0, MOST_LISTED)
    .map((result) => [
      html`<span class="logged">${result.contract} / ${result.case}</span>`,
      statusBadge(result),
      html`<code>${placeOf(folder, result)}</code>`,
    ]);
  const more = results.length - rows.length;
  return html`<h2 id="cases">All cases</h2>
    ${table([{ title: "case" }, { title: "result" }, { title: "where" }], rows)}
    ${more > 0 ? html`<p class="soft">And ${thousands(more)} more: --output json=FILE has them all.</p>` : ""}`;
}

const CLASSES: Readonly<Record<CaseStatus, string>> = {
  passed: "yes",
  failed: "no",
  not_reproducible: "no",
  error: "open",
  flaky: "partly",
  allowed: "partly",
  skipped: "soft",
};

function statusBadge({ status, blocking, critical }: CaseResult): Html {
  const draft = blocking ? "" : html` <span class="badge soft">draft</span>`;
  const weight = critical ? html` <span class="badge no">critical</span>` : "";
  return html`<span class="badge ${CLASSES[status]}">${statusWord(status)}</span>${draft}${weight}`;
}

function valueText(value: unknown): string {
  return shortened(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), MOST_CHARACTERS);
}
