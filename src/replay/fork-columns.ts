import { combineMembers, endOf } from "../core/combine.ts";
import type { Step } from "../core/execute.ts";
import { failureCode, OK } from "../core/outcome.ts";
import type { PlanNode } from "../core/plan.ts";
import { HAPPENED, type Lane } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { WalkContext } from "./walk-context.ts";

/** What a member said, as one number where it is known: the position of the first member that said the same. */
function sameAs(members: readonly Lane[], member: number, row: number): number | null {
  const lane = members[member]!;
  if (lane.known[row] === 0 || (lane.answer_hi[row] === 0 && lane.answer_lo[row] === 0)) return null;
  return members.findIndex(
    (other) => other.answer_hi[row] === lane.answer_hi[row] && other.answer_lo[row] === lane.answer_lo[row],
  );
}

function copyAnswer(from: Lane, to: Lane, row: number): void {
  to.target[row] = from.target[row]!;
  to.known[row] = from.known[row]!;
  to.bits[row] = from.bits[row]!;
  to.finish_reason[row] = from.finish_reason[row]!;
  to.output[row] = from.output[row]!;
  to.mean_logprob[row] = from.mean_logprob[row]!;
  to.answer_hi[row] = from.answer_hi[row]!;
  to.answer_lo[row] = from.answer_lo[row]!;
}

/** Runs an ensemble's members side by side, each on a lane of its own from the same moment, and combines them row by row. */
export function forkColumns(
  { node }: Extract<Step, { step: "fork" }>,
  rows: Rows,
  lane: Lane,
  context: Pick<WalkContext, "lanes" | "sums">,
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
      answers: members.map((_, member) => sameAs(members, member, row)),
      weights: node.weights,
      ended,
    });
    if (!combined.identified) context.sums.happened[row]! |= HAPPENED.unidentified;
    lane.elapsed[row] = endOf(node.combine, combined.winner, ended);
    const winner = members[combined.winner] ?? members[0]!;
    copyAnswer(winner, lane, row);
    lane.code[row] = combined.winner === -1 ? (members[0]?.code[row] ?? noAnswer) : OK;
  }
  for (const member of members) context.lanes.giveBack(member);
}
