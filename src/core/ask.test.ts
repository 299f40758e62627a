import { describe, expect, it } from "vitest";
import { coverAnswer, requestAsk } from "./ask.ts";
import { UNKNOWN_CAPABILITIES } from "./facts.ts";
import { lacking, LACKS } from "./question.ts";
import { makeOrders } from "./ranking.ts";
import { featuresOf } from "../testing/features.ts";
import { factsOf, factsSnapshot } from "../testing/world.ts";

const NEEDS_ALL = { tools: true, images: true, json_schema: true };
const NEEDS_NONE = { tools: false, images: false, json_schema: false };
const LACKS_ALL = { ...UNKNOWN_CAPABILITIES, tools: false, images: false, json_schema: false, context_window: 100 };

describe("coverAnswer", () => {
  it("adds up what a target is known to lack of what is needed", () => {
    expect(coverAnswer(LACKS_ALL, { needs: NEEDS_ALL, input_tokens: 101 })).toBe(15);
    expect(coverAnswer(LACKS_ALL, { needs: NEEDS_ALL, input_tokens: 100 })).toBe(
      LACKS.tools + LACKS.images + LACKS.json_schema,
    );
    expect(coverAnswer(LACKS_ALL, { needs: { ...NEEDS_NONE, images: true }, input_tokens: null })).toBe(LACKS.images);
    expect(coverAnswer(LACKS_ALL, { needs: NEEDS_NONE, input_tokens: null })).toBe(0);
    expect(lacking(5)).toEqual(["tools", "json_schema"]);
  });

  it("takes what is not known for covered", () => {
    expect(coverAnswer(UNKNOWN_CAPABILITIES, { needs: NEEDS_ALL, input_tokens: 1e9 })).toBe(0);
  });
});

describe("requestAsk", () => {
  it("knows nothing of a target outside the snapshot: healthy, covering, ranked behind the known", () => {
    const facts = factsSnapshot([factsOf("a:one", { quality: { score: 0.1, by_tag: {} } })]);
    const ask = requestAsk(featuresOf({ needs: NEEDS_ALL }), facts);
    const orders = makeOrders();
    const targets = ["new:one", "a:one"];
    expect(ask({ kind: "health", id: 0, target: "new:one" })).toBe(0);
    expect(ask({ kind: "cover", id: 1, target: "new:one" })).toBe(0);
    expect(orders.order(ask({ kind: "rank", id: 2, by: "quality", targets, orders }))).toEqual([1, 0]);
  });

  it("gives one number to one order, and the order back for the number", () => {
    const orders = makeOrders();
    const numbers = [
      [0, 1, 2],
      [2, 1, 0],
      [0, 1, 2],
      [0, 12],
      [0, 1, 2],
    ].map((order) => orders.number(order));
    expect(numbers).toEqual([0, 1, 0, 2, 0]);
    expect(orders.order(1)).toEqual([2, 1, 0]);
  });
});
