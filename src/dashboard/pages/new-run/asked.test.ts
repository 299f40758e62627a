import { expect, it } from "vitest";
import { experimentOf, filterOf, formMistakes, modeOf, simulationOf, windowOf } from "./asked.ts";

it("asks for the last seven days by routing alone unless told otherwise", () => {
  expect(simulationOf({ config: "cheaper@3" })).toEqual({ policy: "cheaper@3", window: { last: "7d" }, filter: {} });
});

it("windows: counted back from now or the newest row, or between two instants", () => {
  expect(windowOf({ window: "30d", newest: "true" })).toEqual({ last: "30d", newest: true });
  expect(windowOf({ window: "custom", from: "2026-03-01", newest: "true" })).toEqual({ from: "2026-03-01" });
  expect(windowOf({ window: "forever" })).toEqual({ last: "7d" });
});

it("filters as the API names them", () => {
  expect(filterOf({ user: "ada", metadata: "team=red=hot" })).toEqual({ user: "ada", metadata: { team: "red=hot" } });
});

it("an endpoint, stored or drafted, is asked for real, on its own traffic", () => {
  const form = { by: "endpoint", candidate_endpoint: "support@2", cap: "0.5", sample: "all", control: "none" };
  expect(modeOf(form)).toBe("with_responses");
  expect(experimentOf(form)).toEqual({
    candidate_endpoint: "support@2",
    window: { last: "7d" },
    filter: { endpoint: "support" },
    sample: "all",
    max_spend_usd: 0.5,
    control: "none",
  });
});

it("says what is missing, field by field", () => {
  expect(Object.keys(formMistakes({}))).toEqual(["config"]);
  expect(Object.keys(formMistakes({ by: "policy", policy: "strategy: x", sample: "0", metadata: "a" }))).toEqual([
    "policy",
    "sample",
    "metadata",
  ]);
  const measured = { config: "a", mode: "with_responses", control: "200", cap: "cheap", window: "custom" };
  expect(Object.keys(formMistakes(measured))).toEqual(["from", "cap", "control"]);
  expect(experimentOf(measured)).toBeNull();
});
