import type { PullReport } from "../actions/pull/pull-logs.ts";
import { count, counted } from "./counts.ts";
import { importJson, importText, type ImportDetails } from "./import-text.ts";
import { instant, isoInstant } from "./instant.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

/** A pull as one JSON document: that of an import, and how it went. */
export function pullJson(report: PullReport, details: ImportDetails): object {
  const { pull } = report;
  return {
    ...importJson(report, details),
    pull: { ...pull, from: isoInstant(pull.from), to: isoInstant(pull.to) },
  };
}

const STOPPED = "before the end, as --max-rows says";

/** The same for people. */
export function pullText(report: PullReport, details: ImportDetails, terminal: Terminal): string {
  const { pull } = report;
  const since = pull.from === null ? "everything" : `from ${instant(pull.from)}`;
  const waited = pull.waited_ms === 0 ? "" : `, ${(pull.waited_ms / 1000).toFixed(1)} s of it waiting`;
  const again = pull.retries === 0 ? "" : `, ${count(pull.retries)} of them again`;
  const stopped = !pull.complete && !report.interrupted && report.files[0]?.error === null;
  return [
    properties(terminal, [
      ["pulled", `${counted(pull.records, "record")} on ${counted(pull.pages, "page")} of ${printable(pull.url)}`],
      ["window", `${since} up to ${instant(pull.to)} UTC${pull.resumed ? ", gone on with" : ""}`],
      ["requests", `${count(pull.requests)}${again}${waited}`],
      ...(stopped ? [["stopped", details.check ? STOPPED : `${STOPPED}; the same command goes on`] as const] : []),
    ]),
    "\n",
    importText(report, details, terminal),
  ].join("");
}
