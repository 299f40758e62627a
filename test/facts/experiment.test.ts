import { expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { askedAgain, logged } from "../experiment/asked-again.ts";

const POLICY = ["--policy", "single:gpt-4o-mini:openai"];

it(
  "an experiment's pairs teach what a model takes for another's tokens, and go on teaching when its rows are gone",
  { timeout: 120_000 },
  async () => {
    const calls = Array.from({ length: 50 }, (_, at) => logged(at));
    await using shop = await askedAgain(calls, () => ({ text: "yes", output: 60 }));
    const sample = ["--sample", "40", "--control", "none", "--max-spend", "1", "--yes"];
    const { id } = await shop.json<{ id: string }>("experiment", "--config", shop.config, ...POLICY, ...sample);
    const { ratios } = await shop.json<{ ratios: readonly unknown[] }>("facts", "ratios");
    expect(ratios).toMatchObject([
      { run: id, pairs: 40, candidate: "gpt-4o-mini:openai", input: { ratio: 1 }, output: { ratio: 3 } },
    ]);
    const inLog = await shop.json<SimulationResult>("simulate", ...POLICY);
    expect(inLog.candidate.evidence_counts).toMatchObject({ recorded: 40, projected: 10 });
    expect(inLog.token_ratios).toMatchObject([{ output: 3, pairs: 40, learnt_from: "log" }]);

    const store = openSqliteStore(shop.data);
    // The log's last 40 rows are the calls.
    const last = store.traffic.lastSeq();
    expect(store.traffic.remove(Array.from({ length: 40 }, (_, n) => last - n))).toBe(40);
    store.close();
    const later = await shop.json<SimulationResult>("simulate", ...POLICY);
    expect(later.candidate.evidence_counts).toMatchObject({ recorded: 0, projected: 50 });
    expect(later.token_ratios).toMatchObject([{ output: 3, pairs: 40, learnt_from: "experiments" }]);
  },
);
