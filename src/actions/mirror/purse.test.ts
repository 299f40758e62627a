import { describe, expect, it } from "vitest";
import type { StoredMirror } from "../../store/shadow.ts";
import { openPurse, type Purse } from "./purse.ts";

const DAY = Date.UTC(2026, 4, 3, 12);
const CAP = 1;

/** The money of a day as a store keeps it, which several gateways draw on. */
function bank() {
  const days = new Map<string, { spent: number; reserved: number }>();
  const of = (day: string): { spent: number; reserved: number } => {
    const known = days.get(day) ?? { spent: 0, reserved: 0 };
    days.set(day, known);
    return known;
  };
  let writes = 0;
  return {
    of,
    writes: () => writes,
    mirrors: {
      reserveMirror(_: string, day: string, usd: number, cap: number): boolean {
        writes++;
        const one = of(day);
        if (one.spent + one.reserved + usd > cap + 1e-9) return false;
        one.reserved += usd;
        return true;
      },
      settleMirror(_: string, day: string, reserved: number, cost: number | null): void {
        writes++;
        const one = of(day);
        one.reserved -= reserved;
        one.spent += cost ?? reserved;
      },
    },
  };
}

function purseOver(money: ReturnType<typeof bank>, clock: { now: number } = { now: DAY }) {
  const capped: string[] = [];
  const mirror = { id: "mir_1", max_usd_per_day: CAP } as StoredMirror;
  const purse = openPurse(() => mirror, {
    mirrors: money.mirrors,
    now: () => clock.now,
    onCap: (day) => capped.push(day),
  });
  return { purse, capped };
}

async function pay(purse: Purse, worst: number, cost: number | null): Promise<boolean> {
  const reserved = await purse.ledger.reserve(worst);
  reserved?.settle(cost);
  return reserved !== null;
}

describe("the purse of a mirror", () => {
  it("writes down what calls cost, once for many", async () => {
    const money = bank();
    const { purse } = purseOver(money);
    for (let call = 0; call < 40; call++) expect(await pay(purse, 0.001, 0.0002)).toBe(true);
    purse.settle();
    expect(money.of("2026-05-03").spent).toBeCloseTo(0.008, 9);
    expect(money.of("2026-05-03").reserved).toBeCloseTo(0, 9);
    expect(money.writes()).toBeLessThan(10);
  });

  it("counts a call whose cost nobody told as what was set aside for it", async () => {
    const money = bank();
    const { purse } = purseOver(money);
    await pay(purse, 0.25, null);
    purse.settle();
    expect(money.of("2026-05-03").spent).toBeCloseTo(0.25, 9);
  });

  it("never sets more aside than the cap, whoever else draws on it", async () => {
    const money = bank();
    const purses = [purseOver(money), purseOver(money)];
    let made = 0;
    for (let call = 0; call < 60; call++) {
      for (const { purse } of purses) if (await pay(purse, 0.1, 0.05)) made++;
      const { spent, reserved } = money.of("2026-05-03");
      expect(spent + reserved).toBeLessThanOrEqual(CAP + 1e-9);
      for (const { purse } of purses) purse.settle();
    }
    expect(made).toBeGreaterThanOrEqual(18);
    expect(made).toBeLessThanOrEqual(20);
    expect(purses.map(({ capped }) => capped)).toEqual([["2026-05-03"], ["2026-05-03"]]);
  });

  it("waits for what is under way before it says that the money is spent", async () => {
    const money = bank();
    const { purse, capped } = purseOver(money);
    const first = await purse.ledger.reserve(0.9);
    const second = purse.ledger.reserve(0.9);
    expect(capped).toEqual([]);
    first?.settle(0.01);
    (await second)?.settle(0.01);
    expect(capped).toEqual([]);
    expect(await purse.ledger.reserve(2)).toBeNull();
    expect(capped).toEqual(["2026-05-03"]);
    expect(purse.capped()).toBe("2026-05-03");
  });

  it("has money again the next day", async () => {
    const money = bank();
    const clock = { now: DAY };
    const { purse } = purseOver(money, clock);
    await pay(purse, 1, 1);
    expect(await pay(purse, 0.1, 0.1)).toBe(false);
    clock.now += 86_400_000;
    expect(purse.capped()).toBeNull();
    expect(await pay(purse, 0.1, 0.1)).toBe(true);
    purse.settle();
    expect(money.of("2026-05-04").spent).toBeCloseTo(0.1, 9);
  });
});
