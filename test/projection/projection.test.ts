import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { METHODS, PILOT, PLAIN } from "../../benchmarks/projection/methods.ts";
import { scoreMethods, type Score } from "../../benchmarks/projection/score.ts";
import { MISSING, orderedPairs, readRun } from "../../benchmarks/projection/tool-calling-run.ts";

const SEEDS = 2;

// The benchmark over every ordered pair of 49 models, with two draws a pair instead of twenty.
describe("projected cost beside measured cost", () => {
  beforeEach(({ skip }) => skip(MISSING !== null, MISSING ?? ""));

  let plain: Score;
  let pilot: Score;
  beforeAll(() => {
    if (MISSING !== null) return;
    [plain, pilot] = scoreMethods(readRun(), [PLAIN, PILOT], { calls: 50, seeds: SEEDS }) as [Score, Score];
  });

  it("price times the baseline's tokens is off by a quarter at the median, and by nine tenths for a tenth of the pairs", () => {
    expect(plain.pairs).toBe(2_352);
    expect([plain.median.toFixed(3), plain.p90.toFixed(3)]).toEqual(["0.234", "0.916"]);
  });

  it("fifty calls bring that to a fiftieth, and to less than a tenth", () => {
    expect(pilot).toMatchObject({ pairs: 2_352, seeds: SEEDS });
    expect(pilot.median).toBeLessThanOrEqual(0.025);
    expect(pilot.p90).toBeLessThanOrEqual(0.09);
  });

  it("nineteen of twenty intervals hold what was measured", () => {
    expect(pilot.coverage).toBeGreaterThanOrEqual(0.93);
    expect(pilot.coverage).toBeLessThanOrEqual(0.97);
  });

  it("every method is right where as many calls are made as there are requests", () => {
    const run = readRun();
    const pair = orderedPairs(run).next().value!;
    for (const method of METHODS.filter(({ draws }) => draws)) {
      const calls = method.name.includes("stopped") ? 2 * pair.plain.length : pair.plain.length;
      expect(method.project(pair, calls, "all", run).estimate / pair.total, method.name).toBeCloseTo(1, 9);
    }
  });
});
