import { OperatorError } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import { preferenceOf, slotOrder, VERDICTS, type HumanLabel, type Order } from "../../judging/index.ts";
import type { Preference } from "../../stats/order-swap.ts";
import type { Store } from "../../store/control.ts";
import type { SuppliedOutcome, Traffic } from "../../store/traffic.ts";
import { audit, type ControlParts } from "../audited.ts";
import { decompress } from "../import/decompress.ts";
import { logLines, type LogLine } from "../import/log-lines.ts";
import { tallySkip, type SkippedLine } from "../import/report.ts";
import type { LogSource } from "../log-source.ts";
import { measuredRun } from "../measure/experiment-result.ts";

/** What came of a file of labels. */
export interface LabelsReport {
  stored: number;
  /** Lines whose request is not in the log. */
  unknown: number;
  skipped: number;
  readonly skip_reasons: Record<string, number>;
  readonly skipped_lines: SkippedLine[];
  /** Stored labels by experiment. */
  readonly experiments: Record<string, number>;
}

const EXPECTED =
  '{request_id, verdict: "better" | "equivalent" | "worse" (or "A" | "B" | "tie" of an exported line), who}';

/** Name of the outcome that a label is kept as, on the row of the original: it goes with the row, and with whoever it was about. */
function outcomeName(experiment: string): string {
  return `label ${experiment}`;
}

/** Labels of an experiment's pairs. */
export function labelsOf(traffic: Pick<Traffic, "outcomes">, experiment: string): readonly HumanLabel[] {
  const labels: HumanLabel[] = [];
  for (const { request_id, value, source } of traffic.outcomes(outcomeName(experiment))) {
    const verdict = VERDICTS.find((one) => one === value);
    if (verdict !== undefined) labels.push({ request_id, verdict, who: source });
  }
  return labels;
}

/** What one person says of one pair. */
export interface LabelAsked {
  readonly experiment: string;
  readonly request_id: string;
  /** Of the replay; or of the answers as a blind pair shows them. */
  readonly verdict: Preference | "A" | "B" | "tie";
}

/**
 * Keeps what somebody says of a pair; what the same person said of it before is gone. Throws `experiment_unknown`, and `request_unknown` where
 * the request is not in the log (any more). @returns the label as it counts
 */
export function labelPair(
  parts: Pick<ControlParts, "now" | "newId" | "actor"> & { readonly store: Store },
  { experiment, request_id, verdict }: LabelAsked,
): HumanLabel {
  const { store, actor: who } = parts;
  measuredRun(store, experiment);
  const value = preferenceIn(verdict, experiment, request_id);
  const { unknown } = store.traffic.putOutcomes([{ request_id, name: outcomeName(experiment), value, source: who }]);
  if (unknown.length > 0)
    throw new OperatorError("request_unknown", `no logged request has the id ${JSON.stringify(request_id)}`);
  audit({ ...parts, control: store.control }, "judge.label", { experiment, request_id, verdict: value });
  return { request_id, verdict: value, who };
}

/** A verdict on the replay, whether it was given so or on the answers as a blind pair shows them. */
function preferenceIn(verdict: LabelAsked["verdict"], experiment: string, request_id: string): Preference {
  return verdict === "A" || verdict === "B" || verdict === "tie"
    ? preferenceOf(verdict, labelOrder(experiment, request_id))
    : verdict;
}

/** Which answer an exported pair shows as A. */
export function labelOrder(experiment: string, request_id: string): Order {
  return slotOrder(request_id, `${experiment}:label`);
}

/**
 * Attaches people's labels to pairs: JSON Lines of `{request_id, verdict, who}`. The last line of one person on one pair wins; bad lines are
 * counted and told. Throws `judge_invalid` where no line is a label. @param experiment of lines that do not name theirs
 */
export async function importLabels(file: LogSource, store: Store, experiment: string | null): Promise<LabelsReport> {
  const report: LabelsReport = {
    stored: 0,
    unknown: 0,
    skipped: 0,
    skip_reasons: {},
    skipped_lines: [],
    experiments: {},
  };
  const known = new Map<string, boolean>();
  const isKnown = (id: string): boolean => {
    if (!known.has(id)) known.set(id, store.control.runs.run(id)?.kind === "experiment");
    return known.get(id) === true;
  };
  if (experiment !== null) measuredRun(store, experiment);
  for await (const lines of logLines(decompress(file.open(), file.name), file.name)) {
    const batch: SuppliedOutcome[] = [];
    for (const line of lines) {
      const read = readLabel(line, experiment, isKnown);
      if ("expected" in read) tallySkip(report, { file: file.name, line: line.number, ...read });
      else batch.push(read);
    }
    const { stored, unknown } = store.traffic.putOutcomes(batch);
    const missing = new Set(unknown);
    report.stored += stored;
    report.unknown += unknown.length;
    for (const { request_id, name } of batch) {
      const of = name.slice(outcomeName("").length);
      if (!missing.has(request_id)) report.experiments[of] = (report.experiments[of] ?? 0) + 1;
    }
  }
  const first = report.skipped_lines[0];
  if (report.stored === 0 && report.unknown === 0) {
    throw new OperatorError(
      "judge_invalid",
      first === undefined ? "the file holds no label" : `no line is a label; the first: ${first.message}`,
      { file: file.name, hint: `Expected lines of ${EXPECTED}.`, ...(first === undefined ? {} : { line: first.line }) },
    );
  }
  return report;
}

function readLabel(
  { text, problem }: LogLine,
  fallback: string | null,
  isKnown: (experiment: string) => boolean,
): SuppliedOutcome | Omit<SkippedLine, "file" | "line"> {
  const wrong = (field: string | null, message: string): Omit<SkippedLine, "file" | "line"> => ({
    field,
    message,
    expected: EXPECTED,
  });
  if (problem !== null) return wrong(null, problem);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return wrong(null, "the line is not JSON");
  }
  if (!isObject(record)) return wrong(null, "the line is not an object");
  const { request_id: id, verdict, who, experiment = fallback } = record;
  if (typeof id !== "string" || id === "") return wrong("request_id", "`request_id` is missing");
  if (typeof experiment !== "string")
    return wrong("experiment", "no experiment is named, in the line or with --experiment");
  if (!isKnown(experiment))
    return wrong("experiment", `there is no experiment with responses ${JSON.stringify(experiment)}`);
  if (typeof who !== "string" || who.trim() === "")
    return wrong("who", "`who` is missing: labels of one person on one pair count once");
  const given = [...VERDICTS, "A", "B", "tie"].find((one) => one === verdict) as LabelAsked["verdict"] | undefined;
  const value = given === undefined ? undefined : preferenceIn(given, experiment, id);
  if (value === undefined) return wrong("verdict", "`verdict` is none of better, equivalent, worse, A, B, tie");
  return { request_id: id, name: outcomeName(experiment), value, source: who.trim() };
}
