import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptsSignals } from "./accept.ts";
import type { Signals } from "./outcome.ts";
import type { Accept } from "./plan.ts";
import { signalsArbitrary } from "../testing/arbitraries.ts";

const UNKNOWN: Signals = {
  finish_reason: null,
  output_tokens: null,
  refusal: null,
  tool_calls: null,
  tool_calls_valid: null,
  json_schema: null,
  mean_logprob: null,
};

const CASES: readonly (readonly [Accept, Partial<Signals>, Partial<Signals>])[] = [
  [{ finish_reason: ["stop", "tool_calls"] }, { finish_reason: "tool_calls" }, { finish_reason: "length" }],
  [{ min_output_tokens: 10 }, { output_tokens: 10 }, { output_tokens: 9 }],
  [{ not_refusal: true }, { refusal: false }, { refusal: true }],
  [{ json_schema: true }, { json_schema: true }, { json_schema: false }],
  [{ tool_calls: "present" }, { tool_calls: true }, { tool_calls: false }],
  [
    { tool_calls: "valid" },
    { tool_calls: true, tool_calls_valid: true },
    { tool_calls: true, tool_calls_valid: false },
  ],
  [{ min_mean_logprob: -0.5 }, { mean_logprob: -0.5 }, { mean_logprob: -0.51 }],
];

describe("acceptsSignals", () => {
  it.each(CASES)("%j accepts, refuses, and cannot tell without the signal", (accept, good, bad) => {
    expect(acceptsSignals(accept, { ...UNKNOWN, ...good })).toBe(true);
    expect(acceptsSignals(accept, { ...UNKNOWN, ...bad })).toBe(false);
    expect(acceptsSignals(accept, UNKNOWN)).toBeNull();
    expect(acceptsSignals(accept, null)).toBeNull();
  });

  it("takes no tool call at all for no valid one", () => {
    expect(acceptsSignals({ tool_calls: "valid" }, { ...UNKNOWN, tool_calls: false, tool_calls_valid: true })).toBe(
      false,
    );
    expect(acceptsSignals({ tool_calls: "present" }, { ...UNKNOWN, tool_calls: true, tool_calls_valid: false })).toBe(
      true,
    );
  });

  it("needs the answer itself for what it reports and what a judge says, unless a signal refuses already", () => {
    const reported: Accept = { self_reported: { pointer: "/confidence", min: 0.7 } };
    const judged: Accept = { judge: { target: "a:b", criterion: "correct", min: 0.5 }, not_refusal: true };
    expect(acceptsSignals(reported, { ...UNKNOWN, finish_reason: "stop" })).toBeNull();
    expect(acceptsSignals(judged, { ...UNKNOWN, refusal: false })).toBeNull();
    expect(acceptsSignals(judged, { ...UNKNOWN, refusal: true })).toBe(false);
  });

  it("wants all of what is named: one refusal decides, else one unknown leaves it open", () => {
    fc.assert(
      fc.property(
        fc.subarray(
          CASES.map(([accept]) => accept),
          { minLength: 1 },
        ),
        signalsArbitrary(),
        (parts, signals) => {
          // `tool_calls` may be named twice: the later one stands.
          const whole: Accept = Object.assign({}, ...parts) as Accept;
          const each = new Set(Object.entries(whole).map(([key, value]) => acceptsSignals({ [key]: value }, signals)));
          const expected = each.has(false) ? false : each.has(null) ? null : true;
          expect(acceptsSignals(whole, signals)).toBe(expected);
        },
      ),
    );
  });
});
