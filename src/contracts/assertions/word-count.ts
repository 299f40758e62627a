import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { defineAssertion } from "./assertion.ts";
import { textOf } from "./text-assertion.ts";

interface WordCount {
  readonly min?: number;
  readonly max?: number;
}

function range({ min, max }: WordCount): string {
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

/** How many words the text has, parted by white space. */
export const wordCount = defineAssertion<WordCount>({
  name: "word-count",
  aliases: [],
  summary: "the text has at least `min` and at most `max` words, parted by white space",
  schema: strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }).refine(
    ({ min, max }) => min !== undefined || max !== undefined,
    { error: "expected min, max or both" },
  ),
  needs: "answer",
  example: { options: { min: 2, max: 4 }, passes: { text: "Sent this morning." }, fails: { text: "Sent." } },
  compile: (options) => ({
    subject: "the text",
    predicate: `to have ${range(options)} words`,
    check(seen) {
      const words = textOf(seen).match(/\S+/gu)?.length ?? 0;
      return { holds: words >= (options.min ?? 0) && words <= (options.max ?? words), found: words };
    },
  }),
});
