import type { World } from "../core/compile.ts";
import { UNKNOWN_CAPABILITIES } from "../core/facts.ts";
import { splitTarget, type Target } from "../core/target.ts";
import type { Control } from "../store/control.ts";

/**
 * What existed around a policy, as far as the log and its facts tell. Names resolve to the targets that its decisions knew of; what none of them had to
 * resolve stays as it is written. Capabilities are in the facts of each row.
 */
export function loggedWorld(
  control: Pick<Control, "config">,
  considered: ReadonlySet<Target>,
  configured: readonly Target[] | null,
): World {
  const known = configured ?? [...considered].toSorted();
  return {
    resolve(text) {
      if (considered.has(text)) return text;
      return [...considered, ...known].find((target) => splitTarget(target)?.model === text) ?? text;
    },
    known,
    capabilities: () => UNKNOWN_CAPABILITIES,
    config: (name, version) => control.config(name, version)?.policy ?? null,
  };
}
