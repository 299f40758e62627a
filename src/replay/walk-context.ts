import type { PlanNode } from "../core/plan.ts";
import type { UnknownAccept } from "../core/project.ts";
import type { Target } from "../core/target.ts";
import type { AnswerSources } from "./answer-sources.ts";
import type { AttemptColumns } from "./attempt-columns.ts";
import { executionTree, type Stop } from "./execution-tree.ts";
import type { IfAccepted } from "./if-accepted.ts";
import { makeRowSums, type Lane, type RowSums } from "./lanes.ts";
import type { Scratch } from "./partition.ts";
import type { Pool } from "./pool.ts";

/** What walking rows needs to know of the segment they stand in. */
export interface WalkContext {
  readonly attempts: (target: Target) => AttemptColumns;
  readonly sums: RowSums;
  /** Sums that nobody reads: for a walk that only finds out how things end. */
  readonly spareSums: () => RowSums;
  /** USD spent at each target, by its number. */
  readonly spentAt: Float64Array;
  readonly scratch: Scratch;
  readonly lanes: Pool<Lane>;
  readonly unknownAccept: UnknownAccept;
  /** Told of rows that escalate for want of knowing; null where nobody asks. */
  readonly ifAccepted: Pick<IfAccepted, "end" | "lose"> | null;
  /** The execution tree of an ensemble's member, made once. */
  readonly memberTree: (node: PlanNode, scopes: readonly number[]) => Stop;
  readonly answers: AnswerSources;
}

/** One set of sums, made when first wanted. */
export function makeSpareSums(): WalkContext["spareSums"] {
  let spare: RowSums | null = null;
  return () => (spare ??= makeRowSums());
}

/** Trees of ensemble members, remembered by their place in the plan. */
export function makeMemberTrees(): WalkContext["memberTree"] {
  const known = new WeakMap<PlanNode, Stop>();
  return (node, scopes) => {
    let tree = known.get(node);
    if (tree === undefined) known.set(node, (tree = executionTree(node, { kind: "member", scopes })));
    return tree;
  };
}
