import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Contract, ExpectedToolCall, FailureClass } from "./contract.ts";
import { callOf, contractOf } from "./made-up.fixtures.ts";
import { printJsonPath } from "./json-path.ts";
import { compileExpectedCalls } from "./tool-calls.ts";

type Given = Partial<
  Pick<Contract, "expect_tools" | "expected_tool_calls" | "tool_order" | "tool_call_match_mode" | "pass_threshold">
>;
type Call = ReturnType<typeof callOf>;

/** `f` expects a call of f, `f=1` one of f whose argument x is 1. */
function expecting(text: string): ExpectedToolCall {
  const [name = "", x] = text.split("=");
  return { name, argument_invariants: x === undefined ? [] : [{ path: "$.x", equals: Number(x) }] };
}

function calling(text: string): Call {
  const [name = "", x] = text.split("=");
  return callOf(name, x === undefined ? {} : x === "bad" ? "{" : { x: Number(x) });
}

function words(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

function found(given: Given, calls: string): readonly (readonly [string, FailureClass | null])[] {
  const check = compileExpectedCalls(contractOf(given));
  if (check === null) throw new Error("expects nothing");
  return check(words(calls).map(calling)).map(({ assertion, failure_class }) => [assertion, failure_class]);
}

const PASSED = [["expect_tools", null]];
const NOT_MADE = ["expect_tools", "tool_not_invoked"];
const INSTEAD = ["expect_tools", "wrong_tool"];
const FURTHER = ["tool_call_match_mode", "wrong_tool"];
const ARGUMENT = ["argument_invariants", "schema_violation"];
const ORDER = ["tool_order", "wrong_tool"];

describe("expected calls and made calls", () => {
  it.each<[string, string, Given, readonly unknown[]]>([
    ["f", "f", {}, PASSED],
    ["f", "", {}, [NOT_MADE]],
    ["f", "g", {}, [INSTEAD]],
    ["f g", "f", {}, [NOT_MADE]],
    ["f g", "g f", {}, PASSED],
    ["f", "g f h", {}, PASSED],
    ["f f", "f", {}, [NOT_MADE]],
    ["f=1 f=2", "f=2 f=1", {}, PASSED],
    ["f f=1", "f=1 f=2", {}, PASSED],
    ["f=1", "f=2", {}, [ARGUMENT]],
    ["f=1", "f=2 f=1", {}, PASSED],
    ["f=1", "f=bad f=2", {}, [ARGUMENT]],
    ["f=1 g", "f=2", {}, [ARGUMENT, NOT_MADE]],
    ["f g", "h", {}, [INSTEAD, NOT_MADE]],
    // Exactly these.
    ["f", "f", { tool_call_match_mode: "strict" }, PASSED],
    ["f", "f f", { tool_call_match_mode: "strict" }, [FURTHER]],
    ["f", "g", { tool_call_match_mode: "strict" }, [INSTEAD]],
    ["f", "g h", { tool_call_match_mode: "strict" }, [INSTEAD, FURTHER]],
    ["f g", "f", { tool_call_match_mode: "strict" }, [NOT_MADE]],
    // These or fewer.
    ["f g", "", { tool_call_match_mode: "subset" }, PASSED],
    ["f g", "g", { tool_call_match_mode: "subset" }, PASSED],
    ["f g", "g g", { tool_call_match_mode: "subset" }, [FURTHER]],
    ["f g", "h", { tool_call_match_mode: "subset" }, [FURTHER]],
    ["f=1 g", "f=2", { tool_call_match_mode: "subset" }, [ARGUMENT]],
    ["f=1 f=2 g", "f=2 f=3", { tool_call_match_mode: "subset", pass_threshold: 0.5 }, PASSED],
    // In this order.
    ["f g", "f g", { tool_order: "strict" }, PASSED],
    ["f g", "f h g", { tool_order: "strict" }, PASSED],
    ["f g", "g f", { tool_order: "strict" }, [ORDER]],
    ["f g", "g", { tool_order: "strict" }, [NOT_MADE]],
    ["f=1 g f=2", "f=2 g f=1", { tool_order: "strict" }, [ORDER]],
    ["f g", "g f h", { tool_order: "strict", tool_call_match_mode: "strict" }, [ORDER, FURTHER]],
    ["f g", "g f", { tool_order: "strict", pass_threshold: 0.5 }, PASSED],
    // A share of them.
    ["f g h", "f g", { pass_threshold: 2 / 3 }, PASSED],
    ["f g h", "f", { pass_threshold: 2 / 3 }, [NOT_MADE, NOT_MADE]],
    ["f g", "f h", { pass_threshold: 0.5, tool_call_match_mode: "strict" }, [FURTHER]],
    ["f=1 f=2", "f=1 f=3", { pass_threshold: 0.5, tool_call_match_mode: "strict" }, PASSED],
    ["f", "", { pass_threshold: 0 }, PASSED],
  ])("%j of %j, %j", (expected, calls, given, findings) => {
    expect(found({ expected_tool_calls: words(expected).map(expecting), ...given }, calls)).toEqual(findings);
  });

  it("are matched as well as can be, not as they come", () => {
    const either: ExpectedToolCall = { name: "f", argument_invariants: [{ path: "$.x", gte: 1 }] };
    expect(found({ expected_tool_calls: [either, expecting("f=1")] }, "f=1 f=2")).toEqual(PASSED);
  });

  it("arguments that are no JSON meet nothing, and are told by themselves", () => {
    expect(found({ expect_tools: ["f"] }, "f=bad")).toEqual([]);
    expect(found({ expect_tools: ["f"] }, "f=bad f")).toEqual(PASSED);
  });
});

describe("expect_tools", () => {
  it("gives the order, and its names take their details from expected_tool_calls", () => {
    const given: Given = {
      expect_tools: ["f", "g"],
      expected_tool_calls: ["g=1", "f=1"].map(expecting),
      tool_order: "strict",
    };
    expect(found(given, "f=1 g=1")).toEqual(PASSED);
    expect(found(given, "g=1 f=1")).toEqual([ORDER]);
    expect(found(given, "f=1 g=2")).toEqual([ARGUMENT]);
    expect(found({ ...given, tool_call_match_mode: "strict" }, "f=1 g=1 f=1")).toEqual([FURTHER]);
  });

  it("adds to expected_tool_calls what they do not name", () => {
    const given: Given = { expect_tools: ["f", "f"], expected_tool_calls: [expecting("f=1"), expecting("h")] };
    expect(found(given, "f=1 f=7 h")).toEqual(PASSED);
    expect(found(given, "f=1 h")).toEqual([NOT_MADE]);
  });
});

it("says what was expected and found, and where", () => {
  const check = compileExpectedCalls(contractOf({ expected_tool_calls: [expecting("f=1"), expecting("g")] }));
  expect(check?.([calling("h"), calling("f=2")])).toEqual([
    {
      assertion: "argument_invariants",
      status: "failed",
      failure_class: "schema_violation",
      path: "$.tool_calls[1].arguments.x",
      expected: { equals: 1 },
      found: 2,
      message: "expected $.tool_calls[1].arguments.x to equal 1; found 2",
    },
    {
      assertion: "expect_tools",
      status: "failed",
      failure_class: "wrong_tool",
      path: "$.tool_calls[0]",
      expected: "g",
      found: "h",
      message: "expected a call of g; found h instead",
    },
  ]);
});

it("a contract that expects no calls says nothing of them", () => {
  expect(compileExpectedCalls(contractOf({ tool_call_match_mode: "strict" }))).toBeNull();
});

test("the order in which calls are made matters only where the contract says so, and a failure is always told", () => {
  const call = fc.constantFrom("f", "g", "f=1", "f=2", "g=1");
  const mode = fc.constantFrom("strict" as const, "any" as const, "subset" as const);
  const threshold = fc.constantFrom(0, 0.5, 1);
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 1, maxLength: 4 }),
      fc.array(call, { maxLength: 4 }),
      mode,
      threshold,
      (expected, made, mode, threshold) => {
        const given: Given = {
          expected_tool_calls: expected.map(expecting),
          tool_call_match_mode: mode,
          pass_threshold: threshold,
        };
        const there = found(given, made.join(" "));
        const back = found(given, made.toReversed().join(" "));
        const passes = (findings: typeof there): boolean => findings.every(([, failure]) => failure === null);
        expect(there.length).toBeGreaterThan(0);
        expect(passes(there)).toBe(passes(back));
        const ordered = passes(found({ ...given, tool_order: "strict" }, made.join(" ")));
        if (ordered) expect(passes(there)).toBe(true);
      },
    ),
  );
});

