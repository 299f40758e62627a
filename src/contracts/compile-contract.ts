import * as z from "zod";
import type { Answer, AnswerToolCall } from "../core/answer/answer.ts";
import { OperatorError } from "../core/errors.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import type { JsonObject } from "../core/json.ts";
import { compileResponse, type CompiledResponse } from "./check-response.ts";
import type { Contract } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { invariantSchema } from "./invariant-schema.ts";
import { responseAssertionSchema } from "./response-assertions.ts";
import { compileExpectedCalls } from "./tool-calls.ts";
import { compileInput, compileOutput } from "./view-invariants.ts";

/** A contract with its paths, expressions and assertions read once, to be held against any number of answers. */
export interface CompiledContract {
  readonly contract: Contract;
  /** The contract is about tools: it names one, or expects calls. */
  readonly aboutTools: boolean;
  /** Null where it expects none. */
  readonly expectedCalls: ((calls: readonly AnswerToolCall[]) => readonly Finding[]) | null;
  readonly input: readonly ((request: JsonObject) => Finding)[];
  readonly output: readonly ((view: JsonObject, answer: Answer) => Finding)[];
  readonly response: readonly CompiledResponse[];
}

const checked = z.object({
  expected_tool_calls: z.array(z.object({ argument_invariants: z.array(invariantSchema) })),
  assertions: z.object({
    input_invariants: z.array(invariantSchema),
    output_invariants: z.array(invariantSchema),
    response: z.array(responseAssertionSchema),
  }),
});

/** Compiles a contract; throws `contract_invalid` with file and field where a path, an operator or an assertion is none. */
export function compileContract(contract: Contract): CompiledContract {
  const read = checked.safeParse(contract);
  if (!read.success) {
    const { issues } = read.error;
    // An unknown key mostly explains what is missing.
    const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? (issues[0] as z.core.$ZodIssue);
    const keys = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const field = fieldText([...issue.path, ...keys]);
    throw new OperatorError("contract_invalid", `\`${field}\`: ${issueText(issue)}`, { file: contract.file, field });
  }
  const { input_invariants, output_invariants, response } = read.data.assertions;
  const expectedCalls = compileExpectedCalls(contract);
  return {
    contract,
    aboutTools: contract.tool !== null || expectedCalls !== null,
    expectedCalls,
    input: input_invariants.map(compileInput),
    output: output_invariants.map(compileOutput),
    response: response.map((assertion, index) => compileResponse(assertion, `assertions.response[${index}]`)),
  };
}
