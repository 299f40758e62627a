import type { CompiledPolicy } from "../core/compile.ts";
import { counted, thousands } from "../core/counts.ts";
import type { Knowledge, Quality } from "./knowledge/index.ts";
import type { Replay } from "./replay-policy.ts";
import type { Window } from "./window.ts";

/** What a reader of a simulation should know, in plain words. */
export function notesOn(
  replay: Replay,
  compiled: CompiledPolicy,
  window: Window,
  knowledge: Knowledge,
): readonly string[] {
  const { total, targets } = replay;
  const { happened, requests, candidate } = total;
  const notes: string[] = [...notesOnFacts(compiled, window, knowledge)];
  const say = (count: number, note: string): void => {
    if (count > 0) notes.push(note);
  };

  const unpriced = targets.filter((target) => knowledge.surroundings.rates(target) === null);
  say(unpriced.length, `No price is known for ${unpriced.join(", ")}: those costs are null, not 0.`);
  const assumed = candidate.costRows[3]! - happened.assumed_decision;
  say(
    assumed,
    `${thousands(assumed)} of ${thousands(requests)} costs are assumed: the baseline's token counts at the candidate's price, the log holding too few pairs of both models (30 needed) to learn from. See the range.`,
  );
  say(
    happened.assumed_decision,
    `${counted(happened.assumed_decision, "row was", "rows were")} decided by what stands in for a quality score or a spend percentile: whatever is known of the answers there, it counts as assumed.`,
  );
  say(
    happened.unidentified,
    `${counted(happened.unidentified, "row hangs", "rows hang")} on an answer the log does not hold: routes show them escalated, and what they cost lies within the range.`,
  );
  say(
    happened.vote_unknown,
    `${counted(happened.vote_unknown, "vote hangs", "votes hang")} on answers the log does not hold: the first valid member stands for the ensemble.`,
  );
  const untimed = candidate.timeRows[4]!;
  say(
    untimed,
    `The log has too few answers of the candidate (72 needed) to tell the latency of ${counted(untimed, "row")}.`,
  );
  say(
    happened.assumed_price,
    `${counted(happened.assumed_price, "row is", "rows are")} older than the first known price, which stands in.`,
  );
  say(
    happened.imputed,
    `${counted(happened.imputed, "baseline row")} failed or ${happened.imputed === 1 ? "has" : "have"} no tokens: their endpoint's median stands in.`,
  );
  say(
    happened.near_match,
    `${counted(happened.near_match, "row has", "rows have")} the same prompt, with other parameters, answered by the candidate: not counted as recorded.`,
  );
  return notes;
}

const DAY_MS = 86_400_000;
/** Still assumed then: no day ever has enough history, there being no end user. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

function unscored(quality: Quality | undefined): boolean {
  return quality === undefined || (quality.score === null && Object.keys(quality.by_tag).length === 0);
}

/** On the facts that the policy's own questions stand on. */
function notesOnFacts({ questions }: CompiledPolicy, { oldest }: Window, knowledge: Knowledge): readonly string[] {
  const notes: string[] = [];
  const { quality, inSampleTiers } = knowledge.surroundings;
  const byPrice = questions.some(
    (question) =>
      question.kind === "rank" &&
      question.by === "quality" &&
      question.targets.every((target) => unscored(quality.get(target))),
  );
  if (byPrice) {
    notes.push(
      "No quality score is known: the list price stands in for it, the dearest target first. That is assumed; give scores with --quality.",
    );
  }
  const tiers = questions.some(
    (question) => question.kind === "atom" && question.field === "end_user_spend_percentile",
  );
  if (tiers && inSampleTiers)
    notes.push("End users are ranked on the log itself (in-sample), the rows in question included.");
  else if (tiers && knowledge.tiers.assumed(END_OF_TIME)) {
    notes.push("No row of the log names an end user: their spend percentile is not known for any.");
  } else if (tiers && oldest !== null && knowledge.tiers.assumed(oldest)) {
    let day = oldest;
    while (knowledge.tiers.assumed(day)) day += DAY_MS;
    const date = new Date(day).toISOString().slice(0, 10);
    notes.push(`Tiers of end users are assumed before ${date}: fewer than 7 days of history stand before those rows.`);
  }
  return notes;
}
