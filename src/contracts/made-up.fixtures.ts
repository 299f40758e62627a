import type { Answer } from "../core/answer/answer.ts";
import type { Contract } from "./contract.ts";
import type { Seen } from "./finding.ts";

/** A contract that asserts nothing but what is given. */
export function contractOf(
  given: Partial<Omit<Contract, "assertions">> & Partial<Contract["assertions"]> = {},
): Contract {
  const { input_invariants = [], output_invariants = [], response = [], ...rest } = given;
  return {
    id: "weather",
    file: "contracts/weather.yaml",
    tool: null,
    status: "promoted",
    critical: false,
    expect_tools: [],
    tool_order: "any",
    tool_call_match_mode: "any",
    pass_threshold: 1,
    expected_tool_calls: [],
    allowed_errors: [],
    timeout_ms: null,
    retries: null,
    golden_cases: [],
    ...rest,
    assertions: { input_invariants, output_invariants, response },
  };
}

export function answerOf(given: Partial<Answer> = {}): Answer {
  return { text: null, tool_calls: [], refused: false, finish_reason: null, mean_logprob: null, ...given };
}

/** A call as it is read from an answer: a text stands for arguments that are no JSON. */
export function callOf(name: string, given: unknown = {}): Answer["tool_calls"][number] {
  return { name, arguments: given, parses: typeof given !== "string" };
}

export function seenOf(answer: Partial<Answer> | null, given: Partial<Omit<Seen, "answer">> = {}): Seen {
  return {
    request: {},
    answer: answer === null ? null : answerOf(answer),
    failure: null,
    latency_ms: null,
    cost_usd: null,
    output_tokens: null,
    outcomes: {},
    golden: null,
    ...given,
  };
}
