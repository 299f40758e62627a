import type { FailureClass } from "./outcome.ts";
import type { Target } from "./target.ts";

/** What a policy decided for one request, as data: it can be shown before it runs, stored, compared and replayed. */
export type PlanNode = AttemptNode | FallbackNode | CascadeNode | EnsembleNode | RefuseNode;

export interface AttemptNode {
  readonly node: "attempt";
  readonly target: Target;
  /** Further tries after a failure that may pass (connect, timeout, rate_limit, server). */
  readonly retries: number;
  /** Request parameters this attempt sets. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

export interface FallbackNode {
  readonly node: "fallback";
  readonly children: readonly PlanNode[];
  /** Failures that lead to the next child. */
  readonly on: readonly FailureClass[];
  /** One deadline over all tries and waits, ms; null = none. */
  readonly budget_ms: number | null;
}

export interface CascadeNode {
  readonly node: "cascade";
  readonly children: readonly PlanNode[];
  readonly accept: Accept;
}

export interface EnsembleNode {
  readonly node: "ensemble";
  readonly children: readonly PlanNode[];
  readonly combine: Combine;
  /** One a child; all 1 unless weighted. */
  readonly weights: readonly number[];
}

export interface RefuseNode {
  readonly node: "refuse";
  readonly reason: string;
}

export const COMBINE = ["voting", "first_valid", "weighted"] as const;
export type Combine = (typeof COMBINE)[number];

/** All of what is named must hold for a cascade to keep an answer. */
export interface Accept {
  readonly finish_reason?: readonly string[];
  readonly min_output_tokens?: number;
  readonly not_refusal?: boolean;
  readonly json_schema?: boolean;
  readonly tool_calls?: "present" | "valid";
  readonly min_mean_logprob?: number;
  /** A number inside a JSON answer, by JSON pointer. */
  readonly self_reported?: { readonly pointer: string; readonly min: number };
  /** One more attempt, at the judge. */
  readonly judge?: { readonly target: Target; readonly criterion: string; readonly min: number };
}

export interface Candidate {
  readonly model: Target;
  readonly rank: number;
  readonly reason: string;
}

export interface Exclusion {
  readonly model: Target;
  readonly reason: string;
}

export interface Plan {
  readonly node: PlanNode;
  /** Tag of the policy at the root, and of the leaf that chose. */
  readonly policy_type: string;
  readonly leaf: string;
  readonly candidates: readonly Candidate[];
  readonly excluded: readonly Exclusion[];
  readonly selection_reason: string;
  /** Arms of every ab_test passed, outermost first. */
  readonly arms: readonly string[];
}

/** The target that will be asked first; null where nothing will. */
export function firstTarget(node: PlanNode): Target | null {
  if (node.node === "attempt") return node.target;
  if (node.node === "refuse") return null;
  for (const child of node.children) {
    const target = firstTarget(child);
    if (target !== null) return target;
  }
  return null;
}

/** Every target a plan may call, judges included. */
export function targetsOf(node: PlanNode): readonly Target[] {
  if (node.node === "attempt") return [node.target];
  if (node.node === "refuse") return [];
  const own = node.node === "cascade" && node.accept.judge !== undefined ? [node.accept.judge.target] : [];
  return [...new Set([...node.children.flatMap(targetsOf), ...own])];
}
