import * as fc from "fast-check";
import { expect, test } from "vitest";
import { studentQuantile } from "../../stats/student-t.ts";
import { drawPilot, type PilotSample } from "./draw-pilot.ts";
import { estimatePilot } from "./estimate-pilot.ts";
import { madeUpWindow } from "./made-up-window.fixtures.ts";

function sampleOf(plain: readonly number[], inclusion: readonly number[], plain_usd: number): PilotSample {
  return {
    rows: Uint32Array.from(plain.keys()),
    plain: Float64Array.from(plain),
    inclusion: Float64Array.from(inclusion),
    priced: 100,
    plain_usd,
  };
}

const UNKNOWN = Number.NaN;

// Standard errors worked out apart from this code, by the formulas in the doc comments.
test.each([
  { name: "mean of the rows' ratios", cost: [2, 2, 6, 4], ratio: 1.5, error: 0.2737936503335367, degrees: 3 },
  { name: "one row certain", cost: [10, 3, 3, 8, 1], ratio: 13 / 12, error: 0.1314684396244359, degrees: 3 },
  { name: "stopped early", cost: [10, 3, 3, UNKNOWN, UNKNOWN], ratio: 0.875, error: 0.20815408955867284, degrees: 1 },
])("$name", ({ cost, ratio, error, degrees }) => {
  const sample =
    cost.length === 4
      ? sampleOf([1, 2, 3, 4], [0.04, 0.08, 0.12, 0.16], 100)
      : sampleOf([20, 2, 3, 4, 1], [1, 0.2, 0.3, 0.4, 0.1], 60);
  const estimate = estimatePilot(sample, cost);
  const half = studentQuantile(0.975, degrees) * error;
  expect(estimate.evidence).toBe("projected");
  expect(estimate.ratio.estimate).toBeCloseTo(ratio, 12);
  expect(estimate.ratio.standardError).toBeCloseTo(error, 12);
  expect(estimate.cost_usd.estimate).toBeCloseTo(ratio * sample.plain_usd, 10);
  expect(estimate.cost_usd.upper).toBeCloseTo((ratio + half) * sample.plain_usd, 10);
  expect(estimate.cost_usd.lower).toBeCloseTo(Math.max(0, ratio - half) * sample.plain_usd, 10);
});

test("what cannot be told is null, not zero", () => {
  const sample = sampleOf([1, 2], [0.1, 0.2], 50);
  const none = estimatePilot(sample, [UNKNOWN, UNKNOWN]);
  expect(none).toMatchObject({ evidence: "unidentified", drawn: 2, measured: 0, cost_usd: { estimate: null } });
  const one = estimatePilot(sample, [3, UNKNOWN]);
  expect(one).toMatchObject({
    evidence: "projected",
    measured: 1,
    cost_usd: { estimate: 150, lower: null, upper: null },
  });
  const lonely = estimatePilot(sampleOf([9, 1], [1, 0.5], 11), [9, 2]);
  expect(lonely.cost_usd).toMatchObject({ estimate: 11 * (13 / 11), lower: null, upper: null });
});

test("a window of which everything costs nothing costs nothing", () => {
  const free = { plain: new Float64Array(3), keys: new Float64Array(3) };
  const estimate = estimatePilot(drawPilot(free, 50, "seed"), []);
  expect(estimate).toMatchObject({ evidence: "projected", measured: 0, cost_usd: { estimate: 0, lower: 0, upper: 0 } });
  const unpriced = { plain: new Float64Array(3).fill(Number.NaN), keys: new Float64Array(3) };
  expect(estimatePilot(drawPilot(unpriced, 50, "seed"), []).cost_usd.estimate).toBeNull();
});

test("calling every row leaves no error, and calling some of them does", () => {
  const { window, costs, total } = madeUpWindow(40, 1.5, 0, 3);
  const sample = drawPilot(window, 40, "seed");
  const all = Float64Array.from(sample.rows, (row) => costs[row]!);
  const { cost_usd } = estimatePilot(sample, all);
  expect(cost_usd.estimate).toBeCloseTo(total, 12);
  expect([cost_usd.lower, cost_usd.upper]).toEqual([cost_usd.estimate, cost_usd.estimate]);
  const some = estimatePilot(sample, all.fill(Number.NaN, 20)).cost_usd;
  expect(some.lower!).toBeLessThan(some.estimate!);
});

test("a ratio that is the same for all rows is found exactly, whichever of them answered", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      (calls, ratio, answered) => {
        const { window } = madeUpWindow(60, 1.5, 0, calls);
        const sample = drawPilot(window, calls, "seed");
        const costs = sample.plain.map((plain, index) => (answered[index] ? plain * ratio : Number.NaN));
        const estimate = estimatePilot(sample, costs);
        if (estimate.measured === 0) return;
        expect(estimate.ratio.estimate! / ratio).toBeCloseTo(1, 12);
        const { lower, upper } = estimate.ratio;
        if (lower !== null) expect((upper! - lower) / ratio).toBeLessThan(1e-6);
      },
    ),
  );
});

/** How often the interval holds the total, and the mean of estimate / total, over windows made up alike. */
function overWindows(rows: number, spread: number, slope: number, calls: number, answered: number) {
  const windows = 1_500;
  let held = 0;
  let mean = 0;
  for (let number = 0; number < windows; number++) {
    const { window, costs, total } = madeUpWindow(rows, spread, slope, number);
    const sample = drawPilot(window, calls, `draw ${number}`);
    const measured = Float64Array.from(sample.rows, (row, index) => (index < answered ? costs[row]! : Number.NaN));
    const { estimate, lower, upper } = estimatePilot(sample, measured).cost_usd;
    if (lower! <= total && total <= upper!) held++;
    mean += estimate! / total / windows;
  }
  return { coverage: held / windows, mean };
}

test.each([
  { name: "even costs", spread: 0.5, slope: 0, rows: 1_000, calls: 50, least: 0.93 },
  { name: "a long tail, some rows certain", spread: 2, slope: 0, rows: 1_000, calls: 50, least: 0.92 },
  { name: "dear rows have lower ratios", spread: 1, slope: -0.2, rows: 1_000, calls: 50, least: 0.93 },
  { name: "dear rows have higher ratios", spread: 1, slope: 0.3, rows: 1_000, calls: 50, least: 0.93 },
  { name: "half of the window called", spread: 1, slope: 0, rows: 100, calls: 50, least: 0.92 },
  { name: "stopped after 40 of 60", spread: 0.5, slope: 0, rows: 1_000, calls: 60, answered: 40, least: 0.92 },
  // A third of the certain rows is missing: the interval is a little short, as that of any ratio of skewed sums is.
  { name: "stopped, a long tail", spread: 1.5, slope: 0, rows: 300, calls: 60, answered: 40, least: 0.89 },
])("coverage: $name", ({ spread, slope, rows, calls, answered = calls, least }) => {
  const { coverage, mean } = overWindows(rows, spread, slope, calls, answered);
  expect(coverage).toBeGreaterThan(least);
  expect(coverage).toBeLessThan(0.97);
  expect(Math.abs(mean - 1)).toBeLessThan(0.01);
});
