import { RE2JS } from "re2js";
import * as z from "zod";
import type { GuardrailDefinition, Match } from "./guardrail.ts";

const options = z.strictObject({
  pattern: z.string().min(1).max(1_000),
  ignore_case: z.boolean().default(false),
});

/** Longer texts are looked through up to here: what a rule of an operator may cost is bounded. */
const LONGEST_TEXT = 1_000_000;

/** A regular expression of the operator's, on an engine that is linear in the text (RE2). */
export const regex: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "regex",
  summary: "a regular expression (RE2 syntax)",
  options: options.superRefine(({ pattern }, context) => {
    try {
      RE2JS.compile(pattern);
    } catch (error) {
      context.addIssue({
        code: "custom",
        path: ["pattern"],
        message: `not a regular expression RE2 takes: ${(error as Error).message}`,
      });
    }
  }),
  actions: ["block", "flag", "redact"],
  compile({ pattern, ignore_case }) {
    const compiled = RE2JS.compile(pattern, ignore_case ? RE2JS.CASE_INSENSITIVE : 0);
    return {
      find(text) {
        const matcher = compiled.matcher(text.slice(0, LONGEST_TEXT));
        const matches: Match[] = [];
        while (matcher.find()) {
          const [start, end] = [matcher.start(), matcher.end()];
          if (end > start) matches.push({ start, end, kind: "match" });
        }
        return matches;
      },
    };
  },
};
