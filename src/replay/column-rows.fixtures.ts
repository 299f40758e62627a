import type { CompiledPolicy } from "../core/compile.ts";
import type { Plan } from "../core/plan.ts";
import type { UnknownAccept } from "../core/project.ts";
import type { Target } from "../core/target.ts";
import { columnAnswers } from "./answers.ts";
import { answerSources } from "./answer-sources.ts";
import { attemptColumns } from "./attempt-columns.ts";
import { makeDecider } from "./decide.ts";
import { executionTree } from "./execution-tree.ts";
import { makeLane, makeRowSums, NO_TARGET, resetRows } from "./lanes.ts";
import { claimNoMore, standInColumns } from "./stand-ins.ts";
import type { Workbench } from "./replay-policy.ts";
import { walkColumns } from "./walk-columns.ts";
import { makeMemberTrees, makeSpareSums, type WalkContext } from "./walk-context.ts";
import type { Window } from "./window.ts";

/** How one row fares: the fields that a plain loop tells too. */
export interface Fared {
  /** Of the request id's hash. */
  readonly id_lo: number;
  readonly plan: Plan;
  readonly code: number;
  readonly target: Target | null;
  readonly cost: number;
  readonly elapsed: number;
  readonly happened: number;
  /** Positions of the evidence of cost and of time. */
  readonly costEvidence: number;
  readonly timeEvidence: number;
}

/** Every row of a window, as whole columns say it fares. */
export function byColumns(
  compiled: CompiledPolicy,
  window: Window,
  bench: Workbench,
  options: { readonly pricesAt: number | null; readonly unknownAccept: UnknownAccept },
): readonly Fared[] {
  const { knowledge, scratch } = bench;
  const decider = makeDecider(compiled, scratch);
  const answers = columnAnswers(knowledge);
  const standIns = standInColumns(knowledge);
  const targets: Target[] = [];
  const memberTree = makeMemberTrees();
  const spentAt = new Float64Array(16);
  const attempts = new Map<Target, ReturnType<typeof attemptColumns>>();
  const finishReasons = knowledge.frame.dictionary("finish_reason");
  const lane = makeLane();
  const sums = makeRowSums();
  const fared: Fared[] = [];
  for (const { segment, rows } of window.selection.segments()) {
    const base = bench.baseline(segment);
    const idLo = segment.column("id_lo");
    resetRows(lane, sums, rows);
    const here = new Map<Target, ReturnType<ReturnType<typeof attemptColumns>>>();
    const context: WalkContext = {
      attempts(target) {
        let made = attempts.get(target);
        if (made === undefined) {
          made = attemptColumns(target, targets.length, knowledge, { pricesAt: options.pricesAt, spentAt, scratch });
          targets.push(target);
          attempts.set(target, made);
        }
        let known = here.get(target);
        if (known === undefined) here.set(target, (known = made(segment, base)));
        return known;
      },
      sums,
      spareSums: makeSpareSums(),
      spentAt,
      scratch,
      lanes: bench.lanes,
      unknownAccept: options.unknownAccept,
      ifAccepted: null,
      memberTree,
      answers: answerSources(segment, (number) => knowledge.recorded(targets[number]!), finishReasons),
    };
    const planOf = new Map<number, number>();
    const standInsHere = standIns(segment);
    decider.decide(rows, answers(segment), (number, part, doubtful) => {
      walkColumns(executionTree(decider.plans[number]!.node), part, lane, context);
      for (const question of doubtful) claimNoMore(part, standInsHere(question), sums);
      for (const row of part) planOf.set(row, number);
    });
    for (const row of rows) {
      fared.push({
        id_lo: idLo[row]!,
        plan: decider.plans[planOf.get(row)!]!,
        code: lane.code[row]!,
        target: lane.target[row] === NO_TARGET ? null : targets[lane.target[row]!]!,
        cost: sums.cost[row]!,
        elapsed: lane.elapsed[row]!,
        happened: sums.happened[row]!,
        costEvidence: sums.costEvidence[row]!,
        timeEvidence: sums.timeEvidence[row]!,
      });
    }
  }
  return fared;
}
