import { expect, it } from "vitest";
import { definition } from "../../judging/judged.fixtures.ts";
import type { UnitOutcome } from "../../judging/index.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { verdictChanged } from "./verdict-changed.ts";

const store = () => {
  const made = temporaryStore();
  const { runs } = made.control;
  const run = { created_at: 1, actor: "cli", cap_usd: 1 } as const;
  let number = 0;
  const experiment = (id: string, name: string): void =>
    runs.putRun(
      {
        ...run,
        id,
        kind: "experiment",
        parent: null,
        definition: { experiment: { asked: { kind: "policy", name, version: null } } },
      },
      [],
    );
  /** A judge run that says the same of all its pairs. */
  const judged = (experimentId: string, preference: "worse" | "equivalent", rubric = "rub_1") => {
    number += 1;
    const id = `jdg_${number}`;
    const pairs = Array.from({ length: 40 }, (_, pair) => ({
      kind: "pair",
      pair,
      request_id: `r${pair}`,
      bucket: "high",
      order: "original_first",
      rule: null,
    }));
    const asked = definition({
      id,
      experiment: experimentId,
      rubric: { id: rubric, criterion: "Which is right?" },
      sizes: { high: 40, mild: 0, major: 0, hard: 0 },
    });
    runs.putRun(
      { ...run, id, created_at: number, kind: "judge", parent: experimentId, definition: asked },
      pairs.map((unit, ordinal) => ({ ordinal, key: String(ordinal), data: { unit, material: null } })),
    );
    runs.claim(id, "w", 0, 10);
    const said: UnitOutcome = {
      answer: null,
      preference,
      score: null,
      unjudged: null,
      tries: 1,
      cost_usd: 0,
      length_difference: 0,
      control_tokens: false,
    };
    runs.addEvent(id, { at: number, kind: "begun", details: {} });
    for (const [ordinal, unit] of pairs.entries())
      runs.finish({ run: id, ordinal, worker: "w", at: 1, result: { ...said, unit } });
    runs.release(id, "w");
    runs.addEvent(id, { at: number, kind: "ended", details: { state: "completed" } });
    return verdictChanged(made, {
      number,
      run: id,
      kind: "judge",
      parent: experimentId,
      at: number,
      details: { state: "completed" },
    });
  };
  return { experiment, judged };
};

it("tells of a decision that is another than the last one on the same candidate, rows and criterion", () => {
  const { experiment, judged } = store();
  experiment("sim_1", "cheaper");
  experiment("sim_2", "cheaper");
  experiment("sim_3", "other");
  expect(judged("sim_1", "equivalent")).toEqual([]);
  expect(judged("sim_2", "equivalent")).toEqual([]);
  expect(judged("sim_3", "worse")).toEqual([]);
  expect(judged("sim_2", "worse", "rub_2")).toEqual([]);
  expect(judged("sim_2", "worse")).toMatchObject([
    {
      type: "verdict_change",
      data: {
        judge_run: "jdg_5",
        experiment: "sim_2",
        criterion: "Which is right?",
        decision: "harmful",
        before: { judge_run: "jdg_2", experiment: "sim_2" },
      },
    },
  ]);
});
