import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";

interface Judge {
  readonly criterion: string;
  readonly threshold: number;
}

/** A model grades the answer by one sentence. */
export const judge = defineAssertion<Judge>({
  name: "judge",
  aliases: ["llm-rubric"],
  summary:
    "a judge model scores the answer by `criterion` with at least `threshold` (0.5), of 0 to 1; needs a call, unknown without",
  schema: strictObject({ criterion: z.string().min(1).max(4_000), threshold: z.number().min(0).max(1).default(0.5) }),
  needs: "call",
  example: {
    options: { criterion: "Says when the refund will arrive.", threshold: 0.7 },
    passes: { text: "It arrives on Friday.", score: 0.9 },
    fails: { text: "It will arrive.", score: 0.2 },
  },
  compile: ({ criterion, threshold }) => ({
    subject: `a judge's score by ${shortText(criterion)}`,
    predicate: `to be at least ${threshold}`,
    check: () => ({ holds: null, why: "needs a call of a judge", ask: { kind: "judge", criterion, threshold } }),
  }),
});