test("calls meet a contract drawn from them in any order, and no longer where one argument is another", () => {
  const args = fc.dictionary(fc.constantFrom("a", "b c", "__x"), fc.jsonValue({ maxDepth: 1 }), { minKeys: 1 });
  const made = fc.array(fc.tuple(fc.constantFrom("f", "g"), args), { minLength: 1, maxLength: 5 });
  const shuffled = made.chain((calls) =>
    fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length })),
  );
  fc.assert(
    fc.property(shuffled, ([calls, order]) => {
      const expected_tool_calls = calls.map(([name, given]) => ({
        name,
        argument_invariants: Object.entries(given).map(([key, value]) => ({
          path: printJsonPath([key]),
          equals: value,
        })),
      }));
      const check = compileExpectedCalls(contractOf({ expected_tool_calls, tool_call_match_mode: "strict" }));
      const answered = order.map(([name, given]) => callOf(name, given));
      expect(check?.(answered).map(({ status }) => status)).toEqual(["passed"]);
      const [first, ...rest] = answered as [Call, ...Call[]];
      const key = Object.keys(first.arguments as object)[0] as string;
      const other = { ...first, arguments: { ...(first.arguments as object), [key]: "quite another" } };
      const failed = check?.([...rest, other]) ?? [];
      expect(failed.map(({ failure_class }) => failure_class)).toContain("schema_violation");
    }),
  );
});
