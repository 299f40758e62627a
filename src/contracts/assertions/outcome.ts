import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { defineAssertion } from "./assertion.ts";

interface OutcomeAssertion {
  readonly name: string;
  readonly equals?: number | boolean;
  readonly gte?: number;
  readonly lte?: number;
}

function wanted({ equals, gte, lte }: OutcomeAssertion): string {
  const parts = [
    equals === undefined ? [] : [`to be ${equals}`],
    gte === undefined ? [] : [`to be at least ${gte}`],
    lte === undefined ? [] : [`to be at most ${lte}`],
  ];
  return parts.flat().join(" and ");
}

/** What was supplied for the row that answered: the verdict of somebody's own checker. */
export const outcome = defineAssertion<OutcomeAssertion>({
  name: "outcome",
  aliases: [],
  summary:
    "the supplied outcome `name` of the logged row that answered: `equals` (`true` is 1, `false` 0), `gte`, `lte`, or several of them; unknown where the row has none",
  schema: strictObject({
    name: z.string().min(1),
    equals: z.union([z.number(), z.boolean()]).optional(),
    gte: z.number().optional(),
    lte: z.number().optional(),
  }).refine(({ equals, gte, lte }) => equals !== undefined || gte !== undefined || lte !== undefined, {
    error: "expected equals, gte, lte or several of them",
  }),
  needs: "outcome",
  example: {
    options: { name: "solved", equals: 1 },
    passes: { outcomes: { solved: 1 } },
    fails: { outcomes: { solved: 0 } },
  },
  compile(options) {
    const { name, equals, gte, lte } = options;
    const exact = equals === undefined ? null : Number(equals);
    return {
      subject: `outcome ${name}`,
      predicate: wanted(options),
      check({ outcomes }) {
        const found = Object.hasOwn(outcomes, name) ? (outcomes[name] as number) : null;
        if (found === null) return { holds: null, why: `the answer has no outcome ${name}` };
        const holds =
          (exact === null || found === exact) &&
          (gte === undefined || found >= gte) &&
          (lte === undefined || found <= lte);
        return { holds, found };
      },
    };
  },
});
