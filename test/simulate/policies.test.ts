import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

/* Four requests that gpt-4o answered, two of them answered by gpt-4o-mini as well. */
const folder = temporaryFolder();
const at = { cwd: folder.path };
const MINI = "gpt-4o-mini:openai";

function simulate(...args: readonly string[]): Promise<SimulationResult> {
  return understudyJson<SimulationResult>(["simulate", ...args], at);
}

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), [
    { id: "a", daysAgo: 1, text: "one" },
    { id: "b", daysAgo: 2, text: "two" },
    { id: "c", daysAgo: 3, text: "three", input: 2000 },
    { id: "d", daysAgo: 4, text: "four", failed: true },
    { id: "a mini", daysAgo: 1, text: "one", target: MINI, latency_ms: 400, columns: { origin: "experiment" } },
    { id: "b mini", daysAgo: 2, text: "two", target: MINI, latency_ms: 600, columns: { origin: "experiment" } },
  ]);
  writeFileSync(folder.file("mini.json"), JSON.stringify({ strategy: "single", model: MINI }));
  await understudy(["import", "log.jsonl"], at);
  await understudy(["configs", "add", "mini", "mini.json"], at);
});
afterAll(() => folder[Symbol.dispose]());

describe("a policy is named by", () => {
  it.each([
    ["a file", "mini.json", null],
    ["a config", "mini", 1],
    ["a version of a config", "mini@1", 1],
    ["the shorthand", `single:${MINI}`, null],
    ["the shorthand, the provider left out where only one serves the model", "single:gpt-4o-mini", null],
  ])("%s: %s", async (_, reference, version) => {
    const result = await simulate("--policy", reference);
    expect(result.route_distribution).toEqual({ [MINI]: 1 });
    expect(result.policy).toMatchObject({ name: reference.replace("@1", ""), version, strategy: "single" });
  });
});

it("answers with the published fields, in their units", async () => {
  const result = await simulate("--policy", "mini");
  expect(result).toMatchObject({
    id: expect.stringMatching(/^sim_[0-9a-f-]{36}$/u) as string,
    window: { start: expect.stringMatching(/Z$/u) as string, end: expect.stringMatching(/Z$/u) as string },
    requests: 4,
    mode: "routing_only",
    // (1000 + 1000 + 2000) x 2.50 USD and 300 x 10 USD per million tokens; the failed row has no tokens.
    baseline: { p50_ms: 1000, p95_ms: 1000, errors: 1, cost_rows: { logged: 0, list: 3, unpriced: 1 } },
    route_distribution: { [MINI]: 1 },
  });
  expect(result.baseline.cost_usd).toBeCloseTo(4000 * 2.5e-6 + 300 * 10e-6, 12);
  expect(Object.keys(result.candidate)).toEqual(expect.arrayContaining(["cost_usd", "p50_ms", "p95_ms", "errors"]));
  expect(Object.keys(result).slice(0, 3)).toEqual(["id", "window", "mode"]);
});

it("takes what the log holds of the same request as recorded, and says which rows it had to assume", async () => {
  const { candidate } = await simulate("--policy", "mini");
  expect(candidate.evidence_counts).toMatchObject({ recorded: 2, assumed: 2 });
  expect(candidate.evidence).toBe("assumed");
  // Two answers are no ground for a speed: it is said to be unknown, not guessed.
  expect(candidate).toMatchObject({ p50_ms: null, p95_ms: null, errors: null });
});

it("names in the text what the JSON says", async () => {
  const run = await understudy(["simulate", "--policy", "mini"], at);
  expect(run).toMatchObject({ code: 0, err: "" });
  expect(run.out).toContain("mini against 4 requests");
  expect(run.out).toContain("routing only: nothing was called");
  expect(run.out).toMatch(/^cost +\$0\.0130 +\$0\.\d+ +-9\d\.\d% +assumed$/mu);
  expect(run.out).toMatch(/^costs +2 recorded, 2 assumed$/mu);
  expect(run.out).toMatch(/^unpriced +1 row of the baseline, 0 of the candidate$/mu);
  expect(run.out).toMatch(/^next understudy explain \S+ --policy sim_\S+_candidate$/mu);
});

