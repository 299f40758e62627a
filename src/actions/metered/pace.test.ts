import { describe, expect, it } from "vitest";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { virtualRuntime, type VirtualRuntime } from "../../testing/virtual-runtime.ts";
import { openPace, type Pace } from "./pace.ts";

function refusal(retry_after_ms?: number): OutcomeFailure {
  return {
    class: "rate_limit",
    code: "429",
    message: "slow down",
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
  };
}

/** Asks `times` times, each taking `ms`; gives back when each began. */
async function ask(
  { runtime, pace }: { readonly runtime: VirtualRuntime; readonly pace: Pace },
  provider: string,
  times: number,
  ms: number,
  answer: (number: number) => OutcomeFailure | null,
): Promise<number[]> {
  const begun: number[] = [];
  const asked = Array.from({ length: times }, async () => {
    const turn = await pace.enter(provider);
    const number = begun.push(runtime.now()) - 1;
    await runtime.sleep(ms, runtime.child(null).signal);
    turn?.leave(true, answer(number));
  });
  await runtime.drive(Promise.all(asked));
  return begun;
}

function open(): { readonly runtime: VirtualRuntime; readonly pace: Pace } {
  const runtime = virtualRuntime();
  return { runtime, pace: openPace(runtime) };
}

describe("the pace of providers", () => {
  it("holds nobody back while nothing is refused", async () => {
    const all = open();
    expect(await ask(all, "a", 64, 100, () => null)).toEqual(Array.from({ length: 64 }, () => 0));
    expect(all.runtime.pending()).toBe(0);
  });

  it("leaves a provider alone as long as it says, and asks others meanwhile", async () => {
    const all = open();
    expect(await ask(all, "a", 1, 10, () => refusal(5_000))).toEqual([0]);
    const a = ask(all, "a", 2, 10, () => null);
    const b = ask(all, "b", 2, 10, () => null);
    expect(all.pace.waiting()).toBe(2);
    expect(await b).toEqual([10, 10]);
    expect(await a).toEqual([5_010, 5_020]);
  });

  it("asks half as much at a time after a refusal, once for all that were under way, then more by and by", async () => {
    const all = open();
    await ask(all, "a", 16, 10, (number) => (number < 3 ? refusal(100) : null));
    const begun = await ask(all, "a", 40, 10, () => null);
    const at = [...new Set(begun)].map((instant) => begun.filter((one) => one === instant).length);
    expect(begun[0]).toBe(110);
    expect(at[0]).toBeGreaterThanOrEqual(8);
    expect(at[0]).toBeLessThan(16);
    expect(at[1]).toBeGreaterThan(at[0] as number);
  });

  it("waits longer each time where a provider does not say how long, a minute at most where it says more", async () => {
    const all = open();
    const starts: number[] = [];
    for (let round = 0; round < 4; round++) starts.push(...(await ask(all, "a", 1, 0, () => refusal())));
    expect(starts).toEqual([0, 500, 1_500, 3_500]);
    await ask(all, "a", 1, 0, () => refusal(3_600_000));
    const [next = 0] = await ask(all, "a", 1, 0, () => null);
    expect(next - 7_500).toBe(60_000);
  });

  it("never stops asking altogether", async () => {
    const all = open();
    for (let round = 0; round < 12; round++) await ask(all, "a", 2, 1, () => refusal(10));
    expect(await ask(all, "a", 3, 1, () => null)).toHaveLength(3);
  });

  it("refuses those that wait, and everybody once it is closed", async () => {
    const all = open();
    await ask(all, "a", 1, 0, () => refusal(5_000));
    const waiting = all.pace.enter("a");
    all.pace.refuseWaiting();
    expect(await waiting).toBeNull();
    const later = all.pace.enter("a");
    all.pace.close();
    expect([await later, await all.pace.enter("b"), all.pace.waiting()]).toEqual([null, null, 0]);
    expect(all.runtime.pending()).toBe(0);
  });
});
