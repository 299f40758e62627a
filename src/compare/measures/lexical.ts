import { guarded } from "../guarded.ts";
import { LEXICAL_MEASURE, lexicalSimilarity } from "../lexical.ts";
import type { Measure } from "./measure.ts";

/** Texts by the words they are written in: needs no model, and sees no meaning. */
export const lexical: Measure = {
  name: LEXICAL_MEASURE,
  summary: "Dice's coefficient of character trigrams",
  thresholds: { high: 0.85, mild: 0.55 },
  calibrates: true,
  compare({ original, replay }) {
    const [before, after] = [original.text ?? "", replay.text ?? ""];
    return guarded(lexicalSimilarity(before, after), before, after);
  },
};
