import { SEVERAL_TOOLS, type Contract, type ExpectedToolCall, type ResponseAssertion } from "../contract.ts";
import { argumentInvariants } from "./argument-invariants.ts";
import { argumentNames, toolsOffered } from "./asked-tools.ts";
import { drafted } from "./drafted.ts";
import { ENOUGH, type DraftRow } from "./draft-row.ts";
import { fileName } from "./named.ts";

/** The tools a row called, each once, by name. */
export function toolsCalled(row: Pick<DraftRow, "answer">): readonly string[] {
  return [...new Set(row.answer.tool_calls.map(({ name }) => name))].toSorted();
}

/** The name of the contract for a set of tools. */
export function toolContractName(tools: readonly string[]): string {
  return fileName(tools.length === 1 ? (tools[0] as string) : [SEVERAL_TOOLS, ...tools].join("-"));
}

function timesCalled(row: DraftRow, tool: string): number {
  return row.answer.tool_calls.filter(({ name }) => name === tool).length;
}

/** The order of calls, where there is one to speak of and it never varied; alone it would be chance. */
function orderOf(rows: readonly DraftRow[], tools: readonly string[]): Contract["tool_order"] {
  const orders = new Set(rows.map(({ answer }) => JSON.stringify(answer.tool_calls.map(({ name }) => name))));
  return tools.length > 1 && rows.length >= ENOUGH && orders.size === 1 ? "strict" : "any";
}

/** A contract over rows that all called the same tools: that they are called as often as every time, with what all their arguments had in common. */
export function toolContract(
  id: string,
  tools: readonly string[],
  rows: readonly DraftRow[],
  response: readonly ResponseAssertion[],
): Contract {
  const order = orderOf(rows, tools);
  let everyTimeAsOften = true;
  const expected: ExpectedToolCall[] = tools.flatMap((name) => {
    const times = rows.map((row) => timesCalled(row, name));
    const fewest = Math.min(...times);
    everyTimeAsOften &&= times.every((count) => count === fewest);
    const calls = rows.flatMap(({ answer }) => answer.tool_calls).filter((call) => call.name === name);
    const argument_invariants = argumentInvariants(
      calls.map((call) => call.arguments),
      argumentNames(rows, name),
    );
    return Array.from({ length: fewest }, () => ({ name, argument_invariants }));
  });
  return drafted(
    {
      id,
      tool: tools.length === 1 ? (tools[0] as string) : SEVERAL_TOOLS,
      // In a strict order this is the order.
      expect_tools: order === "strict" ? rows[0]!.answer.tool_calls.map(({ name }) => name) : tools,
      tool_order: order,
      tool_call_match_mode: everyTimeAsOften ? "strict" : "any",
      expected_tool_calls: expected,
      input_invariants: toolsOffered(rows, tools),
      response,
    },
    rows,
  );
}
