import type { RankQuestion } from "../../core/question.ts";
import { referenceCost, sortByScore, wholeAnswerMs } from "../../core/ranking.ts";
import type { Segment } from "../frame.ts";
import { cutRuns } from "../knowledge/health-history.ts";
import type { Knowledge } from "../knowledge/index.ts";
import { orderNumbers } from "./order-numbers.ts";
import { priceEpochs } from "./price-epochs.ts";

const DAY_MS = 86_400_000;

/**
 * Ranks by how fast targets were: nearly every row of a thin log has a snapshot of its own, so the scores, out of columns
 * that all policies of a log share, are put in order row by row, beginning with the order of the row before.
 */
export function rankByPace(
  { by, targets, orders }: RankQuestion,
  knowledge: Knowledge,
): (segment: Segment) => Uint32Array {
  const wholeAnswers = by === "latency";
  const epochs = priceEpochs(targets, knowledge);
  const paces = targets.map((target) => knowledge.pace(target));
  const numberOf = orderNumbers(orders, targets.length);
  const order = Uint16Array.from(targets, (_, position) => position);
  const scores = new Float64Array(targets.length);
  const prices = new Float64Array(targets.length);
  let number = numberOf(order);
  return (segment) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const endpoint = segment.column("endpoint");
    const runs = cutRuns(segment).of;
    const columns = paces.map((pace) => pace(segment));
    let lengths: readonly Float64Array[] = [];
    let lastDay = Number.NaN;
    let lastEpoch = -1;
    let lastRun = -1;
    let lastEndpoint = -1;
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const run = runs[row]!;
      const code = wholeAnswers ? endpoint[row]! : 0;
      const epoch = epochs.of(when);
      if (run === lastRun && code === lastEndpoint && epoch === lastEpoch) {
        answers[row] = number;
        continue;
      }
      if (epoch !== lastEpoch) {
        for (const [i, target] of targets.entries())
          prices[i] = referenceCost(knowledge.surroundings.rates(target), when);
      }
      if (wholeAnswers && run !== lastRun) {
        const day = Math.floor(when / DAY_MS);
        if (day !== lastDay) lengths = targets.map((target) => knowledge.expectedLengths(target, when));
        lastDay = day;
      }
      lastRun = run;
      lastEndpoint = code;
      lastEpoch = epoch;
      for (let i = 0; i < scores.length; i++) {
        const { ttft_ms, ms_per_token } = columns[i]!;
        if (wholeAnswers) {
          const tokens = lengths[i]!;
          scores[i] = wholeAnswerMs(ttft_ms[run]!, ms_per_token[run]!, tokens[tokens.length === 1 ? 0 : code]!);
        } else scores[i] = ms_per_token[run]!;
      }
      if (sortByScore(order, scores, prices)) number = numberOf(order);
      answers[row] = number;
    }
    return answers;
  };
}
