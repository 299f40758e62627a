import * as z from "zod";
import { filledText } from "./filled-text.ts";
import { strictObject } from "../core/strict-object.ts";
import { caseSchema } from "./case-schema.ts";
import { FAILURE_CLASSES } from "./contract.ts";
import { invariantSchema } from "./invariant-schema.ts";
import { responseAssertionSchema } from "./response-assertions.ts";

const name = filledText;
const invariants = z.array(invariantSchema).default([]);
const milliseconds = z.int().min(1).max(3_600_000);
export const thresholdSchema = z.number().min(0).max(1);
export const retriesSchema = z.int().min(0).max(20);
export const timeoutSchema = milliseconds.describe("Milliseconds that one try may take");

const SIDE_EFFECTS = ["read", "write", "destructive", "financial", "admin"] as const;

/** Kept where they stand and enforced by nothing here: they steer an agent at run time. */
const RUNTIME_KEYS = [
  "evidence_class",
  "commit_requirement",
  "rate_limits",
  "gate",
  "transitions",
  "preconditions",
  "forbids_after",
  "argument_value_invariants",
  "response_format_invariants",
  "execution_constraints",
  "policy",
  "binds",
  "schema_derived",
  "schema_derived_exclude",
  "checkpoint",
] as const;

const NOT_ENFORCED = z.unknown().optional().describe("Kept, not enforced here");

/** A file of `contracts/`. Unknown keys are errors. */
export const contractSchema = strictObject({
  tool: name
    .optional()
    .describe("The tool this is about; multi_tool_call, or nothing, where expect_tools or expected_tool_calls say it"),
  status: z
    .enum(["observed", "promoted"])
    .default("promoted")
    .describe("observed = a draft, which never blocks; promoted = it does"),
  critical: z.boolean().optional().describe("One loss blocks a switch"),
  side_effect: z
    .enum(SIDE_EFFECTS)
    .optional()
    .describe("destructive, financial and admin make the contract critical, unless critical says otherwise"),
  expect_tools: z.array(name).default([]).describe("Tools that must be called"),
  tool_order: z.enum(["strict", "any"]).default("any").describe("strict = in the order of expect_tools"),
  tool_call_match_mode: z
    .enum(["strict", "any", "subset"])
    .default("any")
    .describe("strict = exactly the expected calls; any = at least these; subset = these or fewer"),
  pass_threshold: thresholdSchema.optional().describe("Share of the expected tool calls that must be met"),
  expected_tool_calls: z
    .array(
      strictObject({
        name: name.describe("Of the tool"),
        argument_invariants: invariants.describe("Paths lead into the parsed arguments"),
      }),
    )
    .default([])
    .describe("Calls that must be there, in any order"),
  assertions: strictObject({
    input_invariants: invariants.describe("Over the request"),
    output_invariants: invariants.describe("Over the answer: {text, json, tool_calls, finish_reason, refused}"),
    response: z.array(responseAssertionSchema).default([]).describe("Over the answer as a whole"),
  })
    .prefault({})
    .describe("What request and answer must satisfy"),
  allowed_errors: z.array(z.enum(FAILURE_CLASSES)).default([]).describe("Failure classes that still count as passed"),
  timeouts: strictObject({ total_ms: timeoutSchema }).optional().describe("Of one try"),
  retries: z
    .union([
      retriesSchema,
      strictObject({
        max_attempts: z.int().min(1).max(21),
        retry_on: z.array(z.unknown()).optional().describe("Kept, not enforced here"),
      }),
    ])
    .optional()
    .describe("Tries after the first one; or {max_attempts}, the first one among them"),
  golden_cases: z.array(caseSchema).default([]).describe("Questions, and what is known to be a good or bad answer"),
  ...(Object.fromEntries(RUNTIME_KEYS.map((key) => [key, NOT_ENFORCED])) as Record<
    (typeof RUNTIME_KEYS)[number],
    typeof NOT_ENFORCED
  >),
});

export type ContractDocument = z.infer<typeof contractSchema>;

/** Keys of a contract that nothing here enforces. */
export function unenforcedKeys(document: ContractDocument): readonly string[] {
  const retryOn = typeof document.retries === "object" && document.retries.retry_on !== undefined;
  return [...RUNTIME_KEYS.filter((key) => document[key] !== undefined), ...(retryOn ? ["retries.retry_on"] : [])];
}
