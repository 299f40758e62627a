import type { RankQuestion } from "../../core/question.ts";
import { rankTargets } from "../../core/ranking.ts";
import type { Segment } from "../frame.ts";
import type { Knowledge } from "../knowledge/index.ts";
import { tagsOf } from "../rows.ts";
import { priceEpochs } from "./price-epochs.ts";

/** Ranks by quality: between two changes of price, rows of equal tags share one ranking. */
export function rankByTags(
  { by, targets, orders }: RankQuestion,
  knowledge: Knowledge,
): (segment: Segment) => Uint32Array {
  const tags = knowledge.frame.dictionary("tags").map(tagsOf);
  const epochs = priceEpochs(targets, knowledge);
  /** By price epoch, then by code of tags. */
  const rankings: number[][] = [];
  return (segment) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const codes = segment.column("tags");
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const code = codes[row]!;
      const known = (rankings[epochs.of(when)] ??= []);
      answers[row] = known[code] ??= orders.number(
        rankTargets(
          by,
          targets.map((target) => knowledge.targetFacts(target, when)),
          { at: when, endpoint: null, input_tokens: null, tags: tags[code] ?? [] },
        ),
      );
    }
    return answers;
  };
}
