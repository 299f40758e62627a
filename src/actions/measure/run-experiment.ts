import { OperatorError } from "../../core/errors.ts";
import type { Signal } from "../../core/send.ts";
import { stopRule, type ExperimentResult, type PairRecord } from "../../experiments/index.ts";
import type { RunLease } from "../../store/runs.ts";
import { audit } from "../audited.ts";
import { FINAL } from "../metered/run-events.ts";
import { runMetered, type RunProgress } from "../metered/run-metered.ts";
import { lessonsOfExperiment } from "../pilot/learn-from-experiment.ts";
import { candidateServing } from "./candidate.ts";
import { experimentResult, measuredRun, pairRecords } from "./experiment-result.ts";
import type { CallingParts } from "../metered/calling-parts.ts";
import { pairWork } from "./pair-work.ts";
import type { Prepared } from "./prepare.ts";
import { suppliedOutcomes } from "./supplied-outcomes.ts";

export interface RunExperimentOptions {
  /** Pairs at a time, at most 64. */
  readonly concurrency: number;
  readonly signal: Signal;
  readonly onProgress: (progress: RunProgress) => void;
  /** A worker that may be dead holds the run: it is waited for. */
  readonly onWait: (holder: RunLease) => void;
  /** Ask rows again that were under way when a worker died, at new cost. */
  readonly again: boolean;
}

/** Stores question, units, candidate and facts: none of it changes afterwards. Nothing is sent yet. */
export function createExperiment(parts: Omit<CallingParts, "bound">, prepared: Prepared): void {
  const { store, actor } = parts;
  const { control } = store;
  const { id, definition, preview, units } = prepared;
  const at = parts.now();
  const { candidate, experiment } = definition;
  if (candidate.kind === "policy") {
    const { config: name, policy } = candidate;
    control.addConfig({ name, policy, draft: true, note: `candidate of ${id}`, created_at: at });
  }
  control.putFacts({ facts_id: experiment.facts_id, cut_at: at, facts: prepared.facts });
  const { cap_usd } = preview;
  if (!Number.isFinite(cap_usd)) throw new OperatorError("cap_invalid", "calls cost money: a cap is needed");
  control.runs.putRun({ id, kind: "experiment", parent: null, created_at: at, actor, cap_usd, definition }, units);
  putResult(parts, id, prepared.request, at);
  audit({ ...parts, control }, "experiment.create", {
    experiment: id,
    candidate: experiment.asked,
    units: units.length,
    cap_usd,
  });
}

/** Keeps the result beside the question, which stays as it is. */
function putResult(
  { store, now }: Pick<CallingParts, "store" | "now">,
  id: string,
  request: unknown,
  at: number,
): ExperimentResult {
  const result = experimentResult(store, id, now());
  store.control.putExperiment({
    id,
    created_at: at,
    mode: "with_responses",
    request,
    result,
    facts_id: result.facts_id,
  });
  return result;
}

/** Makes the result anew from what is stored, with the outcomes that rows have by now. Calls nobody. Throws `experiment_unknown`. */
export function summariseAgain(parts: Pick<CallingParts, "store" | "now">, id: string): ExperimentResult {
  const { run } = measuredRun(parts.store, id);
  return putResult(parts, id, parts.store.control.experiment(id)?.request ?? {}, run.created_at);
}

/** The rule of early stops, which waits for the control to have said something. */
function stopWhen(
  record: PairRecord["result"],
  told: string | null,
  seen: { control: number },
  least: number,
): string | null {
  if ("control" in record && record.control !== null) seen.control += 1;
  return seen.control >= least ? told : null;
}

/** Control pairs that have to be there before a run may stop early, where there is a control at all. */
const LEAST_CONTROL = 5;

/**
 * Works on an experiment until it has come to its end, begun or gone on with, and keeps its result. Throws `experiment_unknown`, `run_busy`, and
 * where its candidate cannot be served any more what compiling it throws.
 */
export async function runExperiment(
  parts: CallingParts,
  id: string,
  options: RunExperimentOptions,
): Promise<ExperimentResult> {
  const { store, spine, now, newId } = parts;
  const { control, traffic } = store;
  const { definition } = measuredRun(store, id);
  const keys = new Map(control.keys().map((key) => [key.id, key]));
  const work = pairWork({
    spine,
    control,
    bound: parts.bound,
    candidate: candidateServing(definition.candidate, id, spine, control),
    embeddings: definition.experiment.embeddings,
    outcomes: suppliedOutcomes(traffic),
    now,
    newId,
    key: (key) => keys.get(key) ?? null,
  });
  const rule = stopRule(definition.experiment);
  const seen = { control: 0 };
  const marked = definition.control_pairs;
  const end = await runMetered(
    { runs: control.runs, runtime: spine.parts.runtime, now, newId, name: parts.actor },
    id,
    work,
    {
      ...options,
      ...(definition.experiment.stopping === "fixed"
        ? {}
        : {
            stop({ ordinal, result }) {
              const record = result as PairRecord["result"];
              return stopWhen(record, rule({ ordinal, result: record }), seen, Math.min(LEAST_CONTROL, marked));
            },
          }),
    },
  );
  await spine.parts.log.flush();
  // Another prompt has other tokens: only the same requests teach what a model takes for them.
  if (FINAL.includes(end.state) && definition.candidate.kind === "policy")
    control.addLessons(lessonsOfExperiment(id, now(), pairRecords(store, id), parts.prices));
  return summariseAgain(parts, id);
}
