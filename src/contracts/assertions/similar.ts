import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { lexicalSimilarity } from "../../compare/lexical.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { textOf } from "./text-assertion.ts";

interface Similar {
  readonly to?: string;
  readonly threshold: number;
  readonly method: "lexical" | "embedding";
}

/** How alike the text is to another: by its trigrams, which needs no call, or by an embedding model. */
export const similar = defineAssertion<Similar>({
  name: "similar",
  aliases: [],
  summary:
    "the text is at least `threshold` (0.8) alike `to`, or the golden answer's text where `to` is not given: by `method` `lexical` (trigrams: the same words; needs no call) or `embedding` (the same meaning; needs a call, unknown without)",
  schema: strictObject({
    to: z.string().min(1).optional(),
    threshold: z.number().min(0).max(1).default(0.8),
    method: z.enum(["lexical", "embedding"]).default("lexical"),
  }),
  needs: "call",
  example: {
    options: { to: "Your refund is on its way.", threshold: 0.7, method: "lexical" },
    passes: { text: "Your refund is on the way." },
    fails: { text: "We are sorry to hear that." },
  },
  compile: ({ to, threshold, method }) => ({
    subject: "the text",
    predicate: `to be at least ${threshold} alike ${to === undefined ? "the golden answer" : shortText(to)} (${method})`,
    check(seen) {
      const other = to ?? seen.golden?.text ?? null;
      if (other === null) return { holds: null, why: "there is no golden answer with a text to compare with" };
      if (method === "embedding") {
        return {
          holds: null,
          why: "needs a call of an embedding model",
          ask: { kind: "similar", to: other, threshold },
        };
      }
      const found = lexicalSimilarity(textOf(seen), other);
      return { holds: found >= threshold, found };
    },
  }),
});
