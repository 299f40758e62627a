import { expect, test } from "vitest";
import { learntRatio } from "../knowledge/token-ratio.ts";
import { addSums, ratioOfSums } from "../../stats/ratio.ts";
import { drawPilot } from "./draw-pilot.ts";
import { estimatePilot } from "./estimate-pilot.ts";
import { learnFromPilot, type PilotPair } from "./learn-from-pilot.ts";
import { madeUpWindow } from "./made-up-window.fixtures.ts";

const PAIR: PilotPair = {
  baseline: "gpt-4o:openai",
  candidate: "gpt-4o-mini:openai",
  inclusion: 0.5,
  logged: { input: 100, output: 10 },
  called: { input: 110, output: 30 },
  plain_usd: 0.01,
  cost_usd: 0.02,
};

test("pairs are weighted by how unlikely they were, baseline by baseline", () => {
  const other = { ...PAIR, baseline: "gpt-4:openai", inclusion: 1 };
  const likely = { ...PAIR, inclusion: 1, called: { input: 100, output: 5 } };
  const learnt = learnFromPilot([PAIR, other, likely]);
  expect(learnt.map(({ baseline, input }) => [baseline, input.n])).toEqual([
    ["gpt-4o:openai", 2],
    ["gpt-4:openai", 1],
  ]);
  expect(ratioOfSums(learnt[0]!.input).estimate).toBeCloseTo((2 * 110 + 100) / 300, 12);
  expect(ratioOfSums(learnt[0]!.output).estimate).toBeCloseTo((2 * 30 + 5) / 30, 12);
  expect(ratioOfSums(learnt[1]!.cost).estimate).toBeCloseTo(2, 12);
});

test("what is not known on both sides is left out", () => {
  const silent = { ...PAIR, called: { input: Number.NaN, output: Number.NaN }, cost_usd: Number.NaN };
  const learnt = learnFromPilot([silent, PAIR]);
  expect(learnt).toEqual(learnFromPilot([PAIR]));
  expect(learnFromPilot([silent])[0]).toMatchObject({ input: { n: 0 }, output: { n: 0 }, cost: { n: 0 } });
  expect(learnFromPilot([])).toEqual([]);
});

test("thirty pairs teach a token ratio, of one pilot or of several", () => {
  const [few] = learnFromPilot(Array.from({ length: 15 }, () => PAIR));
  expect(learntRatio(few!, "pilots")).toBeNull();
  const both = { input: addSums(few!.input, few!.input), output: addSums(few!.output, few!.output) };
  expect(learntRatio(both, "pilots")).toMatchObject({ pairs: 30, learnt_from: "pilots", input: 1.1, output: 3 });
});

test("the cost ratio learnt is the one the window's estimate uses", () => {
  const { window, costs } = madeUpWindow(400, 2, -0.1, 5);
  const sample = drawPilot(window, 50, "seed");
  const measured = Float64Array.from(sample.rows, (row) => costs[row]!);
  const [learnt] = learnFromPilot(
    Array.from(measured, (cost_usd, index) => ({
      ...PAIR,
      inclusion: sample.inclusion[index]!,
      plain_usd: sample.plain[index]!,
      cost_usd,
    })),
  );
  expect(sample.inclusion).toContain(1);
  expect(ratioOfSums(learnt!.cost).estimate).toBeCloseTo(estimatePilot(sample, measured).ratio.estimate!, 12);
});
