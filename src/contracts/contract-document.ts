import type { Contract, GoldenCase } from "./contract.ts";
import type { PackDocument } from "./pack-schema.ts";

/** What a contract's file says: the keys in the order people read them, without those that say what would hold anyway. */
export function contractDocument(
  contract: Contract,
  defaults: PackDocument["defaults"],
): Readonly<Record<string, unknown>> {
  const { assertions } = contract;
  const said = {
    tool: contract.tool,
    status: contract.status,
    critical: unless(contract.critical, defaults.critical ?? false),
    expect_tools: contract.expect_tools,
    tool_order: unless(contract.tool_order, "any"),
    tool_call_match_mode: unless(contract.tool_call_match_mode, "any"),
    pass_threshold: unless(contract.pass_threshold, defaults.pass_threshold ?? 1),
    expected_tool_calls: contract.expected_tool_calls.map((call) => filled({ ...call })),
    assertions: filled({ ...assertions }),
    allowed_errors: contract.allowed_errors,
    timeouts:
      contract.timeout_ms === null ? null : filled({ total_ms: unless(contract.timeout_ms, defaults.timeout_ms) }),
    retries: unless(contract.retries, defaults.retries),
    golden_cases: contract.golden_cases.map(caseDocument),
  };
  return filled(said);
}

/** What a line of `golden_cases` says. */
export function caseDocument(one: GoldenCase): Readonly<Record<string, unknown>> {
  return filled({ ...one, expect_ok: unless(one.expect_ok, true) });
}

function unless<T>(value: T, usual: T | undefined): T | null {
  return value === usual ? null : value;
}

/** An object without its members that are null or hold nothing. */
function filled(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== null && (typeof value !== "object" || Object.keys(value as object).length > 0),
    ),
  );
}
