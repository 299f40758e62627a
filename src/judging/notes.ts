import type { JudgeResult } from "./judge-result.ts";

type Found<Result> = Result extends unknown ? Omit<Result, "notes"> : never;

/** What whoever reads the numbers must know. */
export function judgeNotes(found: Found<JudgeResult>): readonly string[] {
  const { canaries, unjudged, definition, frame, run } = found;
  const notes: string[] = [];
  if (canaries.void) {
    notes.push(
      `void: the judge gave the known answer to ${canaries.passed} of ${canaries.asked - canaries.unjudged} canaries, 90 % are needed`,
    );
  } else if (canaries.pass_rate === null) {
    notes.push("no canary was judged: nothing is known of whether this judge can be believed");
  }
  if (frame.reached < frame.drawn) {
    notes.push(
      `${frame.reached} of ${frame.drawn} pairs were reached (${run.reason ?? run.state}): a random part of each bucket`,
    );
  }
  if (unjudged.show_worst_case) {
    notes.push(
      `${unjudged.count} of ${frame.reached} pairs are unjudged: \`unjudged.worst_case\` counts them as worse`,
    );
  }
  if (found.self_preference_risk === true) {
    notes.push(
      `judge and one side are both of ${definition.self_preference.judge_family}: have a judge of another family look at the same pairs`,
    );
  } else if (found.self_preference_risk === null) {
    notes.push(
      "whether the judge is of one family with one side is not known: names of its model or of the sides do not say it",
    );
  }
  if (frame.design_effect > 1.5 && found.judged_count > 0) {
    notes.push(
      `pairs of one session, user or prompt are judged alike: ${found.judged_count} of ${frame.clusters} are worth ${Math.floor(found.judged_count / frame.design_effect)} independent ones`,
    );
  }
  if (definition.trial > 1) {
    notes.push(
      `judge run ${definition.trial} of this experiment: the best looking of several flatters, so decide by the one that was chosen before any was seen`,
    );
  }
  if (definition.forced) notes.push("the judge is one of the sides it judges: allowed by force");
  if (found.protocol === "pairwise") {
    if (found.consistency.flagged) {
      notes.push(
        `consistency: the same verdict in both orders in ${found.consistency.consistent} of ${found.consistency.pairs} pairs, below 70 %`,
      );
    }
    const { required_n, decision } = found.decision;
    if (decision === "inconclusive" && required_n !== null && required_n > found.judged_count) {
      notes.push(
        `at this share of ties about ${required_n} judged pairs would settle a margin of ${found.decision.margin}`,
      );
    }
  } else {
    notes.push("scores hold the replay against the original, which no replay can beat: a description, not a decision");
  }
  if (frame.injection_suspected > 0)
    notes.push(`${frame.injection_suspected} pairs hold text that seems to be meant for the judge`);
  if (frame.control_tokens > 0)
    notes.push(`${frame.control_tokens} pairs hold control tokens of a model: shown escaped`);
  return notes;
}
