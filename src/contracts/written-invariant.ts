import * as z from "zod";
import { strictObject } from "../core/strict-object.ts";

const OPERATORS = [
  "exists",
  "type",
  "equals",
  "one_of",
  "regex",
  "gte",
  "lte",
  "length_gte",
  "length_lte",
  "contains",
] as const;

/** An invariant as a contract file writes it: a path and one operator or more. */
export const invariantSchema = strictObject({
  path: z.string().min(1).describe("A JSON path: $.environment, $.tool_calls[0].name, $.items[*].id"),
  exists: z.boolean().optional().describe("Whether the path must lead to something"),
  type: z.enum(["string", "number", "integer", "boolean", "object", "array", "null"]).optional(),
  equals: z.unknown().optional().describe("The same JSON value"),
  one_of: z.array(z.unknown()).min(1).optional().describe("One of these JSON values"),
  regex: z.string().optional().describe("Matches this regular expression (RE2 syntax) anywhere"),
  gte: z.number().optional().describe("A number not below this"),
  lte: z.number().optional().describe("A number not above this"),
  length_gte: z.int().min(0).optional().describe("A text or list of at least this length"),
  length_lte: z.int().min(0).optional().describe("A text or list of at most this length"),
  contains: z.unknown().optional().describe("A text that holds this text, or a list that holds this value"),
}).refine((invariant) => OPERATORS.some((name) => Object.hasOwn(invariant, name)), {
  error: `expected an operator: ${OPERATORS.join(", ")}`,
});
