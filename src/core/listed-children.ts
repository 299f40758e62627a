import { inside, type CompileContext, type Planner, type Policy } from "./strategy.ts";

/** A policy that goes through a list, in the order written. */
export interface ListedChildren extends Policy {
  readonly targets: readonly Policy[];
  /** For those of the list that are a target alone and say nothing of their own. */
  readonly retries?: number;
}

/** The same policy with every child of its list replaced. */
export function mapListed<P extends ListedChildren>(policy: P, change: (child: Policy, place: string) => Policy): P {
  return { ...policy, targets: policy.targets.map((child, index) => change(child, `targets[${index}]`)) };
}

/** The planners of the list, in its order. */
export function compileListed(policy: ListedChildren, context: CompileContext, place: string): readonly Planner[] {
  const { targets, retries } = policy;
  return targets.map((child, index) => {
    const own = child.strategy === "single" && retries !== undefined ? { retries, ...child } : child;
    return context.compile(own, inside(place, `targets[${index}]`));
  });
}
