import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { askedAgain, ENVIRONMENT, logged, numberOf } from "../experiment/asked-again.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const MINI = ["--policy", "single:gpt-4o-mini:openai"];

it(
  "a pilot whose process is killed goes on where it was: nobody is asked twice, and only then does it teach",
  { timeout: 120_000 },
  async () => {
    const calls = Array.from({ length: 60 }, (_, at) => logged(at, { output: 20 + at }));
    await using shop = await askedAgain(calls, () => ({ text: "yes", output: 60, ms: 100 }));
    const asked = ["simulate", "--config", shop.config, ...MINI];
    const pilot = ["--pilot", "40", "--max-spend", "1", "--concurrency", "4", "--yes", "--data", shop.data];
    const worker = spawn(process.execPath, [MAIN, ...asked, ...pilot], {
      env: { PATH: process.env["PATH"], ...ENVIRONMENT },
      stdio: "ignore",
    });
    const gone = new Promise((done) => worker.once("exit", done));
    while (shop.provider.requests.length < 12) await new Promise((done) => setTimeout(done, 10));
    worker.kill("SIGKILL");
    await gone;
    const before = shop.provider.requests.length;
    expect(before).toBeLessThan(40);
    const store = openSqliteStore(shop.data, { readOnly: true });
    const [run] = store.control.runs.runs({ kind: "pilot" }, 10);
    expect(store.control.lessons()).toEqual([]);
    store.close();

    const other = await shop.run(
      "simulate",
      "--config",
      shop.config,
      "--policy",
      "single:gpt-4o:openai",
      "--resume",
      run!.id,
    );
    expect(other.err).toContain("is a pilot of another policy");
    expect((await shop.run(...asked, "--resume", "plt_none")).err).toContain("there is no pilot");
    expect((await shop.run(...asked, "--resume", run!.id, "--pilot", "5")).err).toContain("the cap it began with");

    const result = await shop.json<SimulationResult>(...asked, "--resume", run!.id);
    const questions = shop.provider.requests.map(numberOf);
    expect(new Set(questions).size).toBe(questions.length);
    expect(result.pilot).toMatchObject({ run: run!.id, state: "completed", drawn: 40, calls: 40 });
    // Calls under way when it was killed are paid for, and nobody knows what came of them.
    expect(result.pilot!.n).toBeGreaterThanOrEqual(36);
    expect(result.pilot!.n).toBeLessThan(40);
    expect(result.pilot!.reserved_usd).toBeGreaterThan(0);
    expect(result.pilot!.cost_usd.ci_95.lower).toBeLessThan(result.pilot!.cost_usd.estimate!);
    expect(result.token_ratios).toMatchObject([{ pairs: result.pilot!.n, learnt_from: "pilots" }]);

    // It has come to its end: asked again, it says the same and calls nobody.
    const again = await shop.json<SimulationResult>(...asked, "--resume", run!.id);
    expect(again.pilot).toEqual(result.pilot);
    expect(shop.provider.requests).toHaveLength(questions.length);
  },
);
