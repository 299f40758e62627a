import { expect, it } from "vitest";
import type { ExperimentLine } from "../../api/experiments.ts";
import { matching } from "./matching.ts";

const line = (id: string, policy: string, state: string | null): ExperimentLine =>
  ({
    id,
    policy,
    mode: state === null ? "routing_only" : "with_responses",
    progress: state === null ? null : { state },
  }) as unknown as ExperimentLine;

const LINES = [
  line("sim_1", "Cheaper", null),
  line("sim_2", "faster", "running"),
  line("sim_3", "cheaper", "completed"),
];
const ids = (wanted: Parameters<typeof matching>[1]): readonly string[] => matching(LINES, wanted).map(({ id }) => id);

it("keeps all where nothing is asked for", () => {
  expect(ids({})).toEqual(["sim_1", "sim_2", "sim_3"]);
});

it("a simulation counts as completed", () => {
  expect(ids({ state: "completed" })).toEqual(["sim_1", "sim_3"]);
  expect(ids({ state: "completed", mode: "with_responses" })).toEqual(["sim_3"]);
});

it("finds text in names and ids, whatever its case", () => {
  expect(ids({ text: "CHEAP" })).toEqual(["sim_1", "sim_3"]);
  expect(ids({ text: "m_2" })).toEqual(["sim_2"]);
  expect(ids({ text: "none" })).toEqual([]);
});
