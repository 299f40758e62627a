import type { CaseResult, CheckReport, Trial } from "../../../contracts/check-report.ts";
import { detailLines, findingText, kindOf, messageOf, placeOf, severityOf } from "../case-words.ts";
import type { CheckDocument } from "../check-document.ts";
import { element, type Xml } from "../xml.ts";
import type { OutputFormat } from "./format.ts";

/**
 * JUnit XML: a suite for each contract file, a test case for each case. Elements and attributes are those that Jenkins' schema and Maven
 * Surefire's both know, and GitLab reads the text of an element, not its `message`: so both say it.
 *
 * A draft that fails, a case on the allow-list and one that does not run in the lane are skipped with the reason, because readers fail a
 * build for every `failure`. A flaky case has passed, with a `flakyFailure` for each trial that failed, unless its contract is critical.
 */
export const junit: OutputFormat = {
  name: "junit",
  write: (document) => {
    const { report } = document;
    const suites = Map.groupBy(report.results, ({ file }) => file);
    const tags = [...suites].map(([file, results]) => suite(document, file, results));
    const total = { name: `understudy ${report.pack.name}`, ...counted(report.results), time: seconds(report.took_ms) };
    const { skipped: _, ...attributes } = total;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, tags).markup}\n`;
  },
};

type Outcome = "passed" | "failure" | "error" | "skipped";

function outcomeOf(result: CaseResult): Outcome {
  const { status } = result;
  const blocks = severityOf(result) === "error";
  if (status === "passed" || (status === "flaky" && !blocks)) return "passed";
  return blocks ? (status === "error" ? "error" : "failure") : "skipped";
}

function counted(results: readonly CaseResult[]): Record<"tests" | "failures" | "errors" | "skipped", number> {
  const count = (outcome: Outcome): number => results.filter((result) => outcomeOf(result) === outcome).length;
  return { tests: results.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
}

function suite(document: CheckDocument, file: string, results: readonly CaseResult[]): Xml {
  const { report } = document;
  const time = results.reduce((sum, result) => sum + (took(result) ?? 0), 0);
  const tests = results.map((result) => testCase(document, result));
  const attributes = { name: `${report.pack.name}/${file}`, ...counted(results), time: seconds(time) };
  return element("testsuite", attributes, [properties(report, file), ...tests]);
}

function properties({ lane, provider, model, repeat, pack }: CheckReport, file: string): Xml {
  const known: Readonly<Record<string, string | null>> = {
    file,
    lane,
    provider,
    model,
    repeat: String(repeat),
    pack_hash: pack.hash,
  };
  const tags = Object.entries(known)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => element("property", { name, value }));
  return element("properties", {}, tags);
}

function testCase({ report, folder }: CheckDocument, result: CaseResult): Xml {
  const outcome = outcomeOf(result);
  const message = saidOf(result);
  const time = took(result);
  const attributes = {
    name: result.case,
    classname: `${report.pack.name}.${result.contract}`,
    time: time === null ? null : seconds(time),
  };
  if (outcome === "passed") return element("testcase", attributes, result.status === "flaky" ? flakes(result) : []);
  const text = [message, ...detailLines(result), `at ${placeOf(folder, result)}`].join("\n");
  const said = { message, ...(outcome === "skipped" ? {} : { type: kindOf(result) }) };
  return element("testcase", attributes, [
    element(outcome, said, [text]),
    ...(outcome === "failure" ? again(result) : []),
  ]);
}

/** Why it is skipped is not only what is wrong with it. */
function saidOf(result: CaseResult): string {
  const message = messageOf(result);
  if (result.status === "skipped" || result.status === "allowed") return message;
  return result.blocking || result.status === "passed" ? message : `a draft, which blocks nothing: ${message}`;
}

/** Trials that failed where most passed. */
function flakes({ trials }: CaseResult): readonly Xml[] {
  return reruns("flaky", trials.filter(isBad));
}

/** Trials that failed besides the first that did. */
function again({ trials }: CaseResult): readonly Xml[] {
  return reruns("rerun", trials.filter(isBad).slice(1));
}

function reruns(kind: "flaky" | "rerun", trials: readonly Trial[]): readonly Xml[] {
  const [errors, failures] = [
    trials.filter(({ error }) => error !== null),
    trials.filter(({ error }) => error === null),
  ];
  return [
    ...failures.map((trial) => rerun(`${kind}Failure`, trial)),
    ...errors.map((trial) => rerun(`${kind}Error`, trial)),
  ];
}

function isBad({ passed, error }: Trial): boolean {
  return error !== null || passed === false;
}

function rerun(name: string, { trial, checked, error }: Trial): Xml {
  const findings = checked?.findings.filter(({ status }) => status === "failed").map(findingText) ?? [];
  const lines = error === null ? findings : [`${error.class}: ${error.message}`];
  const type = error?.class ?? checked?.failure_class ?? "failed";
  return element(name, { message: `trial ${trial}: ${lines[0] ?? type}`, type }, [
    element("stackTrace", {}, [lines.join("\n") || type]),
  ]);
}

/** Of all its trials, ms; null where no trial says. */
function took({ trials }: CaseResult): number | null {
  const known = trials.flatMap(({ latency_ms }) => (latency_ms === null ? [] : [latency_ms]));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
