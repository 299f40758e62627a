import { OperatorError } from "../../core/errors.ts";
import { byContract, type ContractCount } from "../../shadow/by-contract.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { audit, type ControlParts } from "../audited.ts";

/** Throws `shadow_run_unknown`. */
export function findShadowRun({ control }: Pick<ControlParts, "control">, id: string): StoredShadowRun {
  const run = control.shadows.shadowRun(id);
  if (run === null) throw new OperatorError("shadow_run_unknown", `there is no shadow run ${JSON.stringify(id)}`);
  return run;
}

/** What became of each contract of a run, those with most losses first. Throws `shadow_run_unknown`. */
export function contractsOfRun(parts: Pick<ControlParts, "control">, id: string): readonly ContractCount[] {
  findShadowRun(parts, id);
  return byContract(parts.control.shadows.pooledComparisons({ id }, Number.MAX_SAFE_INTEGER));
}

/** With its comparisons. Throws `shadow_run_unknown`. */
export function removeShadowRun(parts: ControlParts, id: string): StoredShadowRun {
  const run = findShadowRun(parts, id);
  parts.control.shadows.removeShadowRun(id);
  const { primary, candidate, project } = run;
  audit(parts, "shadow_run.remove", { id, primary, candidate, project });
  return run;
}
