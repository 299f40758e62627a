import { assert as check, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { controlPositions, controlSize } from "./control-rows.ts";

describe("how many baselines are asked again", () => {
  it.each([
    ["default", 30, 30, 30],
    ["default", 400, 400, 50],
    ["default", 1_000, 1_000, 100],
    ["default", 5_000, 5_000, 200],
    ["default", 1_000, 20, 20],
    ["none", 1_000, 1_000, 0],
  ] as const)("%s of %d, %d of them able: %d", (asked, rows, able, size) => {
    expect(controlSize(asked, rows, able)).toBe(size);
  });
  it("or a share that was named", () => {
    expect(controlSize({ share: 0.25 }, 10, 10)).toBe(3);
    expect(controlSize({ share: 1 }, 10, 4)).toBe(4);
  });
});

it("marks are spread: every prefix of the able rows has its share of them, to within one", () => {
  check(
    property(integer({ min: 1, max: 300 }), integer({ min: 0, max: 300 }), (rows, wanted) => {
      const able = Array.from({ length: rows }, (_, at) => at * 3);
      const size = Math.min(rows, wanted);
      const marked = controlPositions(able, size);
      expect(marked.size).toBe(size);
      let seen = 0;
      able.forEach((position, at) => {
        if (marked.has(position)) seen += 1;
        expect(Math.abs(seen - ((at + 1) * size) / rows)).toBeLessThanOrEqual(1);
      });
    }),
  );
});
