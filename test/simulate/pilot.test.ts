import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { askedAgain, logged, numberOf } from "../experiment/asked-again.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { at, BFCL_FILES, GPT_4O, MINI, NO_BFCL_FILES, readReplies } from "../replay/brute-force.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const PLAYED = "single:gpt-4o-mini:mock";
const MINI_POLICY = ["--policy", "single:gpt-4o-mini:openai"];

/** Each runs the command line several times. */
const SLOW = { timeout: 120_000 };

interface Folder {
  readonly path: string;
  file(name: string): string;
}

/** A log of short questions whose baseline answered briefly; the mock answers at length. A month before, somebody asked a model without a price. */
async function filled(folder: Folder, rows: number): Promise<readonly string[]> {
  const calls = Array.from({ length: rows }, (_, n) => ({
    id: `${n}`,
    daysAgo: 1,
    text: `question ${n} `.repeat(1 + (n % 20)),
    input: 20 + n,
    output: 10 + (n % 50),
  }));
  const own = { id: "own", daysAgo: 30, target: "own:vllm", text: "something else" };
  writeMadeUpLog(folder.file("log.jsonl"), [...calls, own]);
  const data = ["--data", folder.file("data")];
  await understudy(["import", "log.jsonl", ...data], { cwd: folder.path });
  return data;
}

