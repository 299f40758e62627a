import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { defineAssertion } from "./assertion.ts";

/** How long the call took. */
export const latency = defineAssertion<{ readonly max_ms: number }>({
  name: "latency",
  aliases: [],
  summary: "the call took at most `max_ms` milliseconds; of a recording: when it was recorded",
  schema: strictObject({ max_ms: z.number().positive() }),
  needs: "latency",
  example: { options: { max_ms: 2_000 }, passes: { latency_ms: 900 }, fails: { latency_ms: 2_400 } },
  compile: ({ max_ms }) => ({
    subject: "the latency",
    predicate: `to be at most ${max_ms} ms`,
    check: ({ latency_ms: found }) =>
      found === null ? { holds: null, why: "the latency is not known" } : { holds: found <= max_ms, found },
  }),
});
