import { expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { pairSums } from "../../src/stats/ratio.ts";
import type { StoredLesson } from "../../src/store/control.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const BIG = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";

function lesson(run: string, output: readonly number[]): StoredLesson {
  const logged = output.map(() => 10);
  const same = pairSums(logged, logged);
  const learnt = {
    baseline: BIG,
    candidate: MINI,
    input: same,
    output: pairSums(logged, output),
    cost: same,
  };
  return { run, at: Date.UTC(2026, 3, 20, 9, 30), estimand: "window", learnt };
}

it("what runs taught is listed, and later simulations project by it", async () => {
  using folder = temporaryFolder();
  const at = { cwd: folder.path };
  const calls = Array.from({ length: 40 }, (_, n) => ({
    id: `${n}`,
    daysAgo: 1,
    text: `question ${n}`,
    input: 100,
    output: 10,
  }));
  writeMadeUpLog(folder.file("log.jsonl"), calls);
  const data = ["--data", folder.file("data")];
  await understudy(["import", "log.jsonl", ...data], at);
  expect((await understudy(["facts", "ratios", ...data], at)).out).toContain("Nothing has been taught yet.");
  const asked = ["simulate", "--policy", `single:${MINI}`, ...data];
  const before = await understudyJson<SimulationResult>(asked, at);
  expect(before.candidate).toMatchObject({ evidence: "assumed", cost_ci_95: { lower: null, upper: null } });

  const store = openSqliteStore(folder.file("data"));
  store.control.addLessons([
    lesson(
      "plt_one",
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 18 : 22)),
    ),
    lesson("sim_two", [10, 12]),
  ]);
  store.close();

  const { ratios } = await understudyJson<{ ratios: readonly unknown[] }>(["facts", "ratios", ...data], at);
  expect(ratios).toMatchObject([
    { run: "plt_one", at: "2026-04-20T09:30:00.000Z", baseline: BIG, pairs: 40, output: { ratio: 2 } },
    { run: "sim_two", pairs: 2, input: { ratio: 1 }, output: { ratio: 1.1 } },
  ]);
  const shown = await understudy(["facts", "ratios", "--candidate", MINI, ...data], at);
  expect(shown.out).toMatch(/plt_one .* 40 +1\.000 +2\.000/u);
  expect((await understudy(["facts", "ratios", "--baseline", MINI, ...data], at)).out).toContain("Nothing has been");

  const after = await understudyJson<SimulationResult>(asked, at);
  expect(after.candidate.evidence).toBe("projected");
  expect(after.token_ratios).toMatchObject([{ output: 2, pairs: 40, learnt_from: "pilots", evidence: "projected" }]);
  const { lower, upper } = after.candidate.cost_ci_95;
  expect(lower).toBeLessThan(after.candidate.cost_usd!);
  expect(upper).toBeGreaterThan(after.candidate.cost_usd!);
  expect((await understudy(asked, at)).out).toMatch(/cost, 95% +\$0\.001\d+ to \$0\.001\d+/u);
});
