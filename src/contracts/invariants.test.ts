import { describe, expect, it, test } from "vitest";
import * as fc from "fast-check";
import type { Invariant } from "./contract.ts";
import { invariantSchema } from "./invariant-schema.ts";
import { compileInvariant } from "./invariants.ts";
import { INVARIANT_OPERATORS } from "./operators.ts";

function holds(invariant: Omit<Invariant, "path">, value: unknown, path = "$.v"): boolean {
  const read = invariantSchema.parse({ path, ...invariant });
  return compileInvariant(read).check(value === undefined ? {} : { v: value }) === null;
}

describe("an invariant", () => {
  it.each<[Omit<Invariant, "path">, readonly unknown[], readonly unknown[]]>([
    [{ exists: true }, [1, null, "", []], [undefined]],
    [{ exists: false }, [undefined], [1, null]],
    [{ type: "string" }, ["", "a"], [1, null, undefined]],
    [{ type: "number" }, [1, 1.5], ["1", null, undefined]],
    [{ type: "integer" }, [1, -3, 1e20], [1.5, "1", undefined]],
    [{ type: "boolean" }, [true, false], [0, "true"]],
    [{ type: "object" }, [{}, { a: 1 }], [[], null]],
    [{ type: "array" }, [[], [1]], [{}, null, "[]"]],
    [{ type: "null" }, [null], [0, "", undefined]],
    [{ equals: { a: 1, b: [1] } }, [{ b: [1], a: 1 }], [{ a: 1 }, { a: 1, b: [2] }, undefined]],
    [{ equals: null }, [null], [0, undefined]],
    [{ equals: 1 }, [1, 1.0], ["1", true]],
    [{ one_of: ["a", 1, null] }, ["a", 1, null], ["b", "1", undefined]],
    [{ regex: "^a+$" }, ["a", "aa"], ["ab", 1, null, undefined]],
    [{ gte: 1 }, [1, 2], [0.9, "2", null]],
    [{ lte: 1 }, [1, -2], [1.1, "0"]],
    [{ gte: 1, lte: 3, type: "integer" }, [1, 2, 3], [0, 2.5, 4]],
    [{ length_gte: 2 }, ["ab", [1, 2], "😀😀"], ["a", "😀", [1], 22, {}]],
    [{ length_lte: 1 }, ["", "😀", [], [1]], ["ab", [1, 2], {}, undefined]],
    [{ contains: "a" }, ["bab", ["b", "a"]], ["b", ["ba"], { a: 1 }]],
    [{ contains: { a: 1 } }, [[{ a: 1 }]], ['{"a":1}', [{ a: 2 }]]],
  ])("%j", (invariant, good, bad) => {
    for (const value of good) expect(holds(invariant, value), JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(holds(invariant, value), JSON.stringify(value)).toBe(false);
  });

  it("with `[*]` holds of everything there is, and of at least one thing", () => {
    const every = { gte: 1 };
    expect(holds(every, [1, 2], "$.v[*]")).toBe(true);
    expect(holds(every, [1, 0], "$.v[*]")).toBe(false);
    expect(holds(every, [], "$.v[*]")).toBe(false);
    expect(holds({ exists: true }, [0], "$.v[*]")).toBe(true);
    expect(holds({ exists: false }, [], "$.v[*]")).toBe(true);
    expect(holds({ exists: false }, [0], "$.v[*]")).toBe(false);
  });

  it("says where it does not hold, what was expected and what was found", () => {
    const check = compileInvariant({ path: "$.items[*].price", type: "number", lte: 10 }).check;
    expect(check({ items: [{ price: 1 }, { price: 12 }] }, ["tool_calls", 0, "arguments"])).toEqual({
      path: ["tool_calls", 0, "arguments", "items", 1, "price"],
      expected: { lte: 10 },
      found: 12,
      message: "expected $.tool_calls[0].arguments.items[1].price to be at most 10; found 12",
    });
    expect(check({ items: [] })).toMatchObject({
      found: null,
      expected: { type: "number", lte: 10 },
      message: "expected $.items[*].price to be of type number and to be at most 10; it is not there",
    });
  });

  test("throws on nothing", () => {
    const everything = INVARIANT_OPERATORS.map(({ name, example }) =>
      compileInvariant({ path: "$.*", [name]: example }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const { check } of everything) expect(check({ value })?.message ?? "holds").toMatch(/./u);
      }),
    );
  });
});

describe("the schema of an invariant", () => {
  it.each<[object, string]>([
    [{ path: "$.a" }, "says nothing of its path"],
    [{ path: "$.a", exists: false, type: "string" }, "`exists: false` stands alone"],
    [{ path: "$.a", equal: 1 }, 'unknown key "equal": did you mean equals?'],
    [{ path: "a.b", exists: true }, 'expected `$`, which every path begins with, at character 1 of "a.b"'],
    [{ path: "$.a", regex: "(" }, "not a regular expression of the RE2 syntax"],
    [{ path: "$.a", regex: "a".repeat(513) }, "at most 512 characters"],
    [{ path: "$.a", one_of: [] }, "expected array to have >=1 items"],
    [{ path: "$.a", type: "int" }, '"integer"'],
    [{ path: "$.a", length_gte: -1 }, ">=0"],
    [{ exists: true }, "expected string"],
  ])("refuses %j", (invariant, message) => {
    expect(invariantSchema.safeParse(invariant).error?.issues[0]?.message).toContain(message);
  });

  it.each(INVARIANT_OPERATORS)("takes the example of $name", ({ name, example }) => {
    expect(invariantSchema.parse({ path: "$", [name]: example })).toEqual({ path: "$", [name]: example });
  });
});
