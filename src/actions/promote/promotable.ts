import { OperatorError } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import { parsePolicy, type Policy } from "../../core/policy.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import type { SimulationResult } from "../../replay/result.ts";
import type { RowFilter } from "../../replay/rows.ts";
import type { Control, StoredExperiment } from "../../store/control.ts";

/** An experiment with the policy that it tried. */
export interface Promotable {
  readonly id: string;
  /** Name of the draft config that holds it. */
  readonly name: string;
  readonly policy: Policy;
  /** The rows it was tried on. */
  readonly filter: RowFilter;
  /** Null where it has not ended. */
  readonly result: SimulationResult | ExperimentResult | null;
}

/** Throws `experiment_unknown`. */
export function storedExperiment(control: Control, id: string): StoredExperiment {
  const stored = control.experiment(id);
  if (stored !== null) return stored;
  throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
}

/** Throws `experiment_unknown`, and `promote_refused` where nothing of it can be promoted. */
export function promotable(control: Control, id: string): Promotable {
  const stored = storedExperiment(control, id);
  const name = `${id}_candidate`;
  const draft = control.config(name, 1);
  if (draft === null)
    throw new OperatorError("promote_refused", `the candidate of ${id} is not in the store any more`, {
      hint: "Run the experiment again; its new id can be promoted.",
    });
  const result = stored.result as Promotable["result"];
  return { id, name, policy: parsePolicy(draft.policy, `config ${name}`), filter: filterOf(stored), result };
}

/** The window as it was when the experiment ran, whatever length of time was asked for. */
function filterOf({ request, result }: StoredExperiment): RowFilter {
  const asked = isObject(request) && isObject(request["filter"]) ? (request["filter"] as RowFilter) : {};
  const { window } = (result ?? {}) as { readonly window?: { readonly start: string; readonly end: string } };
  return window === undefined ? asked : { ...asked, from: Date.parse(window.start), to: Date.parse(window.end) };
}
