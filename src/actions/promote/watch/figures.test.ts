import { describe, expect, it } from "vitest";
import { NOTHING_SEEN } from "./tally.ts";
import { watchFigures } from "./figures.ts";

const NO_LIMITS = { max_error_rate: null, max_p95_ms: null, max_cost_per_request_usd: null };
const watch = (limits: object) => ({ limits: { ...NO_LIMITS, ...limits }, min_requests: 30 });

describe("what a watch has seen", () => {
  it("tells an error rate only once the bound exceeds the limit", () => {
    const of = (failed: number, requests: number) =>
      watchFigures(watch({ max_error_rate: 0.05 }), { ...NOTHING_SEEN, failed, requests })[0];
    expect(of(0, 0)).toMatchObject({ n: 0, estimate: null, lower: 0, exceeded: false });
    expect(of(29, 29)?.exceeded, "too few requests").toBe(false);
    expect(of(30, 30)?.exceeded).toBe(true);
    expect(of(3, 40)?.exceeded, "7.5 % of 40 may well be 5 %").toBe(false);
    expect(of(75, 1_000)).toMatchObject({ estimate: 0.075, above: 0.05 });
    expect(of(150, 1_000)?.exceeded).toBe(true);
    expect(of(50, 1_000)?.exceeded).toBe(false);
  });

  it("is not fooled by looking after every request", () => {
    // Exactly the limit: 5 % fail, spread evenly, a thousand looks.
    for (let requests = 1; requests <= 2_000; requests++) {
      const seen = { ...NOTHING_SEEN, requests, failed: Math.ceil(requests / 20) };
      expect(watchFigures(watch({ max_error_rate: 0.05 }), seen)[0]?.exceeded).toBe(false);
    }
  });

  it("asks of a p95 whether more than a twentieth is slower", () => {
    const of = (slow: number, timed: number) =>
      watchFigures(watch({ max_p95_ms: 2_000 }), { ...NOTHING_SEEN, slow, timed })[0];
    expect(of(4, 100)).toMatchObject({ value: 2_000, estimate: 0.04, above: 0.05, exceeded: false });
    expect(of(30, 100)?.exceeded).toBe(true);
  });

  it("bounds the mean cost from the sums of costs and squares", () => {
    const of = (costs: readonly number[]) => {
      const cost_usd = costs.reduce((sum, cost) => sum + cost, 0);
      const cost_squares = costs.reduce((sum, cost) => sum + cost * cost, 0);
      const seen = { ...NOTHING_SEEN, priced: costs.length, cost_usd, cost_squares };
      return watchFigures(watch({ max_cost_per_request_usd: 0.01 }), seen)[0];
    };
    expect(of([])).toMatchObject({ n: 0, estimate: null, lower: 0 });
    expect(of(Array.from({ length: 40 }, () => 0.02))?.exceeded).toBe(true);
    expect(of(Array.from({ length: 40 }, (_, at) => (at === 0 ? 0.5 : 0.001)))?.exceeded, "one dear request").toBe(
      false,
    );
    expect(of(Array.from({ length: 400 }, (_, at) => 0.01 + (at % 3) * 0.004))?.exceeded).toBe(true);
  });

  it("says nothing of limits that were not given", () => {
    expect(watchFigures(watch({}), { ...NOTHING_SEEN, failed: 50, requests: 50 })).toEqual([]);
  });
});
