import * as fc from "fast-check";
import type { Answer } from "../core/answer/answer.ts";
import type { Checked } from "../contracts/finding.ts";
import type { Boundary } from "../contracts/pack.ts";
import type { PairedSide, PairInput } from "./compare-pair.ts";
import { comparePair } from "./compare-pair.ts";
import type { PairResult, ShadowComparison } from "./comparison.ts";

export const BOUNDARY: Boundary = { model: null, tool_schema_hash: "t", message_hash: "m", system_hash: "s" };

export function saying(text: string | null, more: Partial<Answer> = {}): Answer {
  return { text, tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null, ...more };
}

export function calling(name: string, args: unknown): Answer {
  return saying(null, { tool_calls: [{ name, arguments: args, parses: true }], finish_reason: "tool_calls" });
}

export function side(answer: Answer | null, more: Partial<PairedSide> = {}): PairedSide {
  return {
    target: "m:p",
    request_id: null,
    failure: null,
    latency_ms: 100,
    cost_usd: 0.001,
    input_tokens: 10,
    output_tokens: 5,
    answer,
    boundary: BOUNDARY,
    ...more,
  };
}

export function checked(...passed: readonly boolean[]): readonly Checked[] {
  return passed.map((one) => ({
    contract: "c",
    status: one ? "passed" : "failed",
    passed: one,
    failure_class: one ? null : "wrong_tool",
    findings: [],
    open: [],
  }));
}

export function pairInput(more: Partial<PairInput> = {}): PairInput {
  return {
    contract: "c",
    case: "one",
    trial: 1,
    at: 0,
    redacted: false,
    primary: side(saying("yes")),
    shadow: side(saying("yes")),
    checks: [{ contract: "c", critical: false, primary: checked(true), shadow: checked(true) }],
    neverNormalize: [],
    ...more,
  };
}

/** Answers of both sides that come to a result. */
const ANSWERS: Readonly<Record<PairResult, readonly [readonly boolean[], readonly boolean[]]>> = {
  both_pass: [[true], [true]],
  both_fail: [
    [false, false],
    [false, false],
  ],
  loss: [[true], [false, false]],
  gain: [[false, false], [true]],
  flaky: [[true], [false, true, true]],
};

/** A pair that comes to a result. */
export function pairOf(result: PairResult, more: Partial<PairInput> = {}): ShadowComparison {
  const [primary, shadow] = ANSWERS[result];
  const check = { contract: "c", critical: false, primary: checked(...primary), shadow: checked(...shadow) };
  return comparePair(pairInput({ checks: [check], ...more }));
}

export function pairsOf(counts: Partial<Record<PairResult, number>>): ShadowComparison[] {
  return Object.entries(counts).flatMap(([result, count]) =>
    Array.from({ length: count }, (_, index) =>
      pairOf(result as PairResult, { contract: `${result}-${index}`, case: "one" }),
    ),
  );
}

const failure = fc.constantFrom(
  { class: "server", code: "500", message: "down" },
  { class: "client_4xx", code: "not_recorded", message: "the log holds no answer" },
  { class: "content_filter", code: null, message: "filtered" },
  { class: "client_4xx", code: "400", message: "no such tool" },
);
const answer = fc.oneof(
  fc.constantFrom("yes", "YES ", "no", '{"a":1}', '{"a":"B"}', '```json\n{"a":"b"}\n```').map((text) => saying(text)),
  fc.constantFrom({ city: "Paris" }, { city: "paris" }, {}, { city: 1 }).map((args) => calling("f", args)),
);
const anySide = fc.oneof(
  { weight: 6, arbitrary: answer.map((one) => side(one)) },
  { weight: 1, arbitrary: failure.map((one) => side(null, { failure: one, latency_ms: null, cost_usd: null })) },
  { weight: 1, arbitrary: fc.constant(side(null, { boundary: null })) },
  { weight: 1, arbitrary: fc.constant(side(saying("yes"), { boundary: { ...BOUNDARY, system_hash: "other" } })) },
);
const answers = fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }).map((passed) => checked(...passed));

/** Any pair that could come along. */
export const anyPair: fc.Arbitrary<PairInput> = fc.record({
  contract: fc.option(fc.constantFrom("a", "b", "c"), { nil: null }),
  case: fc.constant("one"),
  trial: fc.nat(5),
  at: fc.nat(),
  redacted: fc.boolean().map((one) => one),
  primary: anySide,
  shadow: anySide,
  checks: fc.array(
    fc.record({ contract: fc.constantFrom("a", "b"), critical: fc.boolean(), primary: answers, shadow: answers }),
    { maxLength: 2 },
  ),
  neverNormalize: fc.subarray(["$.text", "$.tool_calls[*].arguments", "$.json.a"]),
});
