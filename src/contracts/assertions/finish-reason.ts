import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";

/** Why the answer ended. */
export const finishReason = defineAssertion<{ readonly value: string }>({
  name: "finish-reason",
  aliases: [],
  summary:
    "why the answer ended, in OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`, else the provider's own",
  schema: strictObject({ value: z.string().min(1) }),
  needs: "answer",
  example: { options: { value: "stop" }, passes: { finish_reason: "stop" }, fails: { finish_reason: "length" } },
  compile: ({ value }) => ({
    subject: "the finish reason",
    predicate: `to be ${shortText(value)}`,
    check(seen) {
      const found = seen.answer?.finish_reason ?? null;
      return found === null
        ? { holds: null, why: "the provider gave no finish reason" }
        : { holds: found === value, found };
    },
  }),
});
