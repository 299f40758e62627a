import { OperatorError } from "../core/errors.ts";
import type { CandidateSide, SimulationResult } from "../replay/result.ts";
import type { Control } from "../store/control.ts";

export interface ExperimentLine {
  readonly id: string;
  readonly created_at: number;
  readonly mode: string;
  readonly policy: string;
  readonly requests: number;
}

/** Experiments made so far, newest first. */
export function listExperiments(control: Control, limit: number): readonly ExperimentLine[] {
  return control.experiments(limit).map(({ id, created_at, mode, result }) => {
    const { policy, requests } = result as SimulationResult;
    return { id, created_at, mode, policy: policy.name, requests };
  });
}

/** An earlier experiment's answer, as it was given. Throws `experiment_unknown`. */
export function showExperiment(control: Control, id: string): SimulationResult {
  const stored = control.experiment(id);
  if (stored === null) throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
  if (stored.mode === "with_responses")
    throw new OperatorError("experiment_unknown", `${id} is an experiment with responses, not a simulation`, {
      hint: `It is shown by \`understudy experiment show ${id}\`.`,
    });
  return storedSimulation(stored.result);
}

/** A simulation's answer as it was kept; of before pilots, with nothing called for it. */
export function storedSimulation(result: unknown): SimulationResult {
  const kept = result as SimulationResult;
  const candidate = { cost_ci_95: { lower: null, upper: null }, ...(kept.candidate as Partial<CandidateSide>) };
  return { refining: null, pilot: null, ...(kept as Partial<SimulationResult>), candidate } as SimulationResult;
}
