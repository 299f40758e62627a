import { describe, expect, it } from "vitest";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { stoppedClock, untimed } from "./stopped-clock.ts";

function stage() {
  const world = virtualRuntime(1_000);
  const { signal } = world.child(null);
  return { world, signal, clock: stoppedClock(world), wait: (ms: number) => world.sleep(ms, signal) };
}

describe("a clock that can stand still", () => {
  it("goes as the world's while nothing stops it", async () => {
    const { world, clock, signal } = stage();
    await world.drive(clock.runtime.sleep(50, signal));
    expect([clock.runtime.now(), world.now()]).toEqual([1_050, 1_050]);
  });

  it("leaves out the time it stood still, that of two at once only once", async () => {
    const { world, clock, wait } = stage();
    await world.drive(clock.stopped(wait(100)));
    expect(clock.runtime.now()).toBe(1_000);
    await world.drive(wait(10));
    const both = Promise.all([clock.stopped(wait(100)), wait(60).then(() => clock.stopped(wait(100)))]);
    await world.drive(both);
    expect([clock.runtime.now(), world.now()]).toEqual([1_010, 1_270]);
    await world.drive(wait(5));
    expect(clock.runtime.now()).toBe(1_015);
  });

  it("goes on after work that failed", async () => {
    const { world, clock, wait } = stage();
    await expect(clock.stopped(Promise.reject(new Error("no")))).rejects.toThrow("no");
    await world.drive(wait(5));
    expect(clock.runtime.now()).toBe(1_005);
  });

  it("wakes who sleeps by its own time, and at once who is told to", async () => {
    const { world, clock, signal, wait } = stage();
    const slept = clock.runtime.sleep(50, signal).then(() => world.now());
    const stopped = wait(20).then(() => clock.stopped(wait(500)));
    await world.drive(Promise.all([slept, stopped]));
    expect(await slept).toBe(1_550);
    const caller = world.child(null);
    const cut = clock.runtime.sleep(500, caller.signal).then(() => world.now());
    caller.abort();
    expect(await world.drive(cut)).toBe(1_550);
  });

  it("leaves out what is waited for money", async () => {
    const { world, wait } = stage();
    const settle = (): void => {};
    const slow = untimed({ reserve: () => wait(700).then(() => ({ settle })) }, world);
    expect(await world.drive(slow.ledger.reserve(1))).toEqual({ settle });
    expect([slow.runtime.now(), world.now()]).toEqual([1_000, 1_700]);
  });
});
