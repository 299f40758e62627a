import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePair, type PairInput } from "./compare-pair.ts";
import { INCOMPARABLE_REASONS, PAIR_RESULTS } from "./comparison.ts";
import { anyPair, BOUNDARY, checked, pairInput, pairOf, saying, side } from "./pairs.fixtures.ts";
import { openToChange } from "./settled.ts";

const down = { class: "server", code: "500", message: "down" };

describe("what a pair comes to", () => {
  test.each(PAIR_RESULTS)("%s", (result) => {
    expect(pairOf(result)).toMatchObject({ comparable: true, incomparable_reason: null, result });
  });

  test("a loss that only one answer in three shows is flaky; a majority of failures stays one", () => {
    const of = (...shadow: readonly boolean[]): unknown =>
      comparePair(
        pairInput({ checks: [{ contract: "c", critical: true, primary: checked(true), shadow: checked(...shadow) }] }),
      );
    expect(of(false)).toMatchObject({ result: "loss", critical_loss: true });
    expect(of(false, true, false)).toMatchObject({ result: "loss", critical_loss: true });
    expect(of(false, true, true)).toMatchObject({ result: "flaky", critical_loss: false });
    expect(of(false, true)).toMatchObject({ result: "flaky" });
  });

  test("a failing side is asked again until its majority stands", () => {
    expect(openToChange(checked(true))).toBe(false);
    expect(openToChange(checked(false))).toBe(true);
    expect(openToChange(checked(false, false))).toBe(false);
    expect(openToChange(checked(false, true))).toBe(true);
    expect(openToChange(checked(false, true, true))).toBe(false);
  });

  test("one critical contract that is lost is told though another was lost by the primary", () => {
    const checks = [
      { contract: "a", critical: true, primary: checked(true), shadow: checked(false) },
      { contract: "b", critical: false, primary: checked(false), shadow: checked(true) },
    ];
    expect(comparePair(pairInput({ checks }))).toMatchObject({
      result: "both_fail",
      critical_loss: true,
      steps: [
        { contract: "a", primary_passed: true, shadow_passed: false },
        { contract: "b", primary_passed: false, shadow_passed: true },
      ],
    });
  });

  test("without a contract nothing fails, and the answers are compared all the same", () => {
    const shadow = side(saying("no"));
    expect(comparePair(pairInput({ checks: [], shadow }))).toMatchObject({ result: "both_pass", differs: true });
  });

  test("a contract that could not be told of one side says nothing, and alone it makes the pair incomparable", () => {
    const unknown = checked(false).map((one) => ({ ...one, status: "unknown" as const }));
    const told = { contract: "a", critical: false, primary: checked(true), shadow: checked(true) };
    const untold = { contract: "b", critical: true, primary: checked(true), shadow: unknown };
    expect(comparePair(pairInput({ checks: [told, untold] }))).toMatchObject({ result: "both_pass", comparable: true });
    expect(comparePair(pairInput({ checks: [untold] }))).toMatchObject({
      comparable: false,
      incomparable_reason: "unknown",
      steps: [{ primary_passed: true, shadow_passed: null }],
    });
  });

  test.each([
    ["content_filter", null],
    ["client_4xx", "400"],
  ])("a request that the provider refuses (%s) fails", (kind, code) => {
    const filtered = side(null, { failure: { class: kind, code, message: "refused" } });
    const checks = [{ contract: "c", critical: false, primary: checked(true), shadow: checked(false) }];
    expect(comparePair(pairInput({ checks, shadow: filtered }))).toMatchObject({ result: "loss", differs: true });
    expect(comparePair(pairInput({ checks: [], shadow: filtered }))).toMatchObject({ result: "loss" });
  });
});

describe("what cannot be compared, and why", () => {
  const cases: readonly [string, Partial<PairInput>][] = [
    ["tool_schema_mismatch", { shadow: side(saying("a"), { boundary: { ...BOUNDARY, tool_schema_hash: "x" } }) }],
    ["system_prompt_mismatch", { shadow: side(saying("a"), { boundary: { ...BOUNDARY, system_hash: "x" } }) }],
    ["messages_mismatch", { shadow: side(saying("a"), { boundary: { ...BOUNDARY, message_hash: "x" } }) }],
    ["redacted_input", { redacted: true, shadow: side(saying("a"), { boundary: { ...BOUNDARY, message_hash: "x" } }) }],
    ["primary_error", { primary: side(null, { failure: down }), shadow: side(null, { boundary: null }) }],
    ["shadow_error", { shadow: side(null, { failure: down }) }],
    ["shadow_error", { shadow: side(null, { failure: { class: "client_4xx", code: "401", message: "bad key" } }) }],
    ["not_recorded", { shadow: side(null, { failure: { ...down, code: "not_recorded" } }) }],
    ["unknown", { shadow: side(saying("a"), { boundary: null }) }],
  ];

  test.each(cases)("%s", (reason, more) => {
    expect(comparePair(pairInput(more))).toMatchObject({
      comparable: false,
      incomparable_reason: reason,
      result: null,
      critical_loss: false,
    });
  });

  test("another name of the model is no other question", () => {
    const shadow = side(saying("yes"), { boundary: { ...BOUNDARY, model: "another" } });
    expect(comparePair(pairInput({ shadow })).comparable).toBe(true);
  });
});

test("swapping the sides mirrors the result", () => {
  const mirrored = {
    loss: "gain",
    gain: "loss",
    both_pass: "both_pass",
    both_fail: "both_fail",
    flaky: "flaky",
  } as const;
  const errors: Readonly<Record<string, string>> = { primary_error: "shadow_error", shadow_error: "primary_error" };
  fc.assert(
    fc.property(anyPair, (pair) => {
      const there = comparePair(pair);
      const back = comparePair({
        ...pair,
        primary: pair.shadow,
        shadow: pair.primary,
        checks: pair.checks.map((check) => ({ ...check, primary: check.shadow, shadow: check.primary })),
      });
      expect(back.comparable).toBe(there.comparable);
      expect(back.differs).toBe(there.differs);
      expect(back.result).toBe(there.result === null ? null : mirrored[there.result]);
      expect(there.comparable).toBe(there.result !== null);
      if (there.incomparable_reason !== null) expect(INCOMPARABLE_REASONS).toContain(there.incomparable_reason);
      // Of two sides that failed, the first is named.
      const both = pair.primary.answer === null && pair.shadow.answer === null;
      const reason = there.incomparable_reason;
      if (reason !== null && !both) expect(back.incomparable_reason).toBe(errors[reason] ?? reason);
    }),
  );
});
