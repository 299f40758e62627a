import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";

interface ToolCallF1 {
  readonly value: readonly string[];
  readonly threshold: number;
}

/** Twice the names in both over all names of both, each as often as it stands; nothing expected and nothing called is 1. */
function f1(expected: readonly string[], made: readonly string[]): number {
  if (expected.length + made.length === 0) return 1;
  const left = [...expected];
  let both = 0;
  for (const name of made) {
    const at = left.indexOf(name);
    if (at === -1) continue;
    left.splice(at, 1);
    both += 1;
  }
  return (2 * both) / (expected.length + made.length);
}

/** How well the tools that were called are those expected, by name. */
export const toolCallF1 = defineAssertion<ToolCallF1>({
  name: "tool-call-f1",
  aliases: [],
  summary:
    "F1 of the names of called tools against `value`: 1 where exactly these were called, in any order, 0 where none was; at least `threshold` (1)",
  schema: strictObject({ value: z.array(z.string().min(1)), threshold: z.number().min(0).max(1).default(1) }),
  needs: "answer",
  example: {
    options: { value: ["find_order", "refund"], threshold: 0.6 },
    passes: { tool_calls: [{ name: "refund", arguments: {}, parses: true }] },
    fails: { tool_calls: [{ name: "cancel", arguments: {}, parses: true }] },
  },
  compile: ({ value, threshold }) => ({
    subject: `the F1 of called tools against ${shortText(value)}`,
    predicate: `to be at least ${threshold}`,
    check(seen) {
      const found = f1(value, seen.answer?.tool_calls.map(({ name }) => name) ?? []);
      return { holds: found >= threshold - 1e-9, found, path: ["tool_calls"] };
    },
  }),
});
