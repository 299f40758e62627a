import type { FieldName } from "./fields.ts";
import type { Test } from "./operators.ts";
import type { Orders, RankBy } from "./ranking.ts";
import type { Target } from "./target.ts";

/**
 * What a plan may ask of a request and of the facts; every answer is one small integer.
 * This is all a planner can see, so a plan depends on its answers alone: live, one request answers; over a log, whole
 * columns answer and the rows are split by them.
 */
export type Question = AtomQuestion | DieQuestion | HealthQuestion | CoverQuestion | RankQuestion;

interface Asked {
  /** Position among the questions of one compiled policy. */
  readonly id: number;
}

/** Answers 1 where the field passes the test, else 0. */
export interface AtomQuestion extends Asked {
  readonly kind: "atom";
  readonly field: FieldName;
  readonly test: Test;
}

/** Answers the index of the arm whose interval holds the roll. */
export interface DieQuestion extends Asked {
  readonly kind: "die";
  readonly saltHi: number;
  readonly saltLo: number;
  /** Upper ends of the arms' intervals, ascending; the last is 1. */
  readonly ends: readonly number[];
}

/** Answers 0 = healthy or unknown, 1 = failing, 2 = cooling down. */
export interface HealthQuestion extends Asked {
  readonly kind: "health";
  readonly target: Target;
}

/** What a health answer says of its target. */
export const UNWELL = ["", "failing at the moment", "cooling down"] as const;

/** Answers 0 where the target covers the request, else the sum of what it lacks (see `LACKS`). */
export interface CoverQuestion extends Asked {
  readonly kind: "cover";
  readonly target: Target;
}

/** Answers the number, in `orders`, of the order the targets rank in. */
export interface RankQuestion extends Asked {
  readonly kind: "rank";
  readonly by: RankBy;
  readonly targets: readonly Target[];
  readonly orders: Orders;
}

export type Ask = (question: Question) => number;

/** What a target can lack, as bits of a cover answer. */
export const LACKS = { tools: 1, images: 2, json_schema: 4, context: 8 } as const;

export function lacking(answer: number): readonly string[] {
  return Object.entries(LACKS)
    .filter(([, bit]) => (answer & bit) !== 0)
    .map(([name]) => name);
}

/** A question before it has its number. */
export type Unnumbered = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;
