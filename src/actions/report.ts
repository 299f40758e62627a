import { OperatorError } from "../core/errors.ts";
import type { ExperimentResult } from "../experiments/index.ts";
import type { JudgeResult } from "../judging/index.ts";
import { measuredReport } from "../report/measured-report.ts";
import { MOST_READ } from "../report/measured/answered-steps.ts";
import { CONTENT_POLICY } from "../report/page.ts";
import { worstFirst, type ReadPair } from "../report/read-pair.ts";
import { simulationReport } from "../report/simulation-report.ts";
import type { Store } from "../store/control.ts";
import { storedSimulation } from "./experiments.ts";
import { experimentResult } from "./measure/experiment-result.ts";
import { FINAL } from "./metered/run-events.ts";
import { runState } from "./metered/run-state.ts";
import { judgesOf, readPairs } from "./read-pairs.ts";

export interface ReportParts {
  readonly store: Store;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Of understudy. */
  readonly version: string;
}

/** Pairs held while the worst are looked for. */
const HELD = 4 * MOST_READ;

/** An experiment as a self-contained HTML document. Calls nobody. Throws `experiment_unknown`. */
export function reportExperiment({ store, now, version }: ReportParts, id: string): string {
  const stored = store.control.experiment(id);
  if (stored === null) throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
  const head = { created_at: stored.created_at, written_at: now(), version };
  if (stored.mode === "routing_only") return simulationReport(storedSimulation(stored.result), head);
  // What has ended is not summed up again: over many pairs that takes seconds.
  const { state } = runState(store.control.runs, id, now());
  const result = FINAL.includes(state) ? (stored.result as ExperimentResult) : experimentResult(store, id, now());
  const judges = judgesOf(store, id, now());
  return measuredReport({ result, judges, pairs: worstPairs(store, result, judges) }, head);
}

function worstPairs(store: Store, result: ExperimentResult, judges: readonly JudgeResult[]): readonly ReadPair[] {
  let worst: ReadPair[] = [];
  for (const pair of readPairs(store, result, judges)) {
    worst.push(pair);
    if (worst.length >= HELD) worst = worst.toSorted(worstFirst).slice(0, MOST_READ);
  }
  return worst.toSorted(worstFirst).slice(0, MOST_READ);
}

/** Headers under which a report is answered over HTTP: a browser runs and loads nothing for it. */
export const REPORT_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `${CONTENT_POLICY}; frame-ancestors 'none'; sandbox`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
