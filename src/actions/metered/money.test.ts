import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { virtualRuntime } from "../../testing/virtual-runtime.ts";
import { openMoney, type Money, type MoneyParts } from "./money.ts";

/** One caller: comes at an instant, makes its calls one after the other. */
interface Caller {
  readonly comes: number;
  readonly calls: readonly { readonly worst: number; readonly share: number | null; readonly takes: number }[];
}

const call = fc.record({
  worst: fc.double({ min: 0, max: 0.4, noNaN: true }),
  /** Of the worst case, what it really cost; null = never told. */
  share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  takes: fc.nat({ max: 50 }),
});
const caller: fc.Arbitrary<Caller> = fc.record({
  comes: fc.nat({ max: 30 }),
  calls: fc.array(call, { minLength: 1, maxLength: 4 }),
});

function pocket(parts: Partial<MoneyParts> = {}) {
  const written: number[] = [];
  const settled = new Map<number, number>();
  const money: Money = openMoney({
    cap_usd: 1,
    spent_usd: 0,
    reserved_usd: 0,
    reserve: (_, usd) => written.push(usd) - 1,
    settle(one, usd) {
      expect(settled.has(one)).toBe(false);
      settled.set(one, usd);
    },
    changed() {},
    ...parts,
  });
  return { money, written, settled };
}

describe("the ledger of a run", () => {
  it("never has more spent and reserved than its cap, serves in turn and loses nothing, whatever comes when", async () => {
    expect.hasAssertions();
    const start = {
      spent: fc.double({ min: 0, max: 0.5, noNaN: true }),
      left: fc.double({ min: 0, max: 0.5, noNaN: true }),
    };
    await fc.assert(
      fc.asyncProperty(fc.array(caller, { maxLength: 40 }), fc.record(start), async (callers, { spent, left }) => {
        const runtime = virtualRuntime();
        const { signal } = runtime.child(null);
        const asked: number[] = [];
        const granted: number[] = [];
        const refused: number[] = [];
        const within = (): void => {
          const { spent_usd, reserved_usd } = money.state();
          expect(spent_usd + reserved_usd).toBeLessThanOrEqual(1);
        };
        const { money, written, settled } = pocket({ spent_usd: spent, reserved_usd: left, changed: () => within() });
        await runtime.drive(
          Promise.all(
            callers.map(async ({ comes, calls }) => {
              await runtime.sleep(comes, signal);
              for (const { worst, share, takes } of calls) {
                const number = asked.push(worst) - 1;
                const reservation = await money.reserve(number, worst);
                within();
                if (reservation === null) {
                  refused.push(number);
                  return;
                }
                granted.push(number);
                await runtime.sleep(takes, signal);
                reservation.settle(share === null ? null : share * worst);
                reservation.settle(99);
                within();
              }
            }),
          ),
        );
        expect(granted).toEqual(granted.toSorted((a, b) => a - b));
        expect(granted.length + refused.length).toBe(asked.length);
        expect(written).toEqual(granted.map((number) => asked[number]));
        expect([...settled.keys()].toSorted((a, b) => a - b)).toEqual(written.map((_, index) => index));
        const state = money.state();
        expect(state).toMatchObject({ calls: 0, waiting: 0, reserved_usd: left, overrun_usd: 0 });
        expect(state.spent_usd).toBeCloseTo(
          [...settled.values()].reduce((sum, usd) => sum + usd, spent),
          10,
        );
        expect(state.peak_usd).toBeLessThanOrEqual(1);
        expect(state.capped).toBe(refused.length > 0);
        // The first to be refused did not fit with nothing under way.
        if (refused.length > 0) {
          const first = asked[Math.min(...refused)] as number;
          expect(state.spent_usd + left + first).toBeGreaterThan(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("lets nobody past a call that waits, however small", async () => {
    const { money } = pocket();
    const first = await money.reserve(0, 0.75);
    const came: string[] = [];
    const big = money.reserve(1, 0.5).then((one) => came.push(one === null ? "big refused" : "big"));
    const small = money.reserve(2, 0.125).then((one) => came.push(one === null ? "small refused" : "small"));
    await Promise.resolve();
    expect([came, money.state().waiting]).toEqual([[], 2]);
    first?.settle(0.125);
    await Promise.all([big, small]);
    expect(came).toEqual(["big", "small"]);
  });

  it("grants nothing under a cap of 0 but what is free", async () => {
    const { money, written } = pocket({ cap_usd: 0 });
    expect(await money.reserve(0, 0)).not.toBeNull();
    expect(written).toEqual([0]);
    const { money: other, written: none } = pocket({ cap_usd: 0 });
    expect(await other.reserve(0, 1e-9)).toBeNull();
    expect([none, other.state().capped]).toEqual([[], true]);
    expect(await other.reserve(0, 0)).toBeNull();
  });

  it("says what a provider took beyond the worst case, and goes no further than it must", async () => {
    const { money, settled } = pocket();
    const [one, two] = await Promise.all([money.reserve(0, 0.25), money.reserve(1, 0.25)]);
    one?.settle(1.25);
    expect(money.state()).toMatchObject({ spent_usd: 1.25, overrun_usd: 1, reserved_usd: 0.25 });
    const late = money.reserve(2, 0.01);
    two?.settle(0.125);
    expect(await late).toBeNull();
    expect([...settled.values()]).toEqual([1.25, 0.125]);
  });

  it("is closed by a run that is not ours any more, and by an error of the store", async () => {
    const { money } = pocket({ reserve: () => null });
    expect(await money.reserve(0, 0.1)).toBeNull();
    expect(money.state()).toMatchObject({ lost: true, capped: false, calls: 0 });
    const { money: broken } = pocket({
      reserve() {
        throw new Error("disk full");
      },
    });
    await expect(broken.reserve(0, 0.1)).rejects.toThrow("disk full");
    expect(await broken.reserve(0, 0.1)).toBeNull();
  });

  it("takes no worst case that is no number", () => {
    expect(() => pocket().money.reserve(0, Number.NaN)).toThrow("NaN");
  });
});
