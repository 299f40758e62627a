import type { CaseResult, CaseStatus, CheckReport } from "../contracts/check-report.ts";
import type { Finding } from "../contracts/finding.ts";
import { failsRun } from "../contracts/failing.ts";
import { count, counted } from "./counts.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent, percentInterval } from "./percent.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable, wrapped } from "./text-width.ts";

/** Cases that are shown one by one; the others are counted. */
const MOST_SHOWN = 20;
/** Findings of one case that are shown. */
const MOST_FINDINGS = 5;

const WORDS: Readonly<Record<CaseStatus, string>> = {
  passed: "passed",
  failed: "failed",
  flaky: "flaky",
  not_reproducible: "not reproducible",
  allowed: "allowed",
  error: "without an answer",
  skipped: "skipped",
};

/** A check for people: what fails first, then the numbers, then what to type next. */
export function checkText(report: CheckReport, terminal: Terminal, next: string): string {
  const wrong = report.results.filter(({ status }) => SHOWN.includes(status)).toSorted(bySeverity);
  const shown = wrong.slice(0, MOST_SHOWN).map((result) => `${caseText(result, report, terminal)}\n`);
  const more = wrong.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`… and ${count(more)} more: --json has them all.\n\n`] : []),
    numbersText(report, terminal),
    notesText(report.notes, terminal),
    `\n${verdict(report, terminal)}\n`,
    `Next: ${next}\n`,
  ].join("");
}

const SHOWN: readonly CaseStatus[] = ["failed", "not_reproducible", "error", "flaky"];

/** What fails the run, critical contracts before others; then answers that did not come, what is flaky, and drafts. */
function bySeverity(one: CaseResult, other: CaseResult): number {
  return weight(other) - weight(one);
}

function weight(result: CaseResult): number {
  const status = SHOWN.length - SHOWN.indexOf(result.status);
  return (failsRun(result) ? 100 : 0) + (result.blocking ? 50 : 0) + (result.critical ? 10 : 0) + status;
}

function caseText(result: CaseResult, { pack }: CheckReport, terminal: Terminal): string {
  const { colors, width } = terminal;
  const paint = failsRun(result) ? colors.red : result.blocking ? colors.yellow : colors.dim;
  const line = result.line === null ? "" : `:${result.line}`;
  const tags = [result.failure_class, ...(result.critical ? ["critical"] : []), ...(result.blocking ? [] : ["draft"])];
  const head = [
    WORDS[result.status].toUpperCase(),
    `${result.contract} / ${result.case}`,
    ...tags.filter((tag) => tag !== null),
  ];
  const findings = failedFindings(result);
  return [
    wrapped(printable(head.join("  ")), width, "  ").replace(head[0] as string, paint(head[0] as string)),
    `  ${colors.dim(`${pack.folder}/${result.file}${line}`)}`,
    ...(findings.length === 0 || result.reason !== null ? [indented(result.message ?? "", width)] : []),
    ...findings.slice(0, MOST_FINDINGS).map((finding) => findingText(finding, width)),
    ...(findings.length > MOST_FINDINGS ? [`  … and ${count(findings.length - MOST_FINDINGS)} findings more`] : []),
    ...trialsLine(result),
  ]
    .map((text) => `${text}\n`)
    .join("");
}

function failedFindings({ trials, failure_class }: CaseResult): readonly Finding[] {
  const checked = trials.find(({ passed }) => passed === false)?.checked;
  // A contract that should have failed and did not has nothing to show.
  if (checked == null || failure_class === null) return [];
  return checked.findings.filter(({ status }) => status === "failed");
}

function findingText({ assertion, path, message }: Finding, width: number): string {
  const place = path === null || message.includes(path) ? "" : ` ${path}`;
  return indented(`${assertion}${place}: ${message}`, width);
}

function trialsLine({ trials }: CaseResult): readonly string[] {
  if (trials.length < 2) return [];
  const told = trials.filter(({ passed }) => passed !== null);
  const passed = told.filter((trial) => trial.passed === true);
  return [`  ${passed.length} of ${counted(told.length, "trial")} passed`];
}

function indented(text: string, width: number): string {
  return `  ${wrapped(printable(text), width - 2).replaceAll("\n", "\n  ")}`;
}

function numbersText(report: CheckReport, terminal: Terminal): string {
  const { counts, lane, success_interval: interval } = report;
  const said = (Object.keys(WORDS) as CaseStatus[]).filter((status) => counts[status] > 0);
  const drafts = report.results.filter(({ blocking }) => !blocking);
  const failing = drafts.filter(({ status }) => status !== "passed" && status !== "skipped").length;
  const who = lane === "recorded" ? "recorded: nobody was called" : `live: ${report.provider} ${report.model ?? ""}`;
  const repeats = report.repeat > 1 ? `, ${report.repeat} trials each` : "";
  const pairs: readonly (readonly [string, string | null])[] = [
    ["pack", `${report.pack.name} (${report.pack.folder})`],
    ["lane", `${who}${repeats}`],
    [
      "cases",
      `${count(report.cases)} of ${counted(report.contracts, "contract")}: ${said.map((status) => `${count(counts[status])} ${WORDS[status]}`).join(", ")}`,
    ],
    [
      "passed",
      interval === null || lane === "recorded"
        ? null
        : `${percent(report.success_rate)} of answers (${percentInterval(interval.lower, interval.upper)})`,
    ],
    [
      "drafts",
      drafts.length === 0
        ? null
        : `${count(failing)} of ${counted(drafts.length, "case")} not passed; drafts do not block`,
    ],
    [
      "unknown",
      report.unknown === 0
        ? null
        : `${counted(report.unknown, "assertion")} could not be told${lane === "live" ? ": see --judge" : ""}`,
    ],
    ["cost", lane === "recorded" ? null : usd(report.cost_usd)],
    ["took", milliseconds(report.took_ms)],
  ];
  return properties(
    terminal,
    pairs
      .filter((pair): pair is readonly [string, string] => pair[1] !== null)
      .map(([title, value]) => [title, printable(value)]),
  );
}

function verdict({ exit_code: exit, blocking_failures: failures, counts }: CheckReport, { colors }: Terminal): string {
  if (exit === 1) return colors.red(`${counted(failures, "case")} ${failures === 1 ? "fails" : "fail"} the run.`);
  if (exit === 3) return colors.red(`${counted(counts.error, "case")} got no answer: nothing can be said yet.`);
  return colors.green(
    counts.flaky > 0 ? "No promoted contract fails; some answers vary." : "No promoted contract fails.",
  );
}
