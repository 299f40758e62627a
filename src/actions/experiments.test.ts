import { expect, it } from "vitest";
import { storedSimulation } from "./experiments.ts";

it("an answer that was kept before there were pilots is one for which nothing was called", () => {
  const nothing = { lower: null, upper: null };
  expect(storedSimulation({ id: "sim_1", candidate: { cost_usd: 2 } })).toEqual({
    id: "sim_1",
    candidate: { cost_usd: 2, cost_ci_95: nothing },
    refining: null,
    pilot: null,
  });
  const kept = { candidate: { cost_ci_95: { lower: 1, upper: 3 } }, refining: null, pilot: { run: "plt_1" } };
  expect(storedSimulation(kept)).toEqual(kept);
});
