import * as z from "zod";
import type { GuardrailDefinition, Match } from "./guardrail.ts";

const options = z.strictObject({
  words: z.array(z.string().min(1).max(200)).min(1).max(1_000),
  /** Whole words only: `art` is not found in `start`. */
  whole_words: z.boolean().default(true),
});

const LETTER = /[\p{L}\p{N}_]/u;

/** Words and phrases, whatever their case. */
export const keyword: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "keyword",
  summary: "words and phrases, in any case",
  options,
  actions: ["block", "flag", "redact"],
  compile({ words, whole_words }) {
    const wanted = words.map((word) => word.toLowerCase());
    const bounded = (text: string, start: number, end: number): boolean =>
      !LETTER.test(text.charAt(start - 1)) && !LETTER.test(text.charAt(end));
    return {
      find(text) {
        const lower = text.toLowerCase();
        // A few letters change length with their case: offsets would lie.
        const searched = lower.length === text.length ? lower : text;
        const matches: Match[] = [];
        for (const word of wanted) {
          for (let at = searched.indexOf(word); at !== -1; at = searched.indexOf(word, at + word.length)) {
            const end = at + word.length;
            if (!whole_words || bounded(searched, at, end)) matches.push({ start: at, end, kind: "keyword" });
          }
        }
        return matches;
      },
    };
  },
};
