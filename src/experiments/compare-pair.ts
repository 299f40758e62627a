import { bucketOf, type Bucket, type Thresholds } from "../compare/bucket.ts";
import { compareAnswers, type AnswerComparison } from "../compare/compare-answers.ts";
import { MEASURES } from "../compare/measures/index.ts";
import type { Pair, PairSide } from "./pair.ts";
import type { PairClass } from "./similarity-result.ts";

/** How the two answers of a pair stand to each other. */
export interface PairComparison extends Omit<AnswerComparison, "outcome_class"> {
  readonly class: PairClass;
}

/** Compares original and replay. A replay that stopped at our own limit is compared like one that was cut short: it is in bucket `hard`. */
export function comparePair({ original, replay, cosine, truncated_by_us }: Pair): PairComparison {
  const compared = compareSides(original, replay, cosine.replay);
  if (!truncated_by_us || compared.atMost === null) return compared;
  const difference = {
    kind: "finish_reason",
    path: "/finish_reason",
    replay: replay.answer?.finish_reason ?? null,
  } as const;
  const differences = compared.differences.some(({ kind }) => kind === "finish_reason")
    ? compared.differences
    : [difference, ...compared.differences];
  return { class: "truncated_by_us", measure: null, similarity: null, differences, atMost: "hard", identical: false };
}

/** Compares two outcomes of one request; `unread` where one did not fail and its body is not there. */
export function compareSides(original: PairSide, other: PairSide, cosine: number | null): PairComparison {
  if (isUnread(original) || isUnread(other)) {
    return { class: "unread", measure: null, similarity: null, differences: [], atMost: null, identical: false };
  }
  const { outcome_class, ...compared } = compareAnswers(answerOf(original), answerOf(other), cosine);
  return { class: outcome_class, ...compared };
}

/** The bucket of a comparison under the thresholds of its measure; null where there was nothing to compare with. */
export function bucketOfComparison(
  { measure, similarity, atMost }: Pick<PairComparison, "measure" | "similarity" | "atMost">,
  thresholds: (measure: string) => Thresholds,
): Bucket | null {
  if (atMost === null || similarity === null || measure === null) return atMost;
  return bucketOf(similarity, thresholds(measure), atMost);
}

/** Thresholds before anything is calibrated: those given, else the constants of the measure. */
export function declaredThresholds(given: Readonly<Record<string, Thresholds>>): (measure: string) => Thresholds {
  return (measure) => {
    const thresholds = given[measure] ?? MEASURES.find(({ name }) => name === measure)?.thresholds;
    if (thresholds === undefined) throw new RangeError(`there is no measure ${measure}`);
    return thresholds;
  };
}

function isUnread({ failure, answer }: PairSide): boolean {
  return failure === null && answer === null;
}

function answerOf({ failure, answer }: PairSide) {
  return failure === null ? answer : null;
}
