import { combineMembers, endOf } from "../core/combine.ts";
import type { Step } from "../core/execute.ts";
import { failureCode, OK } from "../core/outcome.ts";
import type { EnsembleNode, PlanNode } from "../core/plan.ts";
import type { AnswerSources } from "./answer-sources.ts";
import { NOT_RECORDED } from "./knowledge/answer-index.ts";
import { HAPPENED, NO_TARGET, type Lane, type RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { WalkContext } from "./walk-context.ts";

/** What a member said, as one number where it is known: the position of the first member that said the same. */
function sameAs(members: readonly Lane[], member: number, row: number, answers: AnswerSources): number | null {
  const hi = answers.answerHi(members[member]!, row);
  const lo = answers.answerLo(members[member]!, row);
  if (hi === 0 && lo === 0) return null;
  return members.findIndex((other) => answers.answerHi(other, row) === hi && answers.answerLo(other, row) === lo);
}

const UNKNOWN = HAPPENED.unidentified | HAPPENED.vote_unknown;

/** Whether a member may make a call after its first. */
function callsAgain(child: PlanNode): boolean {
  return child.node !== "attempt" || child.retries > 0;
}

/** Whether calls of some members are never made because another has answered. */
function stopsOthers(node: EnsembleNode): boolean {
  return node.combine === "first_valid" && node.children.some(callsAgain);
}

/**
 * Walks one member for these rows.
 * @param until ms after arrival from which on it calls nothing any more, by row; null = never
 */
export type WalkMember = (child: PlanNode, rows: Rows, lane: Lane, sums: RowSums, until: Float64Array | null) => void;

type Fork = Extract<Step, { step: "fork" }>;
type ForkContext = Pick<WalkContext, "lanes" | "sums" | "answers" | "spentAt" | "spareSums">;

/** Runs an ensemble's members side by side, each on a lane of its own from the same moment, and combines them row by row. */
export function forkColumns(
  { node }: Fork,
  rows: Rows,
  lane: Lane,
  context: ForkContext,
  until: Float64Array | null,
  walkMember: WalkMember,
): void {
  const { sums } = context;
  const starts = lane.elapsed.slice();
  const members = node.children.map(() => context.lanes.borrow());
  const walkAll = (into: RowSums, untilOf: (member: number) => Float64Array | null): void => {
    for (const [member, own] of members.entries()) {
      for (const row of rows) {
        own.elapsed[row] = starts[row]!;
        own.target[row] = NO_TARGET;
        own.source[row] = NOT_RECORDED;
      }
      walkMember(node.children[member]!, rows, own, into, untilOf(member));
    }
  };

  // Where the first valid answer counts, nothing is called any more after it: that moment is known only once all members
  // have been walked, so a second walk does the counting.
  if (!stopsOthers(node)) {
    walkAll(sums, () => until);
    combineRows(node, rows, members, lane, context);
  } else {
    const spent = context.spentAt.slice();
    const happened = rows.map((row) => sums.happened[row]!);
    walkAll({ ...context.spareSums(), happened: sums.happened }, () => until);
    const winners = combineRows(node, rows, members, lane, context);
    context.spentAt.set(spent);
    for (const [index, row] of rows.entries()) {
      sums.happened[row] = happened[index]! | (sums.happened[row]! & UNKNOWN);
    }
    walkAll(sums, (member) => {
      const ends = until === null ? new Float64Array(starts.length).fill(Number.POSITIVE_INFINITY) : until.slice();
      for (const [index, row] of rows.entries()) {
        const end = lane.elapsed[row]!;
        if (winners[index] !== member && winners[index] !== -1 && end < ends[row]!) ends[row] = end;
      }
      return ends;
    });
  }
  for (const member of members) context.lanes.giveBack(member);
}

/** Gives each row the answer its members come to; returns the winning members, -1 where no answer is valid. */
function combineRows(
  node: EnsembleNode,
  rows: Rows,
  members: readonly Lane[],
  lane: Lane,
  { sums, answers }: ForkContext,
): readonly number[] {
  const noAnswer = failureCode("server");
  const hangs = HAPPENED.vote_unknown | (stopsOthers(node) ? HAPPENED.unidentified : 0);
  return Array.from(rows, (row) => {
    const ended = members.map((member) => member.elapsed[row]!);
    const combined = combineMembers(node.combine, {
      valid: members.map((member) => member.code[row] === OK),
      answers: members.map((_, member) => sameAs(members, member, row, answers)),
      weights: node.weights,
      ended,
    });
    if (!combined.identified) sums.happened[row]! |= hangs;
    lane.elapsed[row] = endOf(node.combine, combined.winner, ended);
    const winner = members[combined.winner] ?? members[0]!;
    lane.target[row] = winner.target[row]!;
    lane.source[row] = winner.source[row]!;
    lane.code[row] = combined.winner === -1 ? (members[0]?.code[row] ?? noAnswer) : OK;
    return combined.winner;
  });
}
