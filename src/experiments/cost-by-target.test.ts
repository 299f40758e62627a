import { expect, it } from "vitest";
import type { Exercised } from "./exercised.ts";
import { definition, DOWN, pair, records, RUN, side } from "./pairs.fixtures.ts";
import { summarise } from "./summarise.ts";
import type { Pair } from "./pair.ts";

function of(pairs: readonly Pair[]) {
  return summarise(records(pairs), definition(pairs.length), RUN);
}

const ESCALATED = side({
  target: "big:p",
  cost_usd: 0.005,
  attempts: [
    { target: "small:p", kind: "first", cost_usd: 0.001 },
    { target: "big:p", kind: "step", cost_usd: 0.004 },
  ],
});
const FELL_BACK = side({
  target: "big:p",
  cost_usd: null,
  attempts: [
    { target: "small:p", kind: "first", cost_usd: null },
    { target: "small:p", kind: "retry", cost_usd: null },
    { target: "big:p", kind: "fallback", cost_usd: 0.004 },
  ],
});

it("counts every call where it was made, and the whole pair where its calls were not kept", () => {
  const { cost_by_target: cost } = of([
    pair(0, { replay: ESCALATED }),
    pair(1, { replay: FELL_BACK }),
    pair(2, { replay: side({ target: "small:p", cost_usd: 0.002 }) }),
  ]);
  expect(cost?.candidate).toEqual([
    { target: "big:p", cost_usd: 0.008, share: expect.closeTo(8 / 11), calls: 2, unpriced: 0 },
    { target: "small:p", cost_usd: expect.closeTo(0.003), share: expect.closeTo(3 / 11), calls: 4, unpriced: 2 },
  ]);
  expect(cost?.baseline).toEqual([{ target: "big:p", cost_usd: 0.006, share: 1, calls: 3, unpriced: 0 }]);
});

it("what one call cost is what its row cost; what nobody knows is null", () => {
  const alone = side({ cost_usd: 0.003, attempts: [{ target: "big:p", kind: "first", cost_usd: null }] });
  const { cost_by_target: cost } = of([
    pair(0, { replay: alone, original: side({ target: null, cost_usd: null, failure: DOWN }) }),
  ]);
  expect(cost?.candidate).toEqual([{ target: "big:p", cost_usd: 0.003, share: 1, calls: 1, unpriced: 0 }]);
  expect(cost?.baseline).toEqual([{ target: null, cost_usd: null, share: null, calls: 1, unpriced: 1 }]);
});

it("says how often more than the first choice was asked, of the pairs whose calls are known", () => {
  const { exercised } = of([pair(0, { replay: ESCALATED }), pair(1, { replay: FELL_BACK }), pair(2)]);
  expect(exercised?.baseline).toBeNull();
  const counts = (one: Exercised): unknown[] =>
    [one.fallback, one.retried, one.escalated].map(({ count, n }) => [count, n]);
  expect(counts(exercised?.candidate as Exercised)).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

it("spreads the known times of both sides over the same bins", () => {
  const { latency_histogram: times } = of([
    pair(0, { original: side({ latency_ms: 900 }), replay: side({ latency_ms: 90 }) }),
    pair(1, { original: side({ latency_ms: null }), replay: side({ latency_ms: 95 }) }),
  ]);
  expect(times).toEqual({
    baseline: [{ from_ms: 800, to_ms: 1000, count: 1 }],
    candidate: [{ from_ms: 80, to_ms: 100, count: 2 }],
  });
});
