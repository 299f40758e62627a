import { audit, type ControlParts } from "../audited.ts";
import { runState } from "../metered/run-state.ts";
import type { RunProgress } from "../metered/run-progress.ts";
import { measuredRun } from "./experiment-result.ts";
import type { Store } from "../../store/control.ts";

/** Asks whoever works on an experiment to stop; calls under way are waited for. What has ended stays as it ended. Throws `experiment_unknown`. */
export function cancelExperiment(
  parts: Omit<ControlParts, "control"> & { readonly store: Pick<Store, "control"> },
  id: string,
): RunProgress {
  const { control } = parts.store;
  measuredRun(parts.store, id);
  const { state } = runState(control.runs, id, parts.now());
  if (state === "running" || state === "interrupted") {
    control.runs.addEvent(id, { at: parts.now(), kind: "cancel", details: { reason: `cancelled by ${parts.actor}` } });
    audit({ ...parts, control }, "experiment.cancel", { experiment: id });
  }
  return runState(control.runs, id, parts.now());
}
