import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { milliseconds, millisecondsInterval, waiting } from "./milliseconds.ts";
import { usd, usdInterval } from "./money.ts";
import { percent, percentInterval } from "./percent.ts";
import { roundTo } from "./rounding.ts";

describe("roundTo", () => {
  it("keeps a value that needs no more decimals, in every direction", () => {
    for (const bound of ["nearest", "lower", "upper"] as const) {
      expect(roundTo(0.29, 2, bound)).toBe(0.29);
      expect(roundTo(1.005, 3, bound)).toBe(1.005);
      expect(roundTo(1e-9, 9, bound)).toBe(1e-9);
    }
  });

  it("never raises a lower bound and never lowers an upper one", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 9 }),
        (value, decimals) => {
          expect(roundTo(value, decimals, "lower")).toBeLessThanOrEqual(value);
          expect(roundTo(value, decimals, "upper")).toBeGreaterThanOrEqual(value);
        },
      ),
    );
  });
});

describe("usd", () => {
  it.each([
    [3.737015, "$3.74"],
    [0.132073, "$0.132"],
    [0.00366, "$0.00366"],
    [0.9996, "$1.00"],
    [0, "$0.00"],
    [1234.567, "$1,234.57"],
    [98765.4, "$98,765"],
    [-3.6, "-$3.60"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("prints %s as %s", (value, text) => expect(usd(value)).toBe(text));

  it("marks a rise where it is asked for", () => expect(usd(0.5, { sign: true })).toBe("+$0.500"));
  it("rounds an interval outwards", () => expect(usdInterval(3.619, 3.871)).toBe("$3.61 to $3.88"));
});

describe("milliseconds", () => {
  it.each([
    [42.46, "42.5 ms"],
    [1013.7, "1,014 ms"],
    [123_456, "123.5 s"],
    [0, "0 ms"],
    [null, "–"],
  ])("prints %s as %s", (value, text) => expect(milliseconds(value)).toBe(text));

  it("rounds an interval outwards", () => expect(millisecondsInterval(980.9, 1049.1)).toBe("980 ms to 1,050 ms"));
  it("tells how long to wait", () => {
    expect([waiting(4200), waiting(125_000), waiting(3_780_000)]).toEqual(["4 s", "2 min 5 s", "1 h 3 min"]);
  });
});

describe("percent", () => {
  it.each([
    [0.9647, "96.5%"],
    [0.00123, "0.12%"],
    [0, "0.0%"],
    [-0.25, "-25.0%"],
    [null, "–"],
  ])("prints %s as %s", (value, text) => expect(percent(value)).toBe(text));

  it("rounds an interval outwards", () => expect(percentInterval(0.95119, 0.9701)).toBe("95.1% to 97.1%"));
});
