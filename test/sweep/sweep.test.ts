import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SweepResult } from "../../src/actions/sweep.ts";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog, type MadeUpCall } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const GPT_4O = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";
const HAIKU = "claude-haiku-4-5:anthropic";
const folder = temporaryFolder();
const at = { cwd: folder.path };

/* Every request answered by three targets: gpt-4o fast and dear, mini slow and cheap, haiku slower and dearer than mini. */
function answers(): readonly MadeUpCall[] {
  return Array.from({ length: 100 }, (_, index) => {
    const call = { daysAgo: 1 + index / 100, text: `question ${index}` };
    const again = { ...call, columns: { origin: "experiment" } };
    return [
      { ...call, id: `${index} 4o`, target: GPT_4O, latency_ms: 500 + index },
      { ...again, id: `${index} mini`, target: MINI, latency_ms: 900 + index },
      { ...again, id: `${index} haiku`, target: HAIKU, latency_ms: 1500 + index },
    ];
  }).flat();
}

function save(name: string, value: unknown): void {
  writeFileSync(folder.file(name), JSON.stringify(value));
}

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), answers());
  await understudy(["import", "log.jsonl"], at);
  mkdirSync(folder.file("policies/more"), { recursive: true });
  save("policies/as-it-is.json", { strategy: "single", model: GPT_4O });
  save("policies/mini.json", { strategy: "single", model: MINI });
  save("policies/more/haiku.json", { strategy: "single", model: HAIKU });
});
afterAll(() => folder[Symbol.dispose]());

