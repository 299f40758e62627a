import { execute, type Standing, type Step } from "../core/execute.ts";
import type { OutcomeCode } from "../core/outcome.ts";
import type { PlanNode } from "../core/plan.ts";

/** Where the executor stands after certain answers: it wants a step, or is done. */
export interface Stop {
  readonly step: Step | null;
  /** The code of the whole, where `step` is null. */
  readonly code: OutcomeCode;
  /** The stop after this step is answered so. */
  after(answer: number): Stop;
}

/**
 * The executor's run over one plan as a tree by answers: every stop is reached by running the generator itself along the
 * answers that lead there, once. Rows then share stops, however many they are.
 */
export function executionTree(node: PlanNode, standing?: Standing): Stop {
  function stop(answers: readonly number[]): Stop {
    const execution = execute(node, standing);
    let next = execution.next();
    for (const answer of answers) next = execution.next(answer);
    const following = new Map<number, Stop>();
    return {
      step: next.done === true ? null : next.value,
      code: next.done === true ? next.value : 0,
      after(answer) {
        let known = following.get(answer);
        if (known === undefined) following.set(answer, (known = stop([...answers, answer])));
        return known;
      },
    };
  }
  return stop([]);
}
