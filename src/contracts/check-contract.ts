import type { Settled } from "./check-response.ts";
import type { CompiledContract } from "./compile-contract.ts";
import type { Checked, Finding, OpenQuestion, Seen } from "./finding.ts";
import { checkCalls } from "./offered-tools.ts";
import { shortText } from "./short-text.ts";
import { failed } from "./told.ts";
import { neutralView } from "./view-invariants.ts";

const NOTHING_SETTLED: ReadonlyMap<string, Settled> = new Map();

/**
 * Holds a contract against one answer. Findings stand in the order of the contract: the answer itself, its calls, the expected calls, input, output and
 * response assertions. Where nothing was answered only what needs no answer is looked at besides.
 * @param settled what open questions came to, by their id
 */
export function checkContract(compiled: CompiledContract, seen: Seen, settled = NOTHING_SETTLED): Checked {
  const responses = compiled.response
    .filter(({ withoutAnswer }) => seen.answer !== null || withoutAnswer)
    .map(({ check }) => check(seen, settled));
  const findings = [...structure(compiled, seen), ...responses.map(({ finding }) => finding)];
  const open = responses.flatMap(({ open }) => (open === null ? [] : [open]));
  return summed(compiled, findings, open);
}

function structure({ aboutTools, expectedCalls, input, output }: CompiledContract, seen: Seen): readonly Finding[] {
  const { answer, request } = seen;
  const overInput = input.map((check) => check(request));
  if (answer === null) return [noAnswer(seen), ...overInput];
  const calls = aboutTools ? checkCalls(answer.tool_calls, request) : [];
  const expected = expectedCalls === null ? [] : expectedCalls(answer.tool_calls);
  if (output.length === 0) return [...calls, ...expected, ...overInput];
  const view = neutralView(answer);
  return [...calls, ...expected, ...overInput, ...output.map((check) => check(view, answer))];
}

function noAnswer({ failure }: Seen): Finding {
  const why = failure === null ? "nothing" : `${failure.class}: ${failure.message}`;
  return failed("answer", "unexpected_error", {
    expected: "an answer",
    found: failure,
    message: `expected an answer; found ${failure === null ? why : shortText(why)}`,
  });
}

function summed({ contract }: CompiledContract, findings: readonly Finding[], open: readonly OpenQuestion[]): Checked {
  const wrong = findings.find(
    ({ failure_class }) => failure_class !== null && !contract.allowed_errors.includes(failure_class),
  );
  const told = findings.some(({ status }) => status !== "unknown");
  const status = wrong !== undefined ? "failed" : told ? "passed" : "unknown";
  return {
    contract: contract.id,
    status,
    passed: status === "passed",
    failure_class: wrong?.failure_class ?? null,
    findings,
    open,
  };
}
