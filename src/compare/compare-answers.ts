import { canonicalAnswer } from "../core/answer/canonical-answer.ts";
import type { Bucket } from "./bucket.ts";
import type { AnswerDifference } from "./difference.ts";
import { MEASURES } from "./measures/index.ts";
import { outcomeClass, type OutcomeClass, type Side } from "./outcome-class.ts";

/** What two outcomes of one request are to each other. */
export interface AnswerComparison {
  readonly outcome_class: OutcomeClass;
  /** The measure that the similarity stands on; null where there is none, as in all classes but `comparable`. */
  readonly measure: string | null;
  readonly similarity: number | null;
  readonly differences: readonly AnswerDifference[];
  /** The nearest bucket that the differences allow; `hard` where the outcomes are not alike, null where the original says nothing to compare with. */
  readonly atMost: Bucket | null;
  /** Both gave the very same answer: the same tool calls, the same JSON, the same words. */
  readonly identical: boolean;
}

/** Embeddings of one text may differ in their last digits. */
const NEARLY_ONE = 0.999;

/** Outcome class first, then tool calls, then JSON, then text: by the cosine of its embeddings where one is given, else by its words. */
export function compareAnswers(original: Side, replay: Side, cosine: number | null = null): AnswerComparison {
  const outcome = outcomeClass(original, replay);
  if (outcome !== "comparable" || original === null || replay === null) {
    const hard = original !== null;
    return {
      outcome_class: outcome,
      measure: null,
      similarity: null,
      differences: [outcomeDifference(outcome, original, replay)],
      atMost: hard ? "hard" : null,
      identical: false,
    };
  }
  for (const measure of MEASURES) {
    const likeness = measure.compare({ original, replay, cosine });
    if (likeness === null) continue;
    const mayBe = likeness.atMost === "high" && likeness.similarity > NEARLY_ONE;
    const identical = mayBe && canonicalAnswer(original) === canonicalAnswer(replay);
    return { outcome_class: outcome, measure: measure.name, ...likeness, identical };
  }
  throw new Error("no measure takes any pair");
}

function outcomeDifference(outcome: OutcomeClass, original: Side, replay: Side): AnswerDifference {
  switch (outcome) {
    case "refusal":
      return { kind: "refusal", path: "", original: original?.refused, replay: replay?.refused };
    case "empty":
      return { kind: "empty", path: "/text", original: original?.text ?? null, replay: replay?.text ?? null };
    case "finish_reason":
      return {
        kind: "finish_reason",
        path: "/finish_reason",
        original: original?.finish_reason ?? null,
        replay: replay?.finish_reason ?? null,
      };
    default:
      return {
        kind: "failure",
        path: "",
        original: original === null ? "failed" : "ok",
        replay: replay === null ? "failed" : "ok",
      };
  }
}
