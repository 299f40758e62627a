import type { RankQuestion } from "../../core/question.ts";
import type { RankBy } from "../../core/ranking.ts";
import type { Segment } from "../frame.ts";
import type { Knowledge } from "../knowledge/index.ts";
import { rankByCost } from "./by-cost.ts";
import { rankByPace } from "./by-pace.ts";
import { rankByTags } from "./by-tags.ts";

/** Order numbers of a segment's rows, by their input tokens (-1 unknown). */
type RankRows = (segment: Segment, inputTokens: Int32Array) => Uint32Array;

const RANKINGS: Readonly<Record<RankBy, (question: RankQuestion, knowledge: Knowledge) => RankRows>> = {
  cost: rankByCost,
  latency: rankByPace,
  throughput: rankByPace,
  quality: rankByTags,
};

/** The order of a question's targets for every row of a segment, each as `rankTargets` gives it for that row alone. */
export function rankAnswers(question: RankQuestion, knowledge: Knowledge): RankRows {
  return RANKINGS[question.by](question, knowledge);
}
