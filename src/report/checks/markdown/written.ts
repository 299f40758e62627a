import type { CaseStatus, CheckReport } from "../../../contracts/check-report.ts";
import { compareChecks, type CheckComparison } from "../../../contracts/compare-checks.ts";
import { counted } from "../../../core/counts.ts";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { usd } from "../../../core/figures/money.ts";
import { percent, percentInterval } from "../../../core/figures/percent.ts";
import { draftFailures, statusWord, verdictText } from "../case-words.ts";
import type { CheckDocument } from "../check-document.ts";
import { comparisonRows } from "../comparison-rows.ts";
import { code } from "./code.ts";
import { fitted, line } from "./fitted.ts";
import { caseSections, changeSections } from "./sections.ts";
import { lossSection, shadowTable } from "./shadow.ts";

const MOST_NOTES = 10;

/** What came of the check, and of the comparison where there is a base, in so many characters at most. */
export function written(document: CheckDocument, characters: number): string {
  const { report, base, folder, version } = document;
  const comparison = base === null ? null : compareChecks(base, report);
  const cases = comparison === null ? caseSections(document) : changeSections(comparison, folder);
  const sections =
    document.shadow === null ? cases : [...cases.slice(0, 1), lossSection(document.shadow), ...cases.slice(1)];
  const table = base === null || comparison === null ? "" : numbersTable(base, report, comparison);
  const notes = [...report.notes, ...(document.shadow?.notes ?? []), ...(comparison?.notes ?? [])];
  const listed = notes.slice(0, MOST_NOTES).map((note) => `- ${code(note)}\n`);
  const more = notes.length > MOST_NOTES ? [`- …and ${counted(notes.length - MOST_NOTES, "more note")}\n`] : [];
  const top = `### ${mark(report)} ${code(report.pack.name, 120)}: ${verdictText(report)}\n\n${lead(report, comparison)}\n${table}${shadowTable(document)}`;
  const end = `${listed.length === 0 ? "" : `\n${listed.join("")}${more.join("")}`}\n<sub>understudy ${version}, pack ${code(report.pack.hash.slice(0, 12))}</sub>\n`;
  return top + fitted(sections, characters - top.length - end.length) + end;
}

function numbersTable(base: CheckReport, head: CheckReport, comparison: CheckComparison): string {
  const rows = comparisonRows(base, head, comparison).map((row) => [row.name, row.base, row.head, row.change]);
  return `\n${[["", "base", "head", "change"], ["---", "---", "---", "---"], ...rows].map(line).join("")}`;
}

function mark({ exit_code, counts }: CheckReport): string {
  if (exit_code !== 0) return "❌";
  return counts.failed + counts.flaky + counts.not_reproducible + counts.error > 0 ? "⚠️" : "✅";
}

function laneName({ lane, provider, model }: CheckReport): string {
  if (lane === "recorded") return "recorded lane";
  return `live lane, ${code(model === null ? provider : `${model} of ${provider}`)}`;
}

const COUNTED: readonly CaseStatus[] = ["passed", "failed", "flaky", "not_reproducible", "error", "allowed", "skipped"];

function lead(report: CheckReport, comparison: CheckComparison | null): string {
  const { cases, counts, success_rate: rate, success_interval: interval, cost_usd, took_ms, repeat } = report;
  const parts = COUNTED.filter((status) => counts[status] > 0).map(
    (status) => `${counts[status]} ${statusWord(status)}`,
  );
  const drafts = draftFailures(report);
  const ends = interval === null ? "" : ` (95%: ${percentInterval(interval.lower, interval.upper)})`;
  const said = [
    `${counted(cases, "case")} on the ${laneName(report)}${repeat > 1 ? `, ${repeat} trials each` : ""}: ${parts.join(", ") || "none"}`,
    drafts > 0
      ? `${counted(drafts, "of the failures is a draft", "of the failures are drafts")}, which block nothing`
      : "",
    comparison === null && rate !== null ? `success rate ${percent(rate)}${ends}` : "",
    `${cost_usd === null || cost_usd === 0 ? "" : `${usd(cost_usd)} in `}${milliseconds(took_ms)}`,
  ];
  return `${said.filter(Boolean).join(" · ")}.${comparison === null ? "" : `\n\n${compared(comparison)}`}`;
}

function compared({ counts, blocking_new_failures: blocking }: CheckComparison): string {
  const { newly_failing, newly_passing, still_failing, flaky } = counts;
  const drafts = newly_failing > 0 && blocking < newly_failing ? ` (${newly_failing - blocking} of them drafts)` : "";
  return `**${newly_failing} newly failing**${drafts}, ${newly_passing} newly passing, ${still_failing} still failing, ${flaky} flaky.`;
}
