import { OperatorError } from "../core/errors.ts";
import type { SimulationResult } from "../replay/result.ts";
import { CONTENT_POLICY } from "../report/page.ts";
import { simulationReport } from "../report/simulation-report.ts";
import type { Control } from "../store/control.ts";

export interface ReportParts {
  readonly control: Control;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Of understudy. */
  readonly version: string;
}

/** An experiment as a self-contained HTML document. Throws `experiment_unknown`. */
export function reportExperiment({ control, now, version }: ReportParts, id: string): string {
  const stored = control.experiment(id);
  if (stored === null) throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
  const head = { created_at: stored.created_at, written_at: now(), version };
  return simulationReport(stored.result as SimulationResult, head);
}

/** Headers under which a report is answered over HTTP: a browser runs and loads nothing for it. */
export const REPORT_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `${CONTENT_POLICY}; frame-ancestors 'none'; sandbox`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
