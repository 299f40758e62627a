import type { Contract, GoldenCase, Invariant, ResponseAssertion } from "../contract.ts";
import type { DraftRow } from "./draft-row.ts";

/** What a drafted contract says beside what every draft says. */
export interface DraftedRules {
  readonly id: string;
  readonly tool: string | null;
  readonly expect_tools?: readonly string[];
  readonly tool_order?: Contract["tool_order"];
  readonly tool_call_match_mode?: Contract["tool_call_match_mode"];
  readonly expected_tool_calls?: Contract["expected_tool_calls"];
  readonly input_invariants?: readonly Invariant[];
  readonly response: readonly ResponseAssertion[];
}

/** A draft that nobody has promoted yet, over its rows as cases. */
export function drafted(rules: DraftedRules, rows: readonly DraftRow[]): Contract {
  return {
    id: rules.id,
    file: `contracts/${rules.id}.yaml`,
    tool: rules.tool,
    status: "observed",
    critical: false,
    expect_tools: rules.expect_tools ?? [],
    tool_order: rules.tool_order ?? "any",
    tool_call_match_mode: rules.tool_call_match_mode ?? "any",
    pass_threshold: 1,
    expected_tool_calls: rules.expected_tool_calls ?? [],
    assertions: {
      input_invariants: rules.input_invariants ?? [],
      output_invariants: [],
      response: rules.response,
    },
    allowed_errors: [],
    timeout_ms: null,
    retries: null,
    golden_cases: rows.map(goldenCase),
  };
}

function goldenCase(row: DraftRow): GoldenCase {
  return {
    id: row.case,
    input_ref: `${row.case}.success.json`,
    expect_ok: true,
    expected_error: null,
    provider_modes: [],
  };
}
