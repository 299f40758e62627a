import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compareJson } from "./compare-json.ts";

it("finds nothing between equal documents, in whatever order their keys stand", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(compareJson(value, structuredClone(value))).toEqual([]);
    }),
  );
  expect(compareJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toEqual([]);
});

it("finds something between different documents", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      fc.pre(!sameJson(before, after));
      expect(compareJson(before, after).length).toBeGreaterThan(0);
    }),
  );
});

it("tells an insertion, a removal and a change apart by their paths", () => {
  const before = { steps: ["a", "b", { model: "c" }], accept: { tool_calls: "present" } };
  const after = { steps: ["a", "x", "b", { model: "d" }], note: "hi" };
  expect(compareJson(before, after)).toEqual([
    { path: "steps[1]", kind: "changed", before: "b", after: "x" },
    { path: "steps[2]", kind: "changed", before: { model: "c" }, after: "b" },
    { path: "steps[3]", kind: "added", after: { model: "d" } },
    { path: "note", kind: "added", after: "hi" },
    { path: "accept", kind: "removed", before: { tool_calls: "present" } },
  ]);
  expect(compareJson(["a", "b", "c"], ["a", "x", "b", "c"])).toEqual([{ path: "[1]", kind: "added", after: "x" }]);
});

function sameJson(left: unknown, right: unknown): boolean {
  try {
    expect(left).toStrictEqual(right);
    return true;
  } catch {
    return false;
  }
}
