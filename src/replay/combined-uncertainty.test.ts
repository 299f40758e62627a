import { describe, expect, it } from "vitest";
import { compilePolicy } from "../core/compile.ts";
import type { Exchange } from "../core/exchange.ts";
import { parsePolicy } from "../core/policy.ts";
import { pairSums } from "../stats/ratio.ts";
import { combinedUncertainty, gatherSpread } from "./combined-uncertainty.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { taughtBy } from "./knowledge/taught.ts";
import { makeWorkbench, replayPolicy } from "./replay-policy.ts";
import { sideOf } from "./side.ts";
import { cardOf, rowOf, surroundingsOf } from "./simulated.fixtures.ts";
import { chooseWindow } from "./window.ts";

/** What 40 pairs taught: ten tokens out become thirty, give or take `spread`. */
function taught(spread: number) {
  const x = Array.from({ length: 40 }, () => 10);
  const y = x.map((_, n) => 30 + (n % 2 === 0 ? spread : -spread));
  const learnt = { input: pairSums(x, x), output: pairSums(x, y), cost: pairSums(x, y) };
  return taughtBy([{ run: "plt_1", learnt: { baseline: "a:one", candidate: "b:one", ...learnt } }]);
}

function refined(log: readonly Exchange[], spread: number) {
  const priced = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(0, 2) }, { taught: taught(spread) });
  const bench = makeWorkbench(makeKnowledge(frameOf(log, 100), priced));
  const compiled = compilePolicy(parsePolicy({ strategy: "single", model: "b:one" }), {
    known: ["a:one"],
    resolve: (text) => text,
    capabilities: priced.capabilities,
    config: () => null,
  });
  const window = chooseWindow(frameOf(log, 100), {}, { rows: Number.POSITIVE_INFINITY, seed: "understudy" });
  const gathered = gatherSpread(bench, window.selection.rows)!;
  const options = { pricesAt: null, unknownAccept: "escalate", outliers: 0, onRows: gathered.onRows } as const;
  const replay = replayPolicy(compiled, window.selection, bench, options);
  const result = { ...sideOf(replay.total, replay.targets), facts_id: bench.knowledge.facts_id };
  return { result, refining: combinedUncertainty(result, gathered) };
}

const width = ({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }): number =>
  upper! - lower!;

describe("both kinds of doubt together", () => {
  const even = Array.from({ length: 400 }, (_, n) => rowOf(n, "a:one", { session: `s${n}`, end_user: null }));

  it("is that of the ratios where every row is like the others", () => {
    const { result, refining } = refined(even, 9);
    const cost = result.candidate.cost_usd!;
    expect(refining!.cost_usd_90.lower).toBeLessThan(cost);
    expect(refining!.cost_usd_90.upper).toBeGreaterThan(cost);
    // 90 % of a normal distribution where the interval of the ratios has 95 %; groups of unlike size add a little.
    const ratios = width(result.candidate.cost_ci_95) * (1.645 / 1.96);
    expect(width(refining!.cost_usd_90) / ratios).toBeGreaterThan(0.9);
    expect(width(refining!.cost_usd_90) / ratios).toBeLessThan(1.6);
    expect(refined(even, 9).refining).toEqual(refining);
  });

  it("grows with the spread of the rows", () => {
    const unlike = even.map((row, n) =>
      n % 20 === 0 ? { ...row, usage: { ...row.usage!, output: 400, input_uncached: 100 } } : row,
    );
    const one = refined(even, 1);
    const other = refined(unlike, 1);
    const relative = ({ result, refining }: typeof one): number =>
      width(refining!.cost_usd_90) / result.candidate.cost_usd!;
    expect(relative(other)).toBeGreaterThan(2 * relative(one));
  });

  it("is not told of users too few to draw from, nor where no ratio was learnt", () => {
    const same = even.map((row) => ({ ...row, session: "one" }));
    expect(refined(same, 9).refining).toBeNull();
    expect(
      refined([...even, ...even.map((row) => ({ ...row, request_id: `${row.request_id} x`, model: "c" }))], 9).refining,
    ).toBeNull();
  });
});
