import { OperatorError } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import { parsePolicy, type Policy } from "../../core/policy.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import type { SimulationResult } from "../../replay/result.ts";
import type { RowFilter } from "../../replay/rows.ts";
import type { Control, Store, StoredExperiment } from "../../store/control.ts";
import type { EndpointCandidate } from "../measure/candidate.ts";
import { experimentResult, measuredRun } from "../measure/experiment-result.ts";
import type { JudgedDecision } from "../../judging/index.ts";
import { judgeResult } from "../judge/judge-result.ts";
import { judgeRunsOf } from "../judge/judge-runs.ts";
import type { RunState } from "../metered/run-events.ts";
import { runState } from "../metered/run-state.ts";

const ENDED: ReadonlySet<RunState> = new Set(["completed", "cap_reached", "stopped_early"]);

interface Tried {
  readonly id: string;
  /** What an arm of the candidate is called. */
  readonly name: string;
  /** The rows it was tried on. */
  readonly filter: RowFilter;
  /** Null where it has not ended. */
  readonly result: SimulationResult | ExperimentResult | null;
  /** The newest judge run over the whole window that has ended; null where there is none. */
  readonly judged: JudgedBy | null;
}

/** What a judge run decided. */
export interface JudgedBy {
  /** `jdg_...` */
  readonly run: string;
  readonly decision: JudgedDecision;
}

/** An experiment whose candidate is a policy. */
export interface PromotablePolicy extends Tried {
  readonly kind: "policy";
  readonly policy: Policy;
}

/** An experiment whose candidate is an endpoint version. */
export interface PromotableEndpoint extends Tried {
  readonly kind: "endpoint";
  readonly endpoint: EndpointCandidate;
}

export type Promotable = PromotablePolicy | PromotableEndpoint;

/** Throws `experiment_unknown`. */
export function storedExperiment(control: Control, id: string): StoredExperiment {
  const stored = control.experiment(id);
  if (stored !== null) return stored;
  throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
}

/** Throws `experiment_unknown`, and `promote_refused` where nothing of it can be promoted. */
export function promotable(store: Store, id: string, now: number): Promotable {
  const { control } = store;
  const stored = storedExperiment(control, id);
  const name = `${id}_candidate`;
  const tried = {
    id,
    name,
    filter: filterOf(stored),
    result: resultOf(store, stored, now),
    judged: judgedBy(store, id, now),
  };
  const measured = stored.mode === "with_responses" ? measuredRun(store, id).definition.candidate : null;
  if (measured?.kind === "endpoint") return { ...tried, kind: "endpoint", endpoint: measured };
  const draft = control.config(name, 1);
  if (draft === null)
    throw new OperatorError("promote_refused", `the candidate of ${id} is not in the store any more`, {
      hint: "Run the experiment again; its new id can be promoted.",
    });
  return { ...tried, kind: "policy", policy: parsePolicy(draft.policy, `config ${name}`) };
}

/** Of a run that goes on, or was cut off, what has come so far. */
function resultOf(store: Store, { id, mode, result }: StoredExperiment, now: number): Promotable["result"] {
  if (mode === "routing_only" || result === null) return result as Promotable["result"];
  const kept = result as ExperimentResult;
  return kept.stopping.state === runState(store.control.runs, id, now).state ? kept : experimentResult(store, id, now);
}

function judgedBy(store: Store, id: string, now: number): JudgedBy | null {
  const ended = judgeRunsOf(store, id, now).find(
    ({ protocol, bucket, state }) => protocol === "pairwise" && bucket === null && ENDED.has(state),
  );
  const result = ended === undefined ? null : judgeResult(store, ended.id, now);
  return result?.protocol === "pairwise" ? { run: result.id, decision: result.decision.decision } : null;
}

/** The window as it was when the experiment ran, whatever length of time was asked for. */
function filterOf({ request, result }: StoredExperiment): RowFilter {
  const asked = isObject(request) && isObject(request["filter"]) ? (request["filter"] as RowFilter) : {};
  const { window } = (result ?? {}) as { readonly window?: { readonly start: string; readonly end: string } };
  return window === undefined ? asked : { ...asked, from: Date.parse(window.start), to: Date.parse(window.end) };
}
