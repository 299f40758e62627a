import type { Contract } from "./contract.ts";
import { compileInvariant, type CompiledInvariant } from "./invariants.ts";

/** A tool call that a contract expects; without invariants any arguments do. */
export interface ExpectedCall {
  readonly name: string;
  readonly invariants: readonly CompiledInvariant[];
}

/**
 * The calls that a contract expects, in the order in which it expects them: `expect_tools` gives the order, and each name takes the first of the
 * `expected_tool_calls` of that name that is left; those that no name took follow.
 */
export function expectedCalls(
  contract: Pick<Contract, "expect_tools" | "expected_tool_calls">,
): readonly ExpectedCall[] {
  const detailed = contract.expected_tool_calls.map(({ name, argument_invariants }) => ({
    name,
    invariants: argument_invariants.map(compileInvariant),
  }));
  const named = contract.expect_tools.map((name): ExpectedCall => {
    const at = detailed.findIndex((call) => call.name === name);
    return at === -1 ? { name, invariants: [] } : (detailed.splice(at, 1)[0] as ExpectedCall);
  });
  return [...named, ...detailed];
}
