import { lookUp } from "../../core/look-up.ts";

/** What a kind of failure means, and what to do about it. */
interface FailureKind {
  readonly means: string;
  readonly todo: string;
}

/** Failure classes, reasons why a case says nothing, and what else a case may come to. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  tool_not_invoked: {
    means: "An expected tool was not called",
    todo: "Look at the answer: a model that asks back or answers in prose needs a better prompt or tool description.",
  },
  malformed_arguments: {
    means: "The arguments of a tool call break an invariant, or are no JSON",
    todo: "Compare the arguments with the contract's argument_invariants.",
  },
  schema_violation: {
    means: "The answer breaks an invariant, an assertion or its schema",
    todo: "Compare the answer with the contract's assertions.",
  },
  wrong_tool: {
    means: "A tool was called that the contract does not expect, or in another order",
    todo: "Look at expect_tools, tool_order and tool_call_match_mode of the contract.",
  },
  unexpected_error: {
    means: "The provider answered with an error, or the contract held where it must fail",
    todo: "Look at the error; allowed_errors of the contract lists those that count as passed.",
  },
  recording_not_found: {
    means: "There is no recording for the case",
    todo: "Record it with `understudy check --capture-recordings`, or allow it in nr-allowlist.json for a time.",
  },
  SCHEMA_DRIFT: {
    means: "The recording was made with other tools",
    todo: "Record it again with `understudy check --capture-recordings`.",
  },
  NON_DETERMINISTIC_INPUT: {
    means: "The recording was made with other messages",
    todo: "Take what changes from run to run out of the golden request, and record it again.",
  },
  MISSING_PREREQUISITES: {
    means: "The recording lacks a part of what the case needs",
    todo: "Record it again with `understudy check --capture-recordings`.",
  },
  model_nondeterminism: {
    means: "Trials of the same request disagree",
    todo: "Widen the contract to what every right answer has, or lower the temperature of the request.",
  },
  flaky: {
    means: "Most trials pass and some do not",
    todo: "Run it with a higher --repeat to see how often.",
  },
};

/** Of a kind without an entry, its own name in words. */
export function failureKind(kind: string): FailureKind {
  return (
    lookUp(KINDS, kind) ?? {
      means: `The provider gave no answer: ${kind.replaceAll("_", " ")}`,
      todo: "Run it again, or raise --timeout-ms and --retry-cap.",
    }
  );
}
