import { byLikeness, type PairView } from "../experiments/index.ts";
import type { JudgedPair, JudgeResult } from "../judging/index.ts";

/** What one judge run said of a pair. */
export interface PairJudgement {
  readonly run: Pick<JudgeResult, "id" | "protocol" | "definition">;
  readonly judged: JudgedPair;
}

/** A pair and all that was said of it. */
export interface ReadPair {
  readonly view: PairView;
  readonly judgements: readonly PairJudgement[];
}

/** The lowest score first, then verdicts from worse to better, then the least alike: what is worth reading comes first. */
export function worstFirst(a: ReadPair, b: ReadPair): number {
  return badness(a) - badness(b) || byLikeness(a.view, b.view);
}

const VERDICT_RANK = { worse: 0, unjudged: 2, equivalent: 3, better: 4 } as const;

/** A score from 0 to 1 stays; verdicts lie around it. */
function badness({ judgements }: ReadPair): number {
  const scores = judgements.flatMap(({ judged }) => (judged.score === null ? [] : [judged.score]));
  if (scores.length > 0) return Math.min(...scores);
  const verdicts = judgements.flatMap(({ judged }) => (judged.verdict === null ? [] : [VERDICT_RANK[judged.verdict]]));
  return verdicts.length > 0 ? Math.min(...verdicts) : 2.5;
}
