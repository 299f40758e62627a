import { describe, expect, it } from "vitest";
import { hash64 } from "../../../core/dice.ts";
import { seeded, sorted, Z95 } from "../../../stats/index.ts";
import { costBands } from "./bands.ts";
import { costBeside, errorsBeside, latencyBeside } from "./beside.ts";
import type { ServedOutcome } from "./served-rows.ts";
import { calibrationOf, cutWindows } from "./windows.ts";

const Z90 = 1.6448536269514722;

/** Requests of a skewed kind: long inputs cost more, and vary. */
function drawn(seed: number, count: number, scale = 1): readonly ServedOutcome[] {
  const { hi, lo } = hash64(`seed ${seed}`);
  const { next } = seeded([hi, lo, seed, 1]);
  const uniform = (): number => next() / 2 ** 32;
  return Array.from({ length: count }, (_, at) => {
    const input = Math.exp(4 + 3 * uniform());
    const latency = -Math.log(1 - uniform()) * 800;
    const cost = scale * (input + 400 * uniform()) * 1e-6;
    return { at: at * 1_000, input, cost, costFrozen: cost, latency, failed: uniform() < 0.1, target: "m:p" };
  });
}

describe("what was projected beside what happened", () => {
  const donors = drawn(9_999, 1_000);
  const bands = costBands(donors);
  const times = sorted(donors.map(({ latency }) => latency));

  it("holds nine of ten windows in its 90 % band where the projection is right", () => {
    const windows = Array.from({ length: 300 }, (_, at) => drawn(at, 60));
    const covered = (besides: readonly Parameters<typeof calibrationOf>[0][number][]) =>
      (calibrationOf(besides)?.covered ?? 0) / 300;
    expect(covered(windows.map((rows) => costBeside(rows, bands, Z90)))).toBeGreaterThan(0.85);
    expect(covered(windows.map((rows) => latencyBeside(rows, times, 0.5, Z90)))).toBeGreaterThan(0.85);
    expect(covered(windows.map((rows) => latencyBeside(rows, times, 0.95, Z90)))).toBeGreaterThan(0.82);
    expect(covered(windows.map((rows) => errorsBeside(rows, donors, Z90)))).toBeGreaterThan(0.85);
    expect(covered(windows.map((rows) => costBeside(rows, bands, Z90)))).toBeLessThan(0.96);
  });

  it("tells a projection that is 20 % off, and weighs inputs that are longer than the experiment's", () => {
    expect(costBeside(drawn(7_001, 300, 1.2), bands, Z95).inside).toBe(false);
    const long = drawn(7_002, 600).filter(({ input }) => input > 500);
    expect(costBeside(long, bands, Z95).inside, "the mean of all donors would be far off").toBe(true);
  });

  it("takes requests that cost what they were to cost as inside a band without width", () => {
    const same = drawn(7_005, 400).map((row) => ({ ...row, input: 100, cost: 0.000_027 }));
    expect(costBeside(same.slice(0, 37), costBands(same.slice(37)), Z95).inside).toBe(true);
    const dearer = same.slice(0, 37).map((row) => ({ ...row, cost: 0.000_028 }));
    expect(costBeside(dearer, costBands(same.slice(37)), Z95).inside).toBe(false);
  });

  it("says nothing where nothing is known", () => {
    const [row] = drawn(7_003, 1) as [ServedOutcome];
    expect(costBands([])).toBeNull();
    expect(costBeside([row], null, Z95)).toMatchObject({ projected: null, actual: row.cost, inside: null });
    expect(costBeside([{ ...row, cost: Number.NaN }], bands, Z95)).toMatchObject({
      projected: null,
      actual: null,
      n: 0,
      inside: null,
    });
    expect(latencyBeside([row], sorted([]), 0.5, Z95)).toMatchObject({ projected: null, inside: null });
    expect(errorsBeside([row], [], Z95)).toMatchObject({ projected: null, inside: null });
    expect(calibrationOf([])).toBeNull();
  });

  it("cuts what happened into the longest windows that make five", () => {
    const every = (seconds: number) => drawn(7_004, 600).map((row, at) => ({ ...row, at: at * seconds * 1_000 }));
    expect(cutWindows(every(1)).length).toBe("minute");
    expect(cutWindows(every(60)).length).toBe("hour");
    expect(cutWindows(every(1_000)).length).toBe("day");
    expect(cutWindows(every(60)).windows[1]).toMatchObject({ start: 3_600_000, rows: { length: 60 } });
    expect(cutWindows(drawn(7_005, 10)).windows).toEqual([]);
  });
});
