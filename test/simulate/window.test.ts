import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog, type MadeUpCall } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const NOW = Date.now();
const CALLS: readonly MadeUpCall[] = [
  { id: "shop", daysAgo: 1, columns: { project: "shop", endpoint: "checkout", api_key: "web", end_user: "ann" } },
  { id: "tagged", daysAgo: 2, columns: { tags: ["vip", "feature:search"], metadata: { plan: "pro" } } },
  { id: "claude", daysAgo: 3, target: "claude-haiku-4-5:anthropic", columns: { metadata: { feature: "chat" } } },
  { id: "decided", daysAgo: 9, columns: { strategy: "cost_optimized", origin: "live" } },
  { id: "shadow", daysAgo: 1, columns: { origin: "shadow" } },
  { id: "asked", daysAgo: 20, target: "gpt-4o-mini:openai", columns: { model_requested: "gpt-4-turbo" } },
];

const folder = temporaryFolder();
const at = { cwd: folder.path };
const sourceIds = new Map<string, string>();

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), CALLS, NOW);
  await understudy(["import", "log.jsonl"], at);
  const log = await understudyJson<{ rows: { request_id: string; source_id: string }[] }>(["logs"], at);
  for (const { request_id, source_id } of log.rows) sourceIds.set(request_id, source_id);
});
afterAll(() => folder[Symbol.dispose]());

/** Ids of the rows replayed, told by the outliers that name each of them. */
async function rows(...args: readonly string[]): Promise<readonly string[]> {
  const policy = ["--policy", "single:gpt-4.1-nano:openai"];
  const { outliers, requests } = await understudyJson<SimulationResult>(["simulate", ...policy, ...args], at);
  expect(outliers.cost_usd).toHaveLength(requests);
  return outliers.cost_usd.map(({ request_id }) => sourceIds.get(request_id) ?? "").toSorted();
}

function daysAgo(days: number): string {
  return new Date(NOW - days * 86_400_000).toISOString();
}

describe("the window is", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["the last 7 days where none is given", [], ["claude", "shop", "tagged"]],
    ["so long back from now", ["--last", "2w"], ["claude", "decided", "shop", "tagged"]],
    ["so long back from the newest row", ["--last", "26h", "--newest"], ["shop", "tagged"]],
    ["7 days back from the newest row", ["--newest"], ["claude", "shop", "tagged"]],
    ["from one time on", ["--from", daysAgo(2.5)], ["shop", "tagged"]],
    ["up to another, which is not in it", ["--to", daysAgo(9)], ["asked"]],
    ["between the two", ["--from", daysAgo(9), "--to", daysAgo(2)], ["claude", "decided"]],
  ])("%s", async (_, args, expected) => {
    expect(await rows(...args)).toEqual(expected);
  });

  it("the whole log where its newest row is old and nothing is asked for, and that is said", async () => {
    using old = temporaryFolder();
    writeMadeUpLog(old.file("log.jsonl"), [
      { id: "a", daysAgo: 100 },
      { id: "b", daysAgo: 400 },
    ]);
    await understudy(["import", "log.jsonl"], { cwd: old.path });
    const run = await understudy(["simulate", "--policy", "single:gpt-4o-mini:openai"], { cwd: old.path });
    expect(run.out).toContain("against 2 requests");
    expect(run.out).toMatch(/^note No window was given and the newest row is of \d{4}-\d\d-\d\d: the whole log was/mu);
  });
});

describe("of the window, only rows", () => {
  const all = ["--from", daysAgo(30)];
  it.each<[readonly string[], readonly string[]]>([
    [["--project", "shop"], ["shop"]],
    [["--endpoint", "checkout"], ["shop"]],
    [["--model", "claude-haiku-4-5"], ["claude"]],
    [["--model", "gpt-4o-mini:openai"], ["asked"]],
    [["--model", "gpt-4-turbo"], ["asked"]],
    [["--provider", "anthropic"], ["claude"]],
    [["--user", "ann"], ["shop"]],
    [["--tag", "vip"], ["tagged"]],
    [["--feature", "search"], ["tagged"]],
    [["--feature", "chat"], ["claude"]],
    [["--meta", "plan=pro"], ["tagged"]],
    [["--api-key", "web"], ["shop"]],
    [["--strategy", "cost_optimized"], ["decided"]],
    [["--origin", "live"], ["decided"]],
    [
      ["--origin", "live", "--origin", "shadow"],
      ["decided", "shadow"],
    ],
    [["--provider", "openai", "--tag", "vip"], ["tagged"]],
  ])("%j", async (args, expected) => {
    expect(await rows(...all, ...args)).toEqual(expected);
  });
});

describe("an empty window answers no, and says", () => {
  it.each<[readonly string[], string, string]>([
    [["--project", "shpo"], 'no row of the log fits --project "shpo"', "The log holds: default, shop."],
    [["--model", "gpt-5"], 'no row of the log fits --model "gpt-5"', "gpt-4o:openai"],
    [["--tag", "vpi"], 'no row of the log fits --tag "vpi"', "The log holds: feature:search, vip."],
    [["--user", "bob"], 'no row of the log fits --user "bob"', "The log holds: ann."],
    [["--tag", "vip", "--project", "shop"], "no row fits the filters in ", "drop a filter"],
    [["--to", "2001-01-01"], "no row is in the beginning to 2001-01-01T00:00:00.000Z", "The log goes from "],
  ])("%j", async (args, message, hint) => {
    const run = await understudy(["simulate", "--policy", "single:gpt-4o-mini", ...args, "--json"], at);
    expect(run).toMatchObject({ code: 1, err: "" });
    const { error } = JSON.parse(run.out) as { error: { code: string; message: string; hint: string } };
    expect(error.code).toBe("window_empty");
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
});
