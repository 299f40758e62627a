import type { AnswerToolCall } from "../core/answer/answer.ts";
import type { Contract } from "./contract.ts";
import { expectedCalls, type ExpectedCall } from "./expected-calls.ts";
import type { Finding } from "./finding.ts";
import { largestMatching, largestOrderedMatching } from "./matching.ts";
import { listText } from "./short-text.ts";
import { failed, passed } from "./told.ts";
import { unmetCalls } from "./unmet-calls.ts";

type Expecting = Pick<
  Contract,
  "expect_tools" | "expected_tool_calls" | "tool_order" | "tool_call_match_mode" | "pass_threshold"
>;

/** Shares are held against the threshold with this much forgiveness for the rounding of `2 / 3`. */
const ROUNDING = 1e-9;

/** The check of the calls that a contract expects; null where it expects none, which says nothing of what may be called. */
export function compileExpectedCalls(
  contract: Expecting,
): ((calls: readonly AnswerToolCall[]) => readonly Finding[]) | null {
  const expected = expectedCalls(contract);
  return expected.length === 0 ? null : (calls) => checkExpected(contract, expected, calls);
}

function checkExpected(
  { tool_order, tool_call_match_mode: mode, pass_threshold: threshold }: Expecting,
  expected: readonly ExpectedCall[],
  calls: readonly AnswerToolCall[],
): readonly Finding[] {
  const table = expected.map((one) => calls.map((call) => meets(one, call)));
  const fits = (left: number, right: number): boolean => table[left]?.[right] === true;
  const partners = largestMatching(expected.length, calls.length, fits);
  const unmet = unmetCalls(expected, calls, partners, mode);
  const matched = partners.filter((partner) => partner !== -1).length;
  const met = tool_order === "any" ? matched : largestOrderedMatching(expected.length, calls.length, fits);
  const asked = mode === "subset" ? matched + unmet.attempted : expected.length;
  const enough = (count: number): boolean => count >= threshold * asked - ROUNDING;
  const extra = (excused: ReadonlySet<number>): readonly Finding[] =>
    mode === "any" ? [] : unmet.left.filter((at) => !excused.has(at)).map((at) => unexpectedCall(calls, at));

  const names = { expected: expected.map(({ name }) => name), found: calls.map(({ name }) => name) };
  if (enough(met)) {
    const others = extra(new Set());
    if (others.length > 0) return others;
    const message =
      asked === 0
        ? "no expected tool call was made, and none has to be"
        : `${met} of ${asked} expected tool calls were made as expected`;
    return [passed("expect_tools", { ...names, message })];
  }
  if (enough(matched)) {
    const message = `expected the order ${listText(names.expected)}; found ${listText(names.found)}`;
    return [failed("tool_order", "wrong_tool", { path: ["tool_calls"], ...names, message }), ...extra(new Set())];
  }
  return [...unmet.findings, ...extra(unmet.instead)];
}

function meets({ name, invariants }: ExpectedCall, call: AnswerToolCall): boolean {
  return call.parses && call.name === name && invariants.every(({ check }) => check(call.arguments) === null);
}

function unexpectedCall(calls: readonly AnswerToolCall[], at: number): Finding {
  const name = (calls[at] as AnswerToolCall).name;
  return failed("tool_call_match_mode", "wrong_tool", {
    path: ["tool_calls", at],
    expected: null,
    found: name,
    message: `expected no further tool call; found ${name}`,
  });
}
