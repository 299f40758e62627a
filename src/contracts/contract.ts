/** Operators of an invariant; several in one invariant must all hold. */
export interface Invariant {
  /** A JSON path: `$.environment`, `$.tool_calls[0].name`, `$["a b"]`, `$.items[*].id`. */
  readonly path: string;
  readonly exists?: boolean;
  readonly type?: "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";
  readonly equals?: unknown;
  readonly one_of?: readonly unknown[];
  readonly regex?: string;
  readonly gte?: number;
  readonly lte?: number;
  readonly length_gte?: number;
  readonly length_lte?: number;
  /** A text holds a text, or a list holds a value. */
  readonly contains?: unknown;
}

export interface ExpectedToolCall {
  readonly name: string;
  /** Paths lead into the parsed arguments. */
  readonly argument_invariants: readonly Invariant[];
}

/** One thing the answer as a whole must satisfy: `type` is the kind of the assertion, the other keys belong to that kind. `not-` before a type turns it round. */
export type ResponseAssertion = Readonly<Record<string, unknown>> & { readonly type: string };

export interface GoldenCase {
  readonly id: string;
  /** Below `golden/`. */
  readonly input_ref: string;
  /** False: the contract must FAIL on this answer (with `expected_error` where given). Such a case tests the contract, and is never sent to a provider. */
  readonly expect_ok: boolean;
  readonly expected_error: FailureClass | null;
  /** Lanes that the case runs in: `recorded`, `live`, or the name of a provider. Empty = all. */
  readonly provider_modes: readonly string[];
}

/** What a response must satisfy. */
export interface Contract {
  /** Its file's name without the ending. */
  readonly id: string;
  /** Relative to the pack. */
  readonly file: string;
  readonly tool: string | null;
  /** `observed` = a draft, which never blocks; `promoted` = it does. */
  readonly status: "observed" | "promoted";
  /** One loss blocks a switch (statistics: critical). */
  readonly critical: boolean;
  readonly expect_tools: readonly string[];
  readonly tool_order: "strict" | "any";
  /** `strict` = exactly the expected calls; `any` = at least these; `subset` = these or fewer. */
  readonly tool_call_match_mode: "strict" | "any" | "subset";
  /** Share of the expected tool calls that must be met, 0 to 1. */
  readonly pass_threshold: number;
  readonly expected_tool_calls: readonly ExpectedToolCall[];
  readonly assertions: {
    /** Over the request. */
    readonly input_invariants: readonly Invariant[];
    /** Over the answer's neutral view: {text, json, tool_calls: [{name, arguments}], finish_reason, refused}. */
    readonly output_invariants: readonly Invariant[];
    readonly response: readonly ResponseAssertion[];
  };
  /** Failure classes that still count as passed. */
  readonly allowed_errors: readonly FailureClass[];
  readonly timeout_ms: number | null;
  readonly retries: number | null;
  readonly golden_cases: readonly GoldenCase[];
}

/** Stands where a contract names one tool, and is about several. */
export const SEVERAL_TOOLS = "multi_tool_call";

export const FAILURE_CLASSES = [
  "tool_not_invoked",
  "malformed_arguments",
  "schema_violation",
  "wrong_tool",
  "unexpected_error",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];
