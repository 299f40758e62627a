import { describe, expect, it } from "vitest";
import { cardOf, failed, rowOf, simulated, surroundingsOf } from "./simulated.fixtures.ts";

const CARDS = surroundingsOf({ "a:one": cardOf(1, 1), "b:one": cardOf(1, 1), "c:one": cardOf(1, 1) });

const HASH = "ab".repeat(32);

/** One request answered by each target, a's rows being the baseline. */
function answers(said: Readonly<Record<string, Parameters<typeof rowOf>[2]>>) {
  return Object.entries(said).map(([target, differences], index) =>
    rowOf(index, target, { request_hash: HASH, prompt_hash: HASH, created_at: Date.UTC(2026, 2, 2), ...differences }),
  );
}

const BASELINE = { filter: { model: "a" } };

describe("an ensemble over columns", () => {
  it("pays for calls under way when the first valid answer comes, and for none after it", () => {
    const log = answers({
      "a:one": { latency_ms: 500, cost_logged: 0.1 },
      "b:one": failed("server", { latency_ms: 600, cost_logged: 0.02 }),
      "c:one": { latency_ms: 700, cost_logged: 0.3 },
    });
    const members = ["a:one", { strategy: "fallback_chain", targets: ["b:one", "c:one"] }];
    const race = simulated({ strategy: "ensemble", members, combine: "first_valid" }, log, CARDS, BASELINE);
    expect(race.candidate).toMatchObject({ cost_usd: expect.closeTo(0.12, 12), p50_ms: 500, evidence: "recorded" });
    expect(race.fallback.exercised.count).toBe(0);
    expect(race.cost_distribution).toEqual({
      "c:one": 0,
      "a:one": expect.closeTo(0.1 / 0.12, 12),
      "b:one": expect.closeTo(0.02 / 0.12, 12),
    });

    const vote = simulated({ strategy: "ensemble", members, combine: "voting" }, log, CARDS, BASELINE);
    expect(vote.candidate).toMatchObject({ cost_usd: expect.closeTo(0.42, 12), p50_ms: 1_300 });
    expect(vote.fallback.exercised.count).toBe(1);
  });

  it("counts an escalation, or a fallback, to an ensemble", () => {
    const log = answers({
      "a:one": { latency_ms: 500, signals: { ...rowOf(0, "a:one").signals, tool_calls: false } },
      "b:one": { latency_ms: 600 },
      "c:one": { latency_ms: 700 },
    });
    const both = { strategy: "ensemble", members: ["b:one", "c:one"], combine: "voting" };
    const cascade = { strategy: "cascade", steps: ["a:one", both], accept: { tool_calls: "present" } };
    expect(simulated(cascade, log, CARDS, BASELINE)).toMatchObject({
      cascade: { escalated: { count: 1, n: 1, share: 1 } },
      candidate: { p50_ms: 1_200 },
    });
    const down = [rowOf(0, "a:one", { ...log[0], ...failed("server", { latency_ms: 500 }) }), ...log.slice(1)];
    const chain = { strategy: "fallback_chain", targets: ["a:one", both] };
    expect(simulated(chain, down, CARDS, BASELINE)).toMatchObject({
      fallback: { exercised: { count: 1 } },
      candidate: { p50_ms: 1_200, errors: 0 },
      baseline: { errors: 1 },
    });
  });
});
