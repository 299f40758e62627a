import type { Checked } from "../contracts/finding.ts";

/** How a side did under one contract, over its answer and those it gave when asked again. */
export interface Settled {
  readonly passed: boolean;
  /** It failed at first, and then mostly passed. */
  readonly changed: boolean;
}

/** Passed where the first answer passes, or where of all answers no more than half fail. Null where there is no answer, or nothing could be told of it. */
export function settled(answers: readonly Checked[]): Settled | null {
  const told = answers.filter(({ status }) => status !== "unknown");
  const first = told[0];
  if (first === undefined) return null;
  if (first.passed) return { passed: true, changed: false };
  const passed = 2 * failuresOf(told) <= told.length;
  return { passed, changed: passed };
}

/** How many answers a failing side is asked for at most before its failure counts, the first one among them. */
export const MOST_ANSWERS = 3;

/** Whether another answer could still change what a side comes to. */
export function openToChange(answers: readonly Checked[]): boolean {
  if (answers.length >= MOST_ANSWERS || answers[0]?.status !== "failed") return false;
  return 2 * failuresOf(answers) <= MOST_ANSWERS;
}

function failuresOf(answers: readonly Checked[]): number {
  return answers.filter(({ status }) => status === "failed").length;
}
