import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control, StoredExperiment, StoredLesson } from "./control.ts";

/** What every implementation of `Control` must do. */
export function describeControl(name: string, open: () => Opened<Control>): void {
  describe(`${name}: control`, () => {
    let opened: Opened<Control>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("numbers the versions of a config, and keeps drafts out of the list", () => {
      const policy = { strategy: "single", model: "gpt-4o:openai" };
      const { store } = opened;
      const first = { name: "main", version: 1, policy, draft: false, created_at: 1.5, note: null };
      expect(store.addConfig({ name: "main", policy, created_at: 1.5 })).toEqual(first);
      const second = store.addConfig({
        name: "main",
        policy: { ...policy, model: "b" },
        note: "cheaper",
        created_at: 2,
      });
      const draft = store.addConfig({ name: "idea", policy: null, draft: true, created_at: 3 });
      expect([second.version, second.note, draft.version, draft.draft]).toEqual([2, "cheaper", 1, true]);
      const again = opened.reopen();
      expect([again.config("main"), again.config("main", 1), again.config("idea")]).toEqual([second, first, draft]);
      expect([again.config("main", 3), again.config("nobody")]).toEqual([null, null]);
      expect(again.configs()).toEqual([first, second]);
      expect(again.configs({ drafts: true })).toEqual([draft, first, second]);
    });

    test("keeps experiments, facts and imports", () => {
      const experiment = (id: string, at: number): StoredExperiment => ({
        id,
        created_at: at,
        mode: "routing_only",
        request: { window: "7d" },
        result: { cost_usd: null, note: "käse" },
        facts_id: "f1",
      });
      const { store } = opened;
      store.putExperiment(experiment("sim_a", 1));
      store.putExperiment(experiment("sim_b", 2));
      store.putExperiment({ ...experiment("sim_a", 1), result: 7 });
      const facts = { facts_id: "f1", cut_at: 5, facts: { targets: [1, 2, "ü"] } };
      store.putFacts(facts);
      const record = { id: "i1", created_at: 9, file: "a.jsonl", format: "native", summary: { rows: 3 } };
      store.putImport(record);
      const again = opened.reopen();
      expect(again.experiment("sim_a")).toEqual({ ...experiment("sim_a", 1), result: 7 });
      expect(again.experiments(1)).toEqual([experiment("sim_b", 2)]);
      expect(again.experiment("sim_c")).toBeNull();
      expect([again.facts("f1"), again.facts("f2")]).toEqual([facts, null]);
      expect(again.imports(10)).toEqual([record]);
    });

    test("keeps what runs taught of pairs of targets, and never changes it", () => {
      const lesson = (run: string, at: number, n: number): StoredLesson => {
        const sums = { n, x: 1.5, y: 2, xx: 0.1, yy: 4e-9, xy: 3 };
        const learnt = { baseline: "a:one", candidate: "b:two", input: sums, output: { ...sums, n: 0 }, cost: sums };
        return { run, at, estimand: "window", learnt };
      };
      const { store } = opened;
      const other = { ...lesson("plt_b", 3, 9), learnt: { ...lesson("plt_b", 3, 9).learnt, baseline: "a:three" } };
      store.addLessons([lesson("plt_b", 3, 5), other]);
      store.addLessons([lesson("plt_b", 4, 99), lesson("sim_a", 2, 7)]);
      store.addLessons([]);
      expect(opened.reopen().lessons()).toEqual([lesson("plt_b", 3, 5), other, lesson("sim_a", 2, 7)]);
    });
  });
}