describe("understudy sweep", () => {
  it("holds every policy of a folder, and of the folders in it, against one window, cheapest first", async () => {
    const result = await understudyJson<SweepResult>(["sweep", "policies"], at);
    expect(result).toMatchObject({ requests: 100, window_requests: 100 });
    expect(result.policies.map(({ policy, frontier }) => [policy, frontier])).toEqual([
      ["mini", true],
      ["more/haiku", false],
      ["as-it-is", true],
    ]);
    expect(result.policies[2]).toMatchObject({ saving: 0, evidence: "recorded" });
  });

  it("gives what simulate gives, policy by policy", async () => {
    const { policies } = await understudyJson<SweepResult>(["sweep", "policies"], at);
    const [mini] = policies;
    const { candidate, difference } = await understudyJson<SimulationResult>(
      ["simulate", "--policy", "policies/mini.json"],
      at,
    );
    expect(mini).toMatchObject({
      cost_usd: candidate.cost_usd,
      p50_ms: candidate.p50_ms,
      p95_ms: candidate.p95_ms,
      error_share: candidate.error_rate.share,
      saving: difference.saving.estimate,
      saving_ci_95: difference.saving.ci_95,
    });
  });

  it("takes a grid file: an object of policies, or a list with names", async () => {
    save("object.json", { cheap: MINI, split: { strategy: "priority", targets: [HAIKU, MINI] } });
    save("list.json", [{ name: "cheap", policy: MINI }, { policy: HAIKU }]);
    const names = async (grid: string): Promise<readonly string[]> =>
      (await understudyJson<SweepResult>(["sweep", grid], at)).policies.map(({ policy }) => policy);
    expect(await names("object.json")).toEqual(["cheap", "split"]);
    expect(await names("list.json")).toEqual(["cheap", "policy 2"]);
  });

  it("takes YAML for policies and grids alike; two files of one name are an error", async () => {
    mkdirSync(folder.file("formats"));
    save("formats/mini.json", { strategy: "single", model: MINI });
    writeFileSync(folder.file("formats/haiku.yml"), `strategy: single # dearer\nmodel: ${HAIKU}\n`);
    const names = async (path: string): Promise<readonly string[]> =>
      (await understudyJson<SweepResult>(["sweep", path], at)).policies.map(({ policy }) => policy);
    expect(await names("formats")).toEqual(["mini", "haiku"]);
    expect((await understudy(["sweep", "formats/haiku.yml"], at)).out).toContain("--policy formats/haiku.yml\n");
    writeFileSync(
      folder.file("grid.yaml"),
      `cheap: ${MINI}\nsplit:\n  strategy: priority\n  targets: [${HAIKU}, ${MINI}]\n`,
    );
    expect(await names("grid.yaml")).toEqual(["cheap", "split"]);
    writeFileSync(folder.file("formats/mini.yaml"), `strategy: single\nmodel: ${MINI}\n`);
    const twice = await understudy(["sweep", "formats"], at);
    expect(twice).toMatchObject({ code: 2, out: "" });
    expect(twice.err).toContain('two policies are named "mini"\n  at formats/mini.yaml\n');
  });

  it("takes the file of one policy for what it is", async () => {
    const { policies } = await understudyJson<SweepResult>(["sweep", "policies/mini.json"], at);
    expect(policies.map(({ policy }) => policy)).toEqual(["mini"]);
  });

  it("skips what is no policy in a folder, and says so; named by itself it is an error", async () => {
    mkdirSync(folder.file("beside"));
    save("beside/mini.json", { strategy: "single", model: MINI });
    save("beside/prices.json", { targets: { "own-8b:vllm": {} } });
    const told = "beside/prices.json: not a policy: it has no `strategy` key";
    const { policies, skipped } = await understudyJson<SweepResult>(["sweep", "beside"], at);
    expect(policies.map(({ policy }) => policy)).toEqual(["mini"]);
    expect(skipped.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([told]);
    expect(await understudy(["sweep", "beside"], at)).toMatchObject({ code: 0, err: `skipped ${told}\n` });
    expect(await understudy(["sweep", "beside/prices.json"], at)).toMatchObject({ code: 2, out: "" });
    mkdirSync(folder.file("beside/none"));
    save("beside/none/prices.json", {});
    const none = await understudy(["sweep", "beside/none"], at);
    expect(none.err).toContain(
      "the folder holds no policy (*.json, *.yaml, *.yml); of its JSON and YAML files (1) none has a `strategy` key",
    );
    expect(none).toMatchObject({ code: 2, out: "" });
  });

  it("takes the window, filters and sample of simulate", async () => {
    const result = await understudyJson<SweepResult>(["sweep", "policies", "--last", "36h", "--sample", "10"], at);
    expect(result).toMatchObject({ requests: 10, window_requests: 50 });
    expect((await understudy(["sweep", "policies", "--tag", "nobody"], at)).code).toBe(1);
  });

  it("prints a table that marks the frontier, and what to type next", async () => {
    const { out, code } = await understudy(["sweep", "policies"], at);
    expect(code).toBe(0);
    expect(out).toContain("3 policies over 100 requests");
    expect(out).toMatch(/^\* +mini +\$0\.0210 /mu);
    expect(out).toMatch(/^ +more\/haiku /mu);
    expect(out).toContain("* on the frontier: no other policy beats it at both cost and p95\n");
    expect(out).toContain("next understudy simulate --policy policies/mini.json\n");
  });

  it("names the targets that it cannot price, and the policies that may ask them", async () => {
    save("prices.json", { targets: { "own-8b:vllm": {} } });
    save("own.json", { own: "own-8b:vllm", mini: MINI });
    const { policies, notes } = await understudyJson<SweepResult>(["sweep", "own.json", "--prices", "prices.json"], at);
    expect(policies[1]).toMatchObject({
      policy: "own",
      cost_usd: null,
      unpriced: 100,
      unpriced_targets: ["own-8b:vllm"],
      frontier: false,
    });
    expect(notes).toEqual(["No price is known for own-8b:vllm, which own may ask: those costs are null, not 0."]);
  });

  it("stores nothing", async () => {
    const before = await understudyJson(["simulate", "--list"], at);
    await understudy(["sweep", "policies"], at);
    expect(await understudyJson(["simulate", "--list"], at)).toEqual(before);
  });
});

describe("a policy that cannot be used names its file and place", () => {
  it.each<[string, unknown, string]>([
    ["a misspelt key", { good: MINI, bad: { strategy: "single", modle: MINI } }, "bad.modle"],
    ["no policy", [{ name: "good", policy: MINI }, { name: "bad" }], "[1].policy"],
    ["a target nobody serves", { good: MINI, bad: { strategy: "priority", targets: [MINI, "x:y"] } }, "bad.targets[1]"],
    ["one name twice", [MINI, HAIKU].map((policy) => ({ name: "same", policy })), "[1].policy"],
    ["no grid at all", "mini", ""],
    ["an empty grid", [], ""],
  ])("%s", async (_, grid, field) => {
    save("bad-grid.json", grid);
    const run = await understudy(["sweep", "bad-grid.json"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(/^error: .+\n {2}at bad-grid\.json.*\n {2}.+\n$/u);
    expect(run.err).toContain(`at bad-grid.json ${field}`.trimEnd());
  });

  it("in a folder, the file", async () => {
    mkdirSync(folder.file("mixed"));
    save("mixed/good.json", MINI);
    save("mixed/bad.json", { strategy: "ab_test", split: [{ weight: 0, name: "a", policy: MINI }] });
    const run = await understudy(["sweep", "mixed"], at);
    expect(run.code).toBe(2);
    expect(run.err).toContain("the weights add up to zero");
    expect(run.err).toContain("at mixed/bad.json split");
  });
});
