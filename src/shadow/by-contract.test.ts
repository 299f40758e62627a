import { expect, test } from "vitest";
import { byContract } from "./by-contract.ts";
import type { ShadowComparison, ShadowSide, ShadowStep } from "./comparison.ts";

const side: ShadowSide = {
  target: "m:p",
  request_id: null,
  failure: null,
  latency_ms: 1,
  cost_usd: null,
  input_tokens: null,
  output_tokens: null,
  answer: {},
};
const step = (contract: string, primary: boolean | null, shadow: boolean | null, critical = false): ShadowStep => ({
  contract,
  critical,
  primary_passed: primary,
  shadow_passed: shadow,
  primary_findings: [],
  shadow_findings: [],
});
const pair = (changes: Partial<ShadowComparison>): ShadowComparison => ({
  contract: null,
  case: null,
  trial: 1,
  at: 0,
  comparable: true,
  incomparable_reason: null,
  redacted: false,
  result: "both_pass",
  critical_loss: false,
  differs: false,
  differences: [],
  steps: [],
  primary: side,
  shadow: side,
  ...changes,
});

test("counts a pack's pairs by their contract, those with most losses first", () => {
  const pairs = [
    pair({ contract: "a", differs: true }),
    pair({ contract: "a", result: "flaky" }),
    pair({ contract: "a", comparable: false, incomparable_reason: "shadow_error", result: null, differs: true }),
    pair({ contract: "b", result: "loss", steps: [step("b", true, false, true)] }),
    pair({ contract: "b", result: "gain" }),
  ];
  const none = { comparable_n: 2, incomparable_n: 0, both_pass: 0, both_fail: 0, losses: 0, gains: 0, flaky: 0 };
  expect(byContract(pairs)).toEqual([
    { ...none, contract: "b", critical: true, losses: 1, gains: 1, differs: 0 },
    { ...none, contract: "a", critical: false, incomparable_n: 1, both_pass: 1, flaky: 1, differs: 1 },
  ]);
});

test("counts a mirrored pair under each of its contracts", () => {
  const mirrored = pair({
    result: "loss",
    steps: [step("a", true, false), step("b", true, true), step("c", null, true)],
  });
  expect(byContract([mirrored])).toMatchObject([
    { contract: "a", losses: 1, both_pass: 0 },
    { contract: "b", losses: 0, both_pass: 1 },
    { contract: "c", comparable_n: 1, losses: 0, both_pass: 0, gains: 0 },
  ]);
  expect(byContract([pair({})])).toEqual([]);
});
