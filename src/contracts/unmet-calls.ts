import type { AnswerToolCall } from "../core/answer/answer.ts";
import type { Contract } from "./contract.ts";
import type { ExpectedCall } from "./expected-calls.ts";
import type { Finding } from "./finding.ts";
import { failed } from "./told.ts";

/** The expected calls that no call met, told one by one. */
interface Unmet {
  readonly findings: readonly Finding[];
  /** Expected calls that were made with arguments that will not do. */
  readonly attempted: number;
  /** Calls that meet nothing and attempt nothing, by index. */
  readonly left: readonly number[];
  /** Those of them that a finding names as made instead of an expected one. */
  readonly instead: ReadonlySet<number>;
}

/**
 * Why expected calls are not met. A call of the same name that is left counts as the attempt (the one that breaks the fewest invariants); without one, a call
 * that is left over was made instead (`wrong_tool`), or nothing was (`tool_not_invoked`). With mode `subset` a call that was not made is no fault.
 * @param partners for each expected call the one that meets it, or -1
 */
export function unmetCalls(
  expected: readonly ExpectedCall[],
  calls: readonly AnswerToolCall[],
  partners: readonly number[],
  mode: Contract["tool_call_match_mode"],
): Unmet {
  const left = new Set(calls.keys());
  for (const partner of partners) left.delete(partner);
  const attempts = new Map<ExpectedCall, number>();
  const unmet = expected.filter((_, index) => partners[index] === -1);
  for (const one of unmet) {
    const nearest = nearestAttempt(one, calls, left);
    if (nearest === null) continue;
    attempts.set(one, nearest);
    left.delete(nearest);
  }
  const others = [...left];
  const instead = new Set<number>();
  const findings = unmet.flatMap((one) => {
    const attempt = attempts.get(one);
    if (attempt !== undefined) return brokenInvariants(one, calls[attempt] as AnswerToolCall, attempt);
    if (mode === "subset") return [];
    const other = others[instead.size];
    if (other !== undefined) instead.add(other);
    return [notMade(one, other === undefined ? null : { at: other, name: (calls[other] as AnswerToolCall).name })];
  });
  return { findings, attempted: attempts.size, left: others, instead };
}

function nearestAttempt(
  { name, invariants }: ExpectedCall,
  calls: readonly AnswerToolCall[],
  left: ReadonlySet<number>,
): number | null {
  let nearest: number | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const at of left) {
    const call = calls[at] as AnswerToolCall;
    if (call.name !== name) continue;
    const broken = call.parses
      ? invariants.filter(({ check }) => check(call.arguments) !== null).length
      : invariants.length + 1;
    if (broken >= fewest) continue;
    nearest = at;
    fewest = broken;
  }
  return nearest;
}

/** What is wrong with the arguments; nothing is said here of text that is no JSON, which is found wrong by itself. */
function brokenInvariants({ invariants }: ExpectedCall, call: AnswerToolCall, at: number): readonly Finding[] {
  if (!call.parses) return [];
  return invariants.flatMap(({ check }) => {
    const broken = check(call.arguments, ["tool_calls", at, "arguments"]);
    return broken === null ? [] : [failed("argument_invariants", "schema_violation", broken)];
  });
}

function notMade({ name }: ExpectedCall, instead: { readonly at: number; readonly name: string } | null): Finding {
  if (instead === null) {
    const message = `expected a call of ${name}; it was not made`;
    return failed("expect_tools", "tool_not_invoked", { path: ["tool_calls"], expected: name, found: null, message });
  }
  return failed("expect_tools", "wrong_tool", {
    path: ["tool_calls", instead.at],
    expected: name,
    found: instead.name,
    message: `expected a call of ${name}; found ${instead.name} instead`,
  });
}
