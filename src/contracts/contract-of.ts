import { SEVERAL_TOOLS, type Contract } from "./contract.ts";
import type { ContractDocument } from "./contract-schema.ts";
import type { PackDocument } from "./pack-schema.ts";

const CRITICAL: ReadonlySet<string | undefined> = new Set(["destructive", "financial", "admin"]);

/** A contract file as everything else sees it. @param file relative to the pack @param defaults of the pack */
export function contractOf(
  document: ContractDocument,
  { id, file }: { readonly id: string; readonly file: string },
  defaults: PackDocument["defaults"],
): Contract {
  const { assertions, golden_cases, expected_tool_calls, retries, side_effect } = document;
  return {
    id,
    file,
    tool: document.tool ?? null,
    status: document.status,
    critical: document.critical ?? (CRITICAL.has(side_effect) || (defaults.critical ?? false)),
    expect_tools: expectedTools(document),
    tool_order: document.tool_order,
    tool_call_match_mode: document.tool_call_match_mode,
    pass_threshold: document.pass_threshold ?? defaults.pass_threshold ?? 1,
    expected_tool_calls,
    assertions,
    allowed_errors: document.allowed_errors,
    timeout_ms: document.timeouts?.total_ms ?? defaults.timeout_ms ?? null,
    retries: (typeof retries === "object" ? retries.max_attempts - 1 : retries) ?? defaults.retries ?? null,
    golden_cases: golden_cases.map((one) => ({ ...one, expected_error: one.expected_error ?? null })),
  };
}

/** A contract that names its one tool, and says nothing more of calls, is about a call of it. */
function expectedTools({ tool, expect_tools, expected_tool_calls }: ContractDocument): readonly string[] {
  const silent = expect_tools.length === 0 && expected_tool_calls.length === 0;
  return silent && tool !== undefined && tool !== SEVERAL_TOOLS ? [tool] : expect_tools;
}
