import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { defineAssertion } from "./assertion.ts";

/** What the call cost. */
export const cost = defineAssertion<{ readonly max_usd: number }>({
  name: "cost",
  aliases: [],
  summary:
    "the call cost at most `max_usd`; of a recording: when it was recorded. A call without a known price is unknown, not free",
  schema: strictObject({ max_usd: z.number().min(0) }),
  needs: "cost",
  example: { options: { max_usd: 0.002 }, passes: { cost_usd: 0.0011 }, fails: { cost_usd: 0.004 } },
  compile: ({ max_usd }) => ({
    subject: "the cost",
    predicate: `to be at most ${max_usd} USD`,
    check: ({ cost_usd: found }) =>
      found === null ? { holds: null, why: "the cost is not known" } : { holds: found <= max_usd, found },
  }),
});
