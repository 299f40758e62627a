import { describe, expect, it } from "vitest";
import { compilePolicy } from "../../core/compile.ts";
import type { Exchange } from "../../core/exchange.ts";
import { parsePolicy } from "../../core/policy.ts";
import { makeKnowledge } from "../knowledge/index.ts";
import { frameOf } from "../log-frame.fixtures.ts";
import { makeWorkbench } from "../replay-policy.ts";
import { cardOf, rowOf, surroundingsOf } from "../simulated.fixtures.ts";
import { chooseWindow } from "../window.ts";
import { projectedRows, type ProjectedRows } from "./projected-rows.ts";

const PRICED = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2), "c:one": cardOf(3, 6) });

function gathered(policy: unknown, log: readonly Exchange[], pricesAt: number | null = null): ProjectedRows {
  const frame = frameOf(log, 20);
  const compiled = compilePolicy(parsePolicy(policy), {
    known: ["a:one", "b:one", "c:one"],
    resolve: (text) => text,
    capabilities: PRICED.capabilities,
    config: () => null,
  });
  const window = chooseWindow(frame, { model: "a" }, { rows: Number.POSITIVE_INFINITY, seed: "understudy" });
  return projectedRows(compiled, window, makeWorkbench(makeKnowledge(frame, PRICED)), pricesAt);
}

const log = Array.from({ length: 50 }, (_, n) => rowOf(n, "a:one"));

describe("rows that a call each would tell the cost of", () => {
  it("are those the log holds no answer for and can send again, at the candidate's price of the baseline's tokens", () => {
    const answered = Array.from({ length: 5 }, (_, n) => ({ ...rowOf(n, "b:one"), request_id: `again ${n}` }));
    const cut = log.map((row, n) => (n >= 47 ? { ...row, replayability: "truncated" as const } : row));
    const rows = gathered({ strategy: "single", model: "b:one", retries: 2 }, [...cut, ...answered]);
    expect(rows.seq).toHaveLength(42);
    expect(rows.left_out).toEqual({ recorded: 5, several_calls: 0, unpriced: 0, not_resendable: 3, refused: 0 });
    expect(rows.attempts).toEqual([{ node: "attempt", target: "b:one", retries: 2 }]);
    for (const cost of rows.plain) expect(cost).toBeCloseTo((100 * 1 + 10 * 2) / 1e6, 12);
    expect(new Set(rows.keys).size).toBe(42);
  });

  it("go to whomever the policy chooses; what several calls decide is left out", () => {
    const rules = {
      strategy: "custom_rules",
      rules: [{ when: { input_tokens: { $gte: 200 } }, then: "c:one" }],
      default: { strategy: "cascade", steps: ["b:one", "c:one"], accept: { not_refusal: true } },
    };
    const long = log.map((row, n) => (n < 20 ? { ...row, planned_input_tokens: 400 } : row));
    const rows = gathered(rules, long);
    expect(rows.seq).toHaveLength(20);
    expect(rows.attempts.map(({ target }) => target)).toEqual(["c:one"]);
    expect(rows.left_out).toMatchObject({ several_calls: 30 });
    const ensemble = gathered({ strategy: "ensemble", members: ["b:one", "c:one"], combine: "first_valid" }, log);
    expect(ensemble.left_out).toMatchObject({ several_calls: 50 });
    expect(gathered({ strategy: "fallback_chain", targets: ["b:one", "c:one"] }, log).seq).toHaveLength(50);
  });

  it("are not those of a candidate without a price", () => {
    expect(gathered("d:one", log).left_out).toMatchObject({ unpriced: 50 });
  });
});
