/** The closed set of ways in which two answers differ at a place. */
export const DIFFERENCE_KINDS = [
  // Of whole outcomes: place "" or the field that tells.
  "failure",
  "refusal",
  "empty",
  "finish_reason",
  // Of tool calls: place "/tool_calls/0".
  "missing_call",
  "extra_call",
  "other_name",
  "order",
  "argument_missing",
  "argument_extra",
  "argument_type",
  "argument_value",
  // Of texts that are JSON: place "/text" and on with the pointer inside.
  "format",
  "missing",
  "extra",
  "type",
  "value",
  // Of words: place "/text".
  "number",
  "negation",
  "url",
  "identifier",
] as const;

export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One place (JSON pointer into the answer) where a replay is not what the original is; a side is left out where it has nothing there. */
export interface AnswerDifference {
  readonly kind: DifferenceKind;
  readonly path: string;
  readonly original?: unknown;
  readonly replay?: unknown;
}
