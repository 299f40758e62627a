import type { PlanNode } from "../core/plan.ts";
import type { UnknownAccept } from "../core/project.ts";
import type { Target } from "../core/target.ts";
import type { AnswerSources } from "./answer-sources.ts";
import type { AttemptColumns } from "./attempt-columns.ts";
import { executionTree, type Stop } from "./execution-tree.ts";
import { makeRowSums, type Lane, type RowSums } from "./lanes.ts";
import type { Scratch } from "./partition.ts";

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
  /** The execution tree of an ensemble's member, made once. */
  readonly memberTree: (node: PlanNode, scopes: readonly number[]) => Stop;
  readonly answers: AnswerSources;
}

/** One set of sums, made when first wanted. */
export function makeSpareSums(): WalkContext["spareSums"] {
  let spare: RowSums | null = null;
  return () => (spare ??= makeRowSums());
}

/** Buffers that are dear to make, lent and given back in any order, as they were left. */
export interface Pool<B> {
  borrow(): B;
  giveBack(buffer: B): void;
}

export function makePool<B>(make: () => B): Pool<B> {
  const free: B[] = [];
  return { borrow: () => free.pop() ?? make(), giveBack: (buffer) => void free.push(buffer) };
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