describe("simulate --pilot", () => {
  it(
    "calls some rows, projects the others with an interval, and leaves what it learnt to later simulations",
    SLOW,
    async () => {
      using folder = temporaryFolder();
      const cwd = { cwd: folder.path };
      const data = await filled(folder, 200);
      const asked = ["simulate", "--policy", PLAYED, "--mock", ...data];
      const spending = ["--pilot", "40", "--max-spend", "1", "--concurrency", "40", "--yes"];
      const { pilot, candidate, token_ratios, ...result } = await understudyJson<SimulationResult>(
        [...asked, ...spending],
        cwd,
      );
      expect(pilot).toMatchObject({
        state: "completed",
        targets: ["gpt-4o-mini:mock"],
        requests: 200,
        drawn: 40,
        calls: 40,
        cap_usd: 1,
        reserved_usd: 0,
        evidence: "projected",
        estimand: "window",
      });
      // The mock fails now and then.
      expect(pilot!.n + pilot!.failed).toBe(40);
      expect(pilot!.n).toBeGreaterThan(30);
      const { estimate, ci_95 } = pilot!.cost_usd;
      expect(pilot!.spent_usd).toBeGreaterThan(0);
      expect(pilot!.spent_usd).toBeLessThan(estimate!);
      expect(ci_95.lower).toBeLessThan(estimate!);
      expect(ci_95.upper).toBeGreaterThan(estimate!);
      expect(pilot!.ratio.estimate! * pilot!.plain_usd).toBeCloseTo(estimate!, 12);
      expect(candidate).toMatchObject({ evidence: "projected", evidence_counts: { projected: 200, assumed: 0 } });
      expect(candidate.cost_ci_95.lower).toBeLessThan(candidate.cost_usd!);
      expect(candidate.cost_ci_95.upper).toBeGreaterThan(candidate.cost_usd!);
      expect(token_ratios).toMatchObject([{ pairs: pilot!.n, learnt_from: "pilots" }]);

      const shown = await understudyJson<SimulationResult>(["simulate", "--show", result.id, ...data], cwd);
      expect(shown.pilot).toEqual(pilot);
      const { ratios } = await understudyJson<{ ratios: readonly object[] }>(["facts", "ratios", ...data], cwd);
      expect(ratios).toMatchObject([{ run: pilot!.run, pairs: pilot!.n, candidate: "gpt-4o-mini:mock" }]);
      const rows = await understudy(["logs", "--origin", "experiment", "--limit", "100", "--json", ...data], cwd);
      expect(rows.out.match(/"parent_request_id": ?"[0-9a-f-]{36}"/gu)).toHaveLength(40);

      // The rows called are in the log by now; nothing else is known of the mock there, nor of its price.
      const later = await understudyJson<SimulationResult>(["simulate", "--policy", PLAYED, ...data], cwd);
      expect(later).toMatchObject({ requests: 200, pilot: null, candidate: { evidence_counts: { recorded: 40 } } });
      expect(later.token_ratios).toMatchObject([{ pairs: pilot!.n, learnt_from: "pilots" }]);

      // What is answered is not paid for again.
      const again = await understudyJson<SimulationResult>([...asked, ...spending], cwd);
      expect(again.pilot).toMatchObject({ requests: 160, drawn: 40, left_out: { recorded: 40 } });
      expect(again.token_ratios).toMatchObject([{ pairs: pilot!.n + again.pilot!.n, learnt_from: "pilots" }]);
    },
  );

  it("stops at the cap, never above it, and estimates from the calls made by then", SLOW, async () => {
    await using shop = await askedAgain(
      Array.from({ length: 120 }, (_, n) => logged(n, { input: 100 + n })),
      (body) => ({ text: "yes", output: 10 + (numberOf(body) % 30) }),
    );
    const asked = [
      "simulate",
      "--config",
      shop.config,
      ...MINI_POLICY,
      "--pilot",
      "100",
      "--concurrency",
      "64",
      "--yes",
    ];
    const { pilot, notes } = await shop.json<SimulationResult>(...asked, "--max-spend", "0.001");
    expect(pilot!.state).toBe("cap_reached");
    expect(pilot!.spent_usd + pilot!.reserved_usd).toBeLessThanOrEqual(0.001);
    expect(pilot!.calls).toBeGreaterThan(10);
    expect(pilot!.calls).toBeLessThan(100);
    expect(pilot!.n).toBe(pilot!.calls);
    expect(shop.provider.requests.length).toBeGreaterThanOrEqual(pilot!.calls);
    expect(pilot!.cost_usd.ci_95.lower).toBeLessThan(pilot!.cost_usd.estimate!);
    expect(notes.join()).toContain(`The pilot made ${pilot!.calls} of 100 calls (cap reached`);
  });

  it("calls the whole window where more is asked for, and has no error left", SLOW, async () => {
    await using shop = await askedAgain(
      Array.from({ length: 35 }, (_, n) => logged(n)),
      (body) => ({ text: "yes", output: 10 + (numberOf(body) % 30) }),
    );
    const asked = ["simulate", "--config", shop.config, ...MINI_POLICY, "--pilot", "50", "--max-spend", "1", "--yes"];
    const { pilot } = await shop.json<SimulationResult>(...asked);
    const spent = Array.from({ length: 35 }, (_, n) => 100 * 0.15e-6 + (10 + (n % 30)) * 0.6e-6);
    const total = spent.reduce((sum, usd) => sum + usd, 0);
    expect(pilot!.spent_usd).toBeCloseTo(total, 12);
    expect(pilot!.cost_usd.estimate).toBeCloseTo(total, 12);
    expect(pilot!.cost_usd.ci_95.lower).toBeCloseTo(total, 12);
    expect(pilot!.cost_usd.ci_95.upper).toBeCloseTo(total, 12);
    const again = await shop.run(...asked);
    expect(again.err).toContain("nothing for a pilot to call: the log holds the answer (35 rows)");
  });

  it("says what it will do where all rows are called, and in words what it found", SLOW, async () => {
    await using shop = await askedAgain(
      Array.from({ length: 32 }, (_, n) => logged(n)),
      (body) => (numberOf(body) === 7 ? { status: 400, text: "no" } : { text: "yes", output: 60 }),
    );
    const asked = ["simulate", "--config", shop.config, ...MINI_POLICY, "--pilot", "50", "--max-spend", "1", "--yes"];
    const run = await shop.run(...asked);
    expect(run.err).toContain("Only 32 rows of the window can be called, and all of them are: 50 were asked for.");
    expect(run.out).toContain("routing only: with a pilot of 32 calls");
    expect(run.out).toMatch(/pilot +31 calls measured of gpt-4o-mini:openai, \$0\.00\d+ spent of \$1\.00/u);
    expect(run.out).toMatch(/pilot says +\$0\.00\d+, 95% \$0\.00\d+ to \$0\.00\d+ for 32 rows/u);
    expect(run.out).toContain("1 call of the pilot failed");
  });

  it("is asked for before anything is sent, and says what stands in its way", SLOW, async () => {
    using folder = temporaryFolder();
    const data = await filled(folder, 20);
    writeFileSync(folder.file("understudy.yaml"), "providers: { openai: { key_env: NOT_THERE } }\n");
    const said = async (policy: string, ...args: readonly string[]): Promise<string> => {
      const run = await understudy(["simulate", "--policy", policy, ...args, ...data], { cwd: folder.path });
      expect(run.code).not.toBe(0);
      return run.err;
    };
    const mock = ["--mock", "--pilot", "10"];
    expect(await said(PLAYED, ...mock)).toContain("nothing says how much");
    expect(await said(PLAYED, "--max-spend", "1")).toContain("nothing is spent without a pilot");
    expect(await said(PLAYED, ...mock, "--max-spend", "1")).toContain("10 calls cost money and nobody can be asked");
    expect(await said(PLAYED, ...mock, "--max-spend", "0", "--yes")).toContain(
      "a cap of 0 USD leaves room for no call",
    );
    expect(await said(PLAYED, ...mock, "--max-spend", "-1", "--yes")).toContain("the cap is not an amount of USD");
    const openai = await said("single:gpt-4o-mini:openai", "--pilot", "10", "--max-spend", "1", "--yes");
    expect(openai).toContain("NOT_THERE is not in the environment");
    const groq = await said("single:llama-3.1-8b-instant:groq", "--pilot", "10", "--max-spend", "1", "--yes");
    expect(groq).toContain("provider groq is not configured");
    const unpriced = await said("single:own:vllm", ...mock, "--max-spend", "1", "--yes");
    expect(unpriced).toContain("no price of the candidate is known");
    expect(await said("single:gpt-4o:openai", ...mock, "--max-spend", "1", "--yes")).toContain(
      "the log holds the answer (20 rows)",
    );
    const store = openSqliteStore(folder.file("data"), { readOnly: true });
    expect([store.control.runs.runs({}, 10), store.control.lessons(), store.traffic.stats().rows]).toEqual([
      [],
      [],
      21,
    ]);
    store.close();
  });

  it("holds what gpt-4o-mini really cost on the tool-calling run", SLOW, async ({ skip }) => {
    skip(BFCL_FILES === null, NO_BFCL_FILES);
    using folder = temporaryFolder();
    const cwd = { cwd: folder.path };
    const fileOf = (model: string): string => BFCL_FILES?.find((path) => path.endsWith(`/${model}.jsonl`)) ?? "";
    mkdirSync(folder.file("recordings"));
    await understudyJson(["import", fileOf(MINI), "--data", "theirs"], cwd);
    await understudyJson(["export", "recordings/rows.jsonl", "--data", "theirs"], cwd);
    await understudyJson(["import", fileOf(GPT_4O), "--data", "ours"], cwd);
    writeFileSync(
      folder.file("understudy.yaml"),
      "providers: { openai: { kind: recorded, recordings: recordings } }\n",
    );
    const asked = ["simulate", "--policy", `single:${at(MINI)}`, "--pilot", "50", "--max-spend", "0.05", "--yes"];
    const { pilot, candidate } = await understudyJson<SimulationResult>([...asked, "--data", "ours"], cwd);
    const measured = [
      ...(readReplies([fileOf(MINI)])
        .get(MINI)
        ?.values() ?? []),
    ].reduce((sum, { cost }) => sum + cost, 0);
    expect(measured.toFixed(5)).toBe("0.12813");
    expect(pilot).toMatchObject({ state: "completed", requests: 1_700, n: 50, spent_usd: 0 });
    expect(pilot!.plain_usd.toFixed(6)).toBe("0.132073");
    for (const { lower, upper } of [pilot!.cost_usd.ci_95, candidate.cost_ci_95]) {
      expect(lower).toBeLessThan(measured);
      expect(upper).toBeGreaterThan(measured);
      expect(upper! - lower!).toBeLessThan(0.03);
    }
  });
});
