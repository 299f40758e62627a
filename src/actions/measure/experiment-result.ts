import { OperatorError } from "../../core/errors.ts";
import {
  summarise,
  type ExperimentResult,
  type ExperimentSpend,
  type InterruptedPair,
  type Pair,
  type PairRecord,
} from "../../experiments/index.ts";
import type { Store } from "../../store/control.ts";
import type { RunEvent, StoredRun } from "../../store/runs.ts";
import { runState } from "../metered/run-state.ts";
import type { MeasuredDefinition } from "./prepare.ts";
import { suppliedOutcomes } from "./supplied-outcomes.ts";

/** An experiment with responses as it was asked. Throws `experiment_unknown`. */
export function measuredRun(
  { control }: Pick<Store, "control">,
  id: string,
): { readonly run: StoredRun; readonly definition: MeasuredDefinition } {
  const run = control.runs.run(id);
  if (run === null || run.kind !== "experiment") {
    const other = control.experiment(id);
    const hint =
      other === null
        ? "`understudy experiment list` shows them."
        : `It called nobody: \`understudy simulate --show ${id}\` shows it.`;
    throw new OperatorError("experiment_unknown", `there is no experiment with responses ${JSON.stringify(id)}`, {
      hint,
    });
  }
  return { run, definition: run.definition as MeasuredDefinition };
}

function isPair(result: unknown): result is Pair {
  return typeof result === "object" && result !== null && "original" in result;
}

const INTERRUPTED: InterruptedPair = { interrupted: true };

/** What is stored of an experiment's units, in hash order, with the outcomes that rows have by now; pairs of an erased user count as cut off. */
export function* pairRecords({ control, traffic }: Store, id: string): Generator<PairRecord> {
  const outcomes = suppliedOutcomes(traffic);
  for (const { ordinal, result } of control.runs.results(id)) {
    if (!isPair(result)) yield { ordinal, result: INTERRUPTED };
    else
      yield {
        ordinal,
        result: {
          ...result,
          outcomes: { ...result.outcomes, ...outcomes(result.request_id, result.replay.request_id) },
        },
      };
  }
}

/** The highest that money and calls stood in any life of a run. */
function peaks(events: readonly RunEvent[]): Pick<ExperimentSpend, "peak_usd" | "peak_calls"> {
  const told = (name: string): readonly number[] =>
    events.flatMap(({ kind, details }) =>
      kind === "ended" && typeof details[name] === "number" ? [details[name]] : [],
    );
  const [usd, calls] = [told("peak_usd"), told("peak_calls")];
  return usd.length === 0 ? {} : { peak_usd: Math.max(...usd), peak_calls: Math.max(...calls) };
}

function overrunNote(usd: number): string {
  return `Providers took ${usd.toPrecision(3)} USD more than their calls could have cost at most: a price, a limit or a count of tokens is not what it was taken for.`;
}

function notRecordedNote(pairs: number): string {
  return `${pairs} of the pairs have no recording of the candidate: they count as errors (not_recorded), and what they would have cost is not known.`;
}

/** The result of what has come so far; calls nobody. Throws `experiment_unknown`. @param now ms since the epoch */
export function experimentResult(store: Store, id: string, now: number): ExperimentResult {
  const { run, definition } = measuredRun(store, id);
  const { state, reason } = runState(store.control.runs, id, now);
  const { spent_usd, reserved_usd, calls, overrun_usd: overrun } = store.control.runs.ledger(id);
  const result = summarise(pairRecords(store, id), definition.experiment, {
    state,
    reason,
    spend: { cap_usd: run.cap_usd, spent_usd, reserved_usd, calls, ...peaks(store.control.runs.events(id)) },
    trial_ledger: definition.trial_ledger,
    notes: [...definition.notes, ...(overrun > 0 ? [overrunNote(overrun)] : [])],
  });
  const { unidentified } = result.candidate.evidence_counts;
  return unidentified === 0 ? result : { ...result, notes: [...result.notes, notRecordedNote(unidentified)] };
}

/** The result as it was kept; null where more pairs have come since, or it ended otherwise since. Throws `experiment_unknown`. */
export function wholeResult(store: Store, id: string, now: number): ExperimentResult | null {
  const { state, finished } = runState(store.control.runs, measuredRun(store, id).run.id, now);
  const kept = store.control.experiment(id)?.result as ExperimentResult | undefined;
  return kept?.stopping.state === state && kept.frame.attempted === finished ? kept : null;
}

/** The result as it was kept, or made of what is there by now. Throws `experiment_unknown`. */
export function keptResult(store: Store, id: string, now: number): ExperimentResult {
  return wholeResult(store, id, now) ?? experimentResult(store, id, now);
}
