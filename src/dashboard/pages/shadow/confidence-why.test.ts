import * as fc from "fast-check";
import { expect, it } from "vitest";
import { pairOf, pairsOf } from "../../../shadow/pairs.fixtures.ts";
import { summariseShadow } from "../../../shadow/summarise-shadow.ts";
import { confidenceWhy } from "./confidence-why.ts";

const incomparable = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...pairOf("both_pass", { contract: `out-${at}` }),
    comparable: false,
    incomparable_reason: "shadow_error" as const,
    result: null,
  }));

it.each([
  [0, 0, 0, "Only 0 pairs could be compared; it takes 20 to say more."],
  [1, 0, 0, "Only 1 pair could be compared; it takes 20 to say more."],
  [60, 0, 20, "25.0% of the pairs could not be compared, more than 15 %."],
  [20, 0, 0, "The interval of the difference is wider than two margins to either side"],
  [90, 0, 8, "8.16% of the pairs could not be compared, more than 5 %."],
  [40, 0, 0, "The interval of the difference reaches further than the margin"],
  [100, 0, 0, "At most 5 % of the pairs could not be compared"],
])("%i passing, %i lost and %i incomparable pairs: %s", (both_pass, loss, out, why) => {
  expect(confidenceWhy(summariseShadow([...pairsOf({ both_pass, loss }), ...incomparable(out)]))).toContain(why);
});

it("never gives a reason that does not hold", () => {
  const counts = fc.record({ both_pass: fc.nat(60), loss: fc.nat(4), gain: fc.nat(4), out: fc.nat(15) });
  fc.assert(
    fc.property(counts, ({ out, ...results }) => {
      const summary = summariseShadow([...pairsOf(results), ...incomparable(out)]);
      const why = confidenceWhy(summary);
      const rate = out / Math.max(1, out + summary.comparable_n);
      expect(why.startsWith("Only")).toBe(summary.comparable_n < 20);
      if (why.includes("more than 15 %")) expect(rate).toBeGreaterThan(0.15);
      if (why.includes("more than 5 %")) expect(rate).toBeGreaterThan(0.05);
      if (why.startsWith("At most 5 %")) expect(rate).toBeLessThanOrEqual(0.05);
    }),
    { numRuns: 40 },
  );
});
