import * as z from "zod";
import { strictObject } from "../core/strict-object.ts";
import type { Invariant } from "./contract.ts";
import { isPathMistake, parseJsonPath } from "./json-path.ts";
import { INVARIANT_OPERATORS } from "./operators.ts";

/** A JSON path as a contract may name one; what is wrong is said with its character. */
export const jsonPathSchema = z.string().superRefine((text, context) => {
  const read = parseJsonPath(text);
  if (!isPathMistake(read)) return;
  const message = `not a JSON path: ${read.message}, at character ${read.at} of ${JSON.stringify(text)}`;
  context.addIssue({ code: "custom", message, input: text });
});

const NAMES = INVARIANT_OPERATORS.map(({ name }) => name);

/** An invariant as a contract file may hold it: a path and one or more operators. */
export const invariantSchema: z.ZodType<Invariant> = strictObject({
  path: jsonPathSchema,
  ...Object.fromEntries(
    INVARIANT_OPERATORS.map(({ name, operand, summary }) => [name, operand.optional().describe(summary)]),
  ),
}).superRefine((invariant, context) => {
  const given = NAMES.filter((name) => (invariant as Readonly<Record<string, unknown>>)[name] !== undefined);
  const fail = (message: string): void => context.addIssue({ code: "custom", message, input: invariant });
  if (given.length === 0) fail(`says nothing of its path; add one or more of ${NAMES.join(", ")}`);
  if ((invariant as Invariant).exists === false && given.length > 1) {
    fail("`exists: false` stands alone: nothing else can hold of what is not there");
  }
}) as unknown as z.ZodType<Invariant>;