it("prices at each row's date, and as of now with --prices now", async () => {
  const prices = {
    targets: {
      [MINI]: [
        { input_per_mtok: 1, output_per_mtok: 1 },
        { from: new Date(Date.now() - 36 * 3_600_000).toISOString(), input_per_mtok: 10, output_per_mtok: 10 },
      ],
    },
  };
  writeFileSync(folder.file("prices.json"), JSON.stringify(prices));
  const old = await simulate("--policy", "mini", "--to", dayAgo(1.5), "--prices", "prices.json");
  const now = await simulate("--policy", "mini", "--to", dayAgo(1.5), "--prices", "prices.json", "--prices", "now");
  expect(now.candidate.cost_usd_plain).toBeCloseTo(10 * (old.candidate.cost_usd_plain as number), 12);
  const { out } = await understudy(["simulate", "--policy", "mini", "--prices", "prices.json", "--prices", "now"], at);
  expect(out).toMatch(/^next understudy explain .*_candidate --prices prices\.json --prices now$/mu);
});

it("takes prices as YAML too, and says where they are wrong", async () => {
  const entry = "{ input_per_mtok: 1, output_per_mtok: 1 }";
  writeFileSync(
    folder.file("prices.yaml"),
    `targets:\n  ${MINI}:\n    - ${entry}\n    - { from: 2020-01-01, input_per_mtok: 10, output_per_mtok: 10 }\n`,
  );
  const given = { targets: { [MINI]: { input_per_mtok: 10, output_per_mtok: 10 } } };
  writeFileSync(folder.file("prices.json"), JSON.stringify(given));
  const yaml = await simulate("--policy", "mini", "--prices", "prices.yaml");
  const json = await simulate("--policy", "mini", "--prices", "prices.json");
  expect(yaml.candidate.cost_usd_plain).toBe(json.candidate.cost_usd_plain);
  const wrong = async (text: string): Promise<string> => {
    writeFileSync(folder.file("prices.yaml"), text);
    return (await understudy(["simulate", "--policy", "mini", "--prices", "prices.yaml"], at)).err;
  };
  expect(await wrong("targets:\n\t- a")).toMatch(/^error: the price file is not YAML: .*\n {2}at prices\.yaml:2\n/u);
  expect(await wrong(`targets: { ${MINI}: { input: 1 } }`)).toContain(
    '  at prices.yaml $.targets["gpt-4o-mini:openai"].input\n',
  );
});

it("stores question, answer and candidate: the list, the answer again, and a draft that can be asked with", async () => {
  const result = await simulate("--policy", "mini");
  const { experiments } = await understudyJson<{ experiments: { id: string }[] }>(["simulate", "--list"], at);
  expect(experiments[0]).toMatchObject({ id: result.id, policy: "mini", requests: 4, mode: "routing_only" });
  expect(await simulate("--show", result.id)).toEqual(result);

  const draft = `${result.id}_candidate`;
  expect(await understudyJson(["configs", "show", draft], at)).toMatchObject({
    draft: true,
    policy: { strategy: "single", model: MINI },
  });
  const again = await simulate("--policy", draft);
  expect(again.candidate).toEqual(result.candidate);
  const plain = await understudyJson<{ configs: { name: string }[] }>(["configs"], at);
  expect(plain.configs.map(({ name }) => name)).toEqual(["mini"]);
});

it("lists as many outliers as asked for, the largest difference first", async () => {
  const { outliers } = await simulate("--policy", "mini", "--outliers", "1");
  expect(outliers.cost_usd).toHaveLength(1);
  const { source_id } = await understudyJson<{ source_id: string }>(
    ["logs", outliers.cost_usd[0]?.request_id ?? ""],
    at,
  );
  expect(source_id).toBe("c");
});

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
