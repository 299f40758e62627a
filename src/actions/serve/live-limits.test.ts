import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { liveLimits } from "./live-limits.ts";

describe("rates", () => {
  it("let through no more than the limit and its burst in any window, and say exactly how long to wait", () => {
    const limit = fc.record({
      requests: fc.integer({ min: 1, max: 20 }),
      per_seconds: fc.integer({ min: 1, max: 60 }),
    });
    const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 5, maxLength: 80 });
    fc.assert(
      fc.property(limit, gaps, (given, waits) => {
        const limits = liveLimits({ spent: () => 0 });
        const passed: number[] = [];
        let now = 1_000_000;
        for (const gap of waits) {
          now += gap;
          const wait = limits.rate("e", given, now);
          if (wait === null) passed.push(now);
          else {
            expect(wait).toBeGreaterThan(0);
            expect(limits.rate("e", given, now + wait + 1e-3)).toBeNull();
            passed.push((now += wait + 1e-3));
          }
        }
        const window = given.per_seconds * 1_000;
        for (const start of passed) {
          const inside = passed.filter((at) => at >= start && at < start + window).length;
          // A burst at the start, and what is earned while the window runs.
          expect(inside).toBeLessThanOrEqual(given.requests * 2);
        }
      }),
    );
  });

  it("are each endpoint's own", () => {
    const limits = liveLimits({ spent: () => 0 });
    const one = { requests: 1, per_seconds: 60 };
    expect([limits.rate("a", one, 0), limits.rate("b", one, 0)]).toEqual([null, null]);
    expect(limits.rate("a", one, 0)).toBeCloseTo(60_000, 3);
  });
});

describe("budgets", () => {
  const noon = Date.UTC(2026, 0, 2, 12);

  it("hold what the store knows and what was charged since, a UTC day at a time", () => {
    const limits = liveLimits({ spent: (key, day) => (key === "k" && day === "2026-01-02" ? 0.5 : 0) });
    expect(limits.spent("k", 1, noon)).toBe(false);
    limits.charge("k", 0.25, noon);
    limits.charge("k", 0.25, noon);
    expect(limits.spent("k", 1, noon)).toBe(true);
    expect(limits.spent("other", 1, noon)).toBe(false);
    expect(limits.spent("k", 1, noon + 86_400_000)).toBe(false);
    const stored: unknown[] = [];
    const full = (): never => {
      throw new Error("the disk is full");
    };
    expect(() => limits.storeCharges(full)).toThrow("the disk is full");
    for (let round = 0; round < 2; round++) limits.storeCharges((charges) => stored.push(...charges));
    expect(stored).toEqual([{ key: "k", day: "2026-01-02", usd: 0.5 }]);
  });
});
