import { combineMembers, endOf } from "../core/combine.ts";
import type { Step } from "../core/execute.ts";
import { failureCode, OK } from "../core/outcome.ts";
import type { PlanNode } from "../core/plan.ts";
import type { AnswerSources } from "./answer-sources.ts";
import { HAPPENED, type Lane } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { WalkContext } from "./walk-context.ts";

/** What a member said, as one number where it is known: the position of the first member that said the same. */
function sameAs(members: readonly Lane[], member: number, row: number, answers: AnswerSources): number | null {
  const hi = answers.answerHi(members[member]!, row);
  const lo = answers.answerLo(members[member]!, row);
  if (hi === 0 && lo === 0) return null;
  return members.findIndex((other) => answers.answerHi(other, row) === hi && answers.answerLo(other, row) === lo);
}

/** Runs an ensemble's members side by side, each on a lane of its own from the same moment, and combines them row by row. */
export function forkColumns(
  { node }: Extract<Step, { step: "fork" }>,
  rows: Rows,
  lane: Lane,
  context: Pick<WalkContext, "lanes" | "sums" | "answers">,
  walkMember: (child: PlanNode, lane: Lane) => void,
): void {
  const members = node.children.map((child) => {
    const own = context.lanes.borrow();
    for (const row of rows) own.elapsed[row] = lane.elapsed[row]!;
    walkMember(child, own);
    return own;
  });
  const noAnswer = failureCode("server");
  for (const row of rows) {
    const ended = members.map((member) => member.elapsed[row]!);
    const combined = combineMembers(node.combine, {
      valid: members.map((member) => member.code[row] === OK),
      answers: members.map((_, member) => sameAs(members, member, row, context.answers)),
      weights: node.weights,
      ended,
    });
    if (!combined.identified) context.sums.happened[row]! |= HAPPENED.unidentified;
    lane.elapsed[row] = endOf(node.combine, combined.winner, ended);
    const winner = members[combined.winner] ?? members[0]!;
    lane.target[row] = winner.target[row]!;
    lane.source[row] = winner.source[row]!;
    lane.code[row] = combined.winner === -1 ? (members[0]?.code[row] ?? noAnswer) : OK;
  }
  for (const member of members) context.lanes.giveBack(member);
}
