import { describe, expect, it } from "vitest";
import { pairSums } from "../../stats/ratio.ts";
import { cardOf, rowOf, simulated, surroundingsOf } from "../simulated.fixtures.ts";
import type { SimulationResult } from "../result.ts";
import { taughtBy, type Lesson } from "./taught.ts";

/** A run whose pairs took 100 tokens in and 10 out at the baseline, and so many times that at the candidate, give or take `spread`. */
function lesson(run: string, pairs: number, input: number, output: number, spread = 0): Lesson {
  const off = (n: number): number => (n % 2 === 0 ? 1 : -1) * spread;
  const sums = (tokens: number, ratio: number): ReturnType<typeof pairSums> =>
    pairSums(
      Array.from({ length: pairs }, () => tokens),
      Array.from({ length: pairs }, (_, n) => tokens * (ratio + off(n))),
    );
  const learnt = { input: sums(100, input), output: sums(10, output), cost: sums(0.01, output) };
  return { run, learnt: { baseline: "a:one", candidate: "b:one", ...learnt } };
}

describe("what earlier runs taught", () => {
  it("is a ratio from 30 pairs on, those of several runs of a kind together, pilots before experiments", () => {
    const ratio = (...lessons: readonly Lesson[]) => taughtBy(lessons).ratio("a:one", "b:one");
    expect(ratio()).toBeNull();
    expect(ratio(lesson("plt_1", 29, 2, 3))).toBeNull();
    expect(ratio(lesson("plt_1", 15, 2, 3), lesson("plt_2", 15, 4, 5))).toMatchObject({
      pairs: 30,
      input: 3,
      output: 4,
      learnt_from: "pilots",
    });
    const experiment = lesson("sim_1", 500, 9, 9);
    expect(ratio(experiment, lesson("plt_1", 30, 2, 3))).toMatchObject({ input: 2, learnt_from: "pilots" });
    expect(ratio(experiment, lesson("plt_1", 29, 2, 3))).toMatchObject({ input: 9, learnt_from: "experiments" });
    expect(taughtBy([experiment]).ratio("b:one", "a:one")).toBeNull();
  });
});

describe("a simulation after a run that taught", () => {
  const priced = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2) });
  const log = Array.from({ length: 100 }, (_, n) => rowOf(n, "a:one"));
  const after = (...lessons: readonly Lesson[]): SimulationResult =>
    simulated({ strategy: "single", model: "b:one" }, log, { ...priced, taught: taughtBy(lessons) });

  it("projects by its ratios, with an interval for how far they may be off", () => {
    const result = after(lesson("plt_1", 50, 1.1, 3, 0.5));
    const { candidate, token_ratios, difference } = result;
    expect(candidate).toMatchObject({ evidence: "projected", evidence_counts: { projected: 100, assumed: 0 } });
    expect(candidate.cost_usd).toBeCloseTo((100 * (110 * 1 + 30 * 2)) / 1e6, 12);
    expect(token_ratios).toMatchObject([{ input: 1.1, output: 3, pairs: 50, learnt_from: "pilots" }]);
    // The ratio of 50 pairs, each 0.5 off: half of the t distribution's 2.0096 over 7.
    const off = (2.0096 * 0.5) / 7;
    expect(token_ratios[0]!.output_ci_95.upper).toBeCloseTo(3 + off, 3);
    expect(candidate.cost_ci_95.lower).toBeCloseTo((100 * (100 * (1.1 - off) + 10 * (3 - off) * 2)) / 1e6, 6);
    expect(candidate.cost_ci_95.upper).toBeCloseTo((100 * (100 * (1.1 + off) + 10 * (3 + off) * 2)) / 1e6, 6);
    expect(difference.saving.range).toEqual([expect.closeTo(0.844, 3), expect.closeTo(0.873, 3)]);
  });

  it("has an id of its own for what it was drawn from; without lessons the id is what it always was", () => {
    const plain = simulated({ strategy: "single", model: "b:one" }, log, priced);
    expect(after().facts_id).toBe(plain.facts_id);
    const ids = [plain, after(lesson("plt_1", 50, 1, 3)), after(lesson("plt_2", 50, 1, 3))].map((it) => it.facts_id);
    expect(new Set(ids).size).toBe(3);
    expect(plain.candidate).toMatchObject({ evidence: "assumed", cost_ci_95: { lower: null, upper: null } });
  });

  it("goes by the log where that holds pairs of its own", () => {
    const both = [
      ...log,
      ...Array.from({ length: 30 }, (_, n) => ({
        ...rowOf(n, "b:one", { origin: "experiment", usage: { ...rowOf(n, "b:one").usage!, output: 20 } }),
        request_id: `again ${n}`,
      })),
    ];
    const answer = simulated({ strategy: "single", model: "b:one" }, both, {
      ...priced,
      taught: taughtBy([lesson("plt_1", 50, 1, 3)]),
    });
    expect(answer.candidate.evidence_counts).toMatchObject({ recorded: 30, projected: 70 });
    expect(answer.token_ratios).toMatchObject([{ output: 2, pairs: 30, learnt_from: "log" }]);

    // A pilot's rows answer for themselves, but were drawn by cost: only its weighted sums teach.
    const called = both.map((row) => (row.origin === "experiment" ? { ...row, config: "plt_1_candidate@1" } : row));
    const piloted = simulated({ strategy: "single", model: "b:one" }, called, {
      ...priced,
      taught: taughtBy([lesson("plt_1", 50, 1, 3)]),
    });
    expect(piloted.candidate.evidence_counts).toMatchObject({ recorded: 30, projected: 70 });
    expect(piloted.token_ratios).toMatchObject([{ output: 3, pairs: 50, learnt_from: "pilots" }]);
    const alone = simulated({ strategy: "single", model: "b:one" }, called, priced);
    expect(alone.candidate.evidence_counts).toMatchObject({ recorded: 30, assumed: 70 });
  });
});
