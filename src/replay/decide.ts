import type { CompiledPolicy } from "../core/compile.ts";
import type { Plan } from "../core/plan.ts";
import type { Question } from "../core/question.ts";
import { partition, type AnswerColumn, type Rows, type Scratch } from "./partition.ts";
import { isDoubtful, type DoubtfulQuestion } from "./stand-ins.ts";

/** Whole columns of answers, for the segment at hand. */
export type AnswersOf = (question: Question) => AnswerColumn;

/** A point in the tree of what was asked and answered so far; explored as rows come by. */
interface Point {
  question: Question | null;
  /** Number of the plan made here, -1 while there is none. */
  plan: number;
  /** What was asked on the way to that plan and may have been answered by a stand-in. */
  doubtful: readonly DoubtfulQuestion[];
  readonly next: Map<number, Point>;
}

export interface Decider {
  /** Every plan made so far, by number. */
  readonly plans: readonly Plan[];
  /** Decides rows of one segment: visits each plan with the rows it is for. */
  decide(rows: Rows, answers: AnswersOf, visit: Visit): void;
}

/** @param doubtful what was asked of these rows and may have been answered by a stand-in */
export type Visit = (plan: number, rows: Rows, doubtful: readonly DoubtfulQuestion[]) => void;

function point(): Point {
  return { question: null, plan: -1, doubtful: [], next: new Map() };
}

/**
 * Decides columns of rows with the planner that serves live requests: it runs once on a row of each group that answers
 * alike, the questions it asks are remembered as a tree, and the rows are split along that tree.
 */
export function makeDecider(compiled: CompiledPolicy, scratch: Scratch): Decider {
  const root = point();
  const plans: Plan[] = [];
  const numbers = new Map<string, number>();

  function numberOf(plan: Plan): number {
    const key = JSON.stringify(plan);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, plans.length);
    plans.push(plan);
    return plans.length - 1;
  }

  /** Plans for one row, growing the tree along the questions it asks. */
  function explore(row: number, answers: AnswersOf): void {
    let here = root;
    const doubtful = new Set<DoubtfulQuestion>();
    const plan = compiled.plan((question) => {
      const column = answers(question);
      const answer = typeof column === "number" ? column : (column[row] as number);
      here.question ??= question;
      if (isDoubtful(question)) doubtful.add(question);
      let next = here.next.get(answer);
      if (next === undefined) {
        next = point();
        here.next.set(answer, next);
      }
      here = next;
      return answer;
    });
    here.plan = numberOf(plan);
    here.doubtful = [...doubtful];
  }

  function descend(from: Point, rows: Rows, answers: AnswersOf, visit: Visit): void {
    if (rows.length === 0) return;
    if (from.plan === -1 && from.question === null) explore(rows[0]!, answers);
    if (from.plan !== -1) {
      visit(from.plan, rows, from.doubtful);
      return;
    }
    partition(rows, answers(from.question as Question), scratch, (answer, part) => {
      if (!from.next.has(answer)) explore(part[0]!, answers);
      descend(from.next.get(answer) as Point, part, answers, visit);
    });
  }

  return { plans, decide: (rows, answers, visit) => descend(root, rows, answers, visit) };
}
