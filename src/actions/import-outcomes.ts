import { OperatorError } from "../core/errors.ts";
import type { SuppliedOutcome, Traffic } from "../store/traffic.ts";
import { decompress } from "./import/decompress.ts";
import { tallySkip, type SkippedLine } from "./import/report.ts";
import { logLines, type LogLine } from "./import/log-lines.ts";
import type { LogSource } from "./log-source.ts";
import { notJson } from "./import/values/json-lines.ts";

export interface OutcomesReport {
  stored: number;
  /** Lines whose request is not in the log. */
  unknown: number;
  /** The first of those ids. */
  readonly unknown_ids: string[];
  skipped: number;
  readonly skip_reasons: Record<string, number>;
  readonly skipped_lines: SkippedLine[];
  /** Stored outcomes by name. */
  readonly names: Record<string, number>;
}

const BATCH = 5000;
const TOLD_IDS = 20;

/**
 * Attaches scores and labels to rows: JSON Lines of `{request_id, name, value, source?}`, the id being a request id or a source id.
 * The last line wins for one (request, name, source). Bad lines are counted and told.
 * @param source who scored, where a line does not say
 */
export async function importOutcomes(file: LogSource, traffic: Traffic, source: string): Promise<OutcomesReport> {
  const report: OutcomesReport = {
    stored: 0,
    unknown: 0,
    unknown_ids: [],
    skipped: 0,
    skip_reasons: {},
    skipped_lines: [],
    names: {},
  };
  let batch: SuppliedOutcome[] = [];
  const flush = (): void => {
    if (batch.length === 0) return;
    const { stored, unknown } = traffic.putOutcomes(batch);
    const missing = new Set(unknown);
    report.stored += stored;
    report.unknown += unknown.length;
    for (const id of missing) if (report.unknown_ids.length < TOLD_IDS) report.unknown_ids.push(id);
    for (const { request_id, name } of batch)
      if (!missing.has(request_id)) report.names[name] = (report.names[name] ?? 0) + 1;
    batch = [];
  };
  for await (const lines of logLines(decompress(file.open(), file.name), file.name)) {
    for (const line of lines) {
      const read = readOutcome(line, source);
      if ("expected" in read) tallySkip(report, { file: file.name, line: line.number, ...read });
      else batch.push(read);
      if (batch.length >= BATCH) flush();
    }
  }
  flush();
  const first = report.skipped_lines[0];
  if (report.stored === 0 && report.unknown === 0) {
    throw new OperatorError(
      "outcome_invalid",
      first === undefined ? "the file holds no outcome" : `no line is an outcome; the first: ${first.message}`,
      {
        file: file.name,
        ...(first === undefined ? {} : { line: first.line, ...(first.field === null ? {} : { field: first.field }) }),
      },
    );
  }
  return report;
}

function readOutcome(line: LogLine, source: string): SuppliedOutcome | Omit<SkippedLine, "file" | "line"> {
  if (line.problem !== null) return { field: null, message: line.problem, expected: "one JSON outcome a line" };
  let record: unknown;
  try {
    record = JSON.parse(line.text);
  } catch (error) {
    return { field: null, message: notJson(error), expected: "one JSON outcome a line" };
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    return { field: null, message: "the line is not an object", expected: "{request_id, name, value, source}" };
  }
  const fields = record as Readonly<Record<string, unknown>>;
  const id = fields["request_id"] ?? fields["source_id"];
  const { name, value } = fields;
  const from = fields["source"] ?? source;
  if (typeof id !== "string" || id === "")
    return { field: "request_id", message: "no request is named", expected: "a request id or source id" };
  if (typeof name !== "string" || name === "")
    return { field: "name", message: "the outcome has no name", expected: "a text" };
  if (typeof from !== "string" || from === "")
    return { field: "source", message: "the source is not a text", expected: "a text" };
  if (typeof value === "boolean") return { request_id: id, name, value: value ? 1 : 0, source: from };
  if (typeof value === "string" || (typeof value === "number" && Number.isFinite(value)))
    return { request_id: id, name, value, source: from };
  return {
    field: "value",
    message: "the value is neither a score nor a label",
    expected: "a number, true, false or a text",
  };
}
