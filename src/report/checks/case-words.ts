import type { CaseResult, CaseStatus, CheckReport } from "../../contracts/check-report.ts";
import { isFailing } from "../../contracts/failing.ts";
import type { Finding } from "../../contracts/finding.ts";

/** `error` = it fails the run; `warning` = somebody should look; `notice` = it is known. */
export type Severity = "error" | "warning" | "notice";

/** How bad a case is; null where there is nothing to say. */
export function severityOf(result: CaseResult): Severity | null {
  const { status, blocking } = result;
  if (status === "passed" || status === "skipped") return null;
  if (status === "allowed") return "notice";
  return blocking && (isFailing(result) || status === "error") ? "error" : "warning";
}

const ORDER: readonly CaseStatus[] = ["failed", "not_reproducible", "error", "flaky", "allowed", "skipped", "passed"];

/** Those worth a word, the worst first: what blocks before what does not, critical contracts before others. */
export function worstFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const rank = (result: CaseResult): number =>
    (severityOf(result) === "error" ? 0 : 100) + (result.critical ? 0 : 10) + ORDER.indexOf(result.status);
  return results.filter((result) => severityOf(result) !== null).toSorted((a, b) => rank(a) - rank(b));
}

const WORDS: Readonly<Record<CaseStatus, string>> = {
  passed: "passed",
  failed: "failed",
  flaky: "flaky",
  not_reproducible: "not reproducible",
  allowed: "allowed",
  error: "no answer",
  skipped: "skipped",
};

export function statusWord(status: CaseStatus): string {
  return WORDS[status];
}

/** What kind of failure it is: the failure class, the reason why it says nothing, or the class of the transport's failure. */
export function kindOf(result: CaseResult): string {
  const { status, failure_class, reason, trials } = result;
  if (status === "error") return trials.find(({ error }) => error !== null)?.error?.class ?? "no_answer";
  return failure_class ?? reason ?? status;
}

/** One sentence, whatever there is. */
export function messageOf(result: CaseResult): string {
  return result.message?.trim() || statusWord(result.status);
}

/** The failed findings of the first trial that has any. */
export function failedFindings({ trials }: CaseResult): readonly Finding[] {
  for (const { checked } of trials) {
    const failed = checked?.findings.filter(({ status }) => status === "failed") ?? [];
    if (failed.length > 0) return failed;
  }
  return [];
}

/** `expect_tools at $.tool_calls[0].name: expected get_weather, found no tool call`; the path once. */
export function findingText({ assertion, path, message }: Finding): string {
  return `${assertion}${path === null || message.includes(path) ? "" : ` at ${path}`}: ${message}`;
}

/** What its message leaves unsaid: the other failed findings, a line each. */
export function detailLines(result: CaseResult): readonly string[] {
  const message = messageOf(result);
  return failedFindings(result)
    .filter((finding) => finding.message !== message)
    .map(findingText);
}

/** The contract's file as readers of the repository name it. */
export function pathOf(folder: string, { file }: Pick<CaseResult, "file">): string {
  const parts = folder.replace(/\/+$/u, "");
  return parts === "" || parts === "." ? file : `${parts}/${file}`;
}

/** `packs/support/contracts/weather.yaml:7`. */
export function placeOf(folder: string, result: Pick<CaseResult, "file" | "line">): string {
  return result.line === null ? pathOf(folder, result) : `${pathOf(folder, result)}:${result.line}`;
}

/** `recorded lane`, `live lane: gpt-4o-mini of openai`. */
export function laneText({ lane, provider, model }: CheckReport): string {
  if (lane === "recorded") return "recorded lane";
  return model === null ? `live lane: ${provider}` : `live lane: ${model} of ${provider}`;
}

/** What the run comes to in one sentence, with no full stop. */
export function verdictText(report: CheckReport): string {
  const { cases, exit_code, blocking_failures: failing } = report;
  if (cases === 0) return "there was no case to check";
  if (exit_code === 3) return "cases of promoted contracts got no answer";
  if (failing === 0) return "no promoted contract fails";
  return failing === 1 ? "1 case of a promoted contract fails" : `${failing} cases of promoted contracts fail`;
}

/** Drafts that fail. */
export function draftFailures({ results }: CheckReport): number {
  return results.filter((result) => isFailing(result) && !result.blocking).length;
}
