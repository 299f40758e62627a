import type { World } from "../core/compile.ts";
import { OperatorError } from "../core/errors.ts";
import { UNKNOWN_CAPABILITIES, unknownTarget, type Facts, type TargetFacts } from "../core/facts.ts";
import { splitTarget, type Target } from "../core/target.ts";

/** Facts of a target nothing is known of, but for what is said here. */
export function factsOf(target: Target, known: Partial<TargetFacts> = {}): TargetFacts {
  return { ...unknownTarget(target), ...known };
}

/** A snapshot of these targets. @param percentiles spend percentile by end user, the same in every project */
export function factsSnapshot(
  targets: readonly TargetFacts[],
  percentiles: Readonly<Record<string, number>> = {},
): Facts {
  return {
    facts_id: "facts-for-testing",
    cut_at: 0,
    targets: new Map(targets.map((facts) => [facts.target, facts])),
    spendPercentile: (_, endUser) => (Object.hasOwn(percentiles, endUser) ? (percentiles[endUser] as number) : null),
  };
}

/**
 * A world in which exactly these targets exist; a bare model name leads to the one target that has it.
 * @param configs policies by `name` or `name@version`
 */
export function worldOf(facts: Facts, configs: Readonly<Record<string, unknown>> = {}): World {
  const known = [...facts.targets.keys()];
  return {
    known,
    resolve: (text) => {
      if (facts.targets.has(text)) return text;
      const serving = known.filter((target) => splitTarget(target)?.model === text);
      const only = serving[0];
      if (only === undefined) throw new OperatorError("target_unknown", `no target ${text}`);
      if (serving.length > 1) throw new OperatorError("target_ambiguous", `${text} is served by ${serving.join(", ")}`);
      return only;
    },
    capabilities: (target) => facts.targets.get(target)?.capabilities ?? UNKNOWN_CAPABILITIES,
    config: (name, version) => configs[version === undefined ? name : `${name}@${version}`] ?? null,
  };
}
