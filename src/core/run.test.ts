import { describe, expect, it } from "vitest";
import { failureCode, OK } from "./outcome.ts";
import { run } from "./run.ts";
import type { Send } from "./send.ts";
import { planOf } from "../testing/plan-of.ts";
import { made, perform, stage } from "../testing/stage.ts";

describe("cancelling", () => {
  const nested = {
    strategy: "fallback_chain",
    budget_ms: 60_000,
    targets: [
      {
        strategy: "cascade",
        steps: [
          {
            strategy: "ensemble",
            members: [{ strategy: "single", model: "a:one", retries: 9 }, "b:one"],
            combine: "voting",
          },
          "c:two",
        ],
        accept: { not_refusal: true },
      },
      "d:two",
    ],
  };

  it.each([0, 50, 250, 700])("after %i ms stops every call and wait, and asks nobody else", async (ms) => {
    const here = stage({ "a:one": [{ fails: "server" }], "b:one": [{ takes: 5_000 }] });
    const caller = here.runtime.child(null);
    void here.runtime.sleep(ms, here.runtime.child(null).signal).then(caller.abort);
    const result = await perform(nested, here, { signal: caller.signal });
    expect(result.code).toBe(failureCode("cancelled"));
    expect(result.latency_ms).toBe(ms);
    expect(here.calls.every(({ target, at }) => ["a:one", "b:one"].includes(target) && at <= ms)).toBe(true);
    expect(result.attempts).toHaveLength(here.calls.length);
    expect(here.runtime.pending()).toBe(0);
  });

  it("before the start makes no call at all", async () => {
    const here = stage({});
    const caller = here.runtime.child(null);
    caller.abort();
    const result = await perform(nested, here, { signal: caller.signal });
    expect(result).toMatchObject({ code: failureCode("cancelled"), attempts: [], cost_usd: 0 });
    expect(here.calls).toEqual([]);
  });
});

describe("a provider that says when to come again", () => {
  const chain = { strategy: "fallback_chain", retries: 1, targets: ["a:one", "b:one"] };

  it.each([
    [100, ["0 a:one first 0", "600 a:one retry 1"]],
    [2_000, ["0 a:one first 0", "2100 a:one retry 1"]],
    [60_000, ["0 a:one first 0", "60100 a:one retry 1"]],
    [60_001, ["0 a:one first 0", "100 b:one fallback 0"]],
  ])("is waited for, but not longer than a minute: %i ms", async (retry_after_ms, calls) => {
    const here = stage({ "a:one": [{ fails: "rate_limit", retry_after_ms }, {}] });
    expect((await perform(chain, here)).code).toBe(OK);
    expect(made(here)).toEqual(calls);
  });

  it("is not waited for longer than the budget of the whole", async () => {
    const here = stage({ "a:one": [{ fails: "rate_limit", retry_after_ms: 5_000 }, {}] });
    await perform({ ...chain, budget_ms: 5_000 }, here);
    expect(made(here)).toEqual(["0 a:one first 0", "100 b:one fallback 0"]);
  });
});

describe("run", () => {
  it("refuses what the plan refuses, with its reason and at no cost", async () => {
    const { runtime, send } = stage({});
    const plan = { ...planOf("a:one"), node: { node: "refuse" as const, reason: "no eligible target" } };
    const result = await runtime.drive(run(plan, null, { send, runtime }));
    expect(result).toEqual({
      code: failureCode("invalid_request"),
      answer: null,
      attempts: [],
      cost_usd: 0,
      latency_ms: 0,
      notes: ["no eligible target"],
    });
  });

  it("does not know the cost of the whole where one part is not known", async () => {
    const here = stage({ "a:one": [{ fails: "timeout", cost_usd: null }] });
    expect(await perform({ strategy: "fallback_chain", targets: ["a:one", "b:one"] }, here)).toMatchObject({
      code: OK,
      cost_usd: null,
    });
  });

  it("lets a bug in a send through", async () => {
    const here = stage({});
    const broken: Send<null> = () => Promise.reject(new TypeError("a bug"));
    for (const policy of ["a:one", { strategy: "ensemble", members: ["a:one", "b:one"], combine: "voting" }])
      await expect(perform(policy, { ...here, send: broken })).rejects.toThrow("a bug");
  });

  it("leaves no listener on a caller's signal that lives on", async () => {
    const here = stage({});
    let listeners = 0;
    const signal = {
      aborted: false,
      addEventListener: () => (listeners += 1),
      removeEventListener: () => (listeners -= 1),
    };
    await perform("a:one", here, { signal });
    expect(listeners).toBe(0);
  });
});
