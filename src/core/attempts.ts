import * as z from "zod";
import { FAILURE_CLASSES, type FailureClass } from "./outcome.ts";
import type { AttemptNode, FallbackNode, Plan, PlanNode } from "./plan.ts";
import type { Target } from "./target.ts";

/** Failures another target may still turn into an answer; what our own validation refused and what the caller cancelled is final. */
export const DEFAULT_FALLBACK_ON: readonly FailureClass[] = [
  "connect",
  "timeout",
  "rate_limit",
  "server",
  "client_4xx",
  "content_filter",
  "truncated_stream",
];

/** Keys that any policy calling a target may hold. */
export const attemptKeys = {
  retries: z.int().min(0).max(10).optional().meta({
    title: "Retries",
    description: "Further tries at the same target after a failure that may pass.",
    default: 0,
  }),
  params: z.record(z.string(), z.unknown()).optional().meta({
    title: "Parameters",
    description: "Request parameters to set, such as temperature.",
  }),
};

export interface AttemptKeys {
  readonly retries?: number;
  readonly params?: Readonly<Record<string, unknown>>;
}

export const failureClasses = z
  .array(z.enum(FAILURE_CLASSES))
  .min(1)
  .meta({
    title: "Failures that lead on",
    description: "After which the next one is asked.",
    default: [...DEFAULT_FALLBACK_ON],
  });

export function attempt(target: Target, keys: AttemptKeys): AttemptNode {
  const node: AttemptNode = { node: "attempt", target, retries: keys.retries ?? 0 };
  return keys.params === undefined ? node : { ...node, patch: keys.params };
}

/** The children in order; a lone child stands for itself, refusals are left out, and nothing left is a refusal. */
export function fallback(
  children: readonly PlanNode[],
  options: { readonly on?: readonly FailureClass[]; readonly budget_ms?: number } = {},
): PlanNode {
  const willing = children.filter((child) => child.node !== "refuse");
  const only = willing[0];
  if (only === undefined) return children[0] ?? { node: "refuse", reason: "no eligible target" };
  if (willing.length === 1 && options.budget_ms === undefined) return only;
  const node: FallbackNode = {
    node: "fallback",
    children: willing,
    on: options.on ?? DEFAULT_FALLBACK_ON,
    budget_ms: options.budget_ms ?? null,
  };
  return node;
}

/** Plans of several children seen as one: the first candidate of each child that has one, ranked anew. */
export function joined(
  plans: readonly Plan[],
  plan: { readonly node: PlanNode; readonly policy_type: string; readonly selection_reason: string },
  reasonOf: (index: number) => string,
): Plan {
  const willing = plans.flatMap((child, index) => {
    const candidate = child.candidates[0];
    if (candidate === undefined) return [];
    const because = child.policy_type === "single" ? "" : ` (${child.policy_type}: ${candidate.reason})`;
    return [{ index, model: candidate.model, reason: `${reasonOf(index)}${because}` }];
  });
  const first = willing[0]?.index;
  const skipped = first === undefined || first === 0 ? "" : ", those before it have no eligible target";
  return {
    ...plan,
    selection_reason: skipped === "" ? plan.selection_reason : `${reasonOf(first as number)}${skipped}`,
    leaf: plan.policy_type,
    candidates: willing.map(({ model, reason }, index) => ({ model, rank: index + 1, reason })),
    excluded: plans.flatMap((child) => child.excluded),
    arms: plans.flatMap((child) => child.arms),
  };
}
