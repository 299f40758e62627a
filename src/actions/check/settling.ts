import type { Settled } from "../../contracts/check-response.ts";
import type { OpenQuestion, Seen } from "../../contracts/finding.ts";
import { sumOrNull } from "../../core/result.ts";

/** Answers what assertions leave open; a question it says nothing of stays so. */
export type Settle = (
  open: readonly OpenQuestion[],
  seen: Seen,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Settled>>;

/** Somebody who can answer open questions of one kind, and what that has cost so far. */
export interface Settler {
  /** Null = it stays open: another kind of question, or nothing came of it. */
  settle(question: OpenQuestion, seen: Seen, signal: AbortSignal): Promise<Settled | null>;
  /** USD; null where the price of an answer is not known. */
  cost(): number | null;
}

/** Settlers as one. */
export interface Settling {
  readonly settle: Settle;
  readonly cost: () => number | null;
}

/** Asks all of them at once; null where there is none. */
export function settlingBy(settlers: readonly Settler[]): Settling | null {
  if (settlers.length === 0) return null;
  async function one(question: OpenQuestion, seen: Seen, signal: AbortSignal): Promise<Settled | null> {
    const answers = await Promise.all(settlers.map((settler) => settler.settle(question, seen, signal)));
    return answers.find((answer) => answer !== null) ?? null;
  }
  return {
    cost: () => sumOrNull(settlers.map((settler) => settler.cost())),
    async settle(open, seen, signal) {
      const answers = await Promise.all(open.map((question) => one(question, seen, signal)));
      return new Map(
        open.flatMap(({ id }, index) => {
          const answer = answers[index] ?? null;
          return answer === null ? [] : [[id, answer] as const];
        }),
      );
    },
  };
}
