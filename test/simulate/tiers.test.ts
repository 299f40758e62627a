import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const GPT_4O = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";
const HEAVY_USERS = {
  strategy: "custom_rules",
  rules: [{ when: { end_user_spend_percentile: { $gte: 0.5 } }, then: GPT_4O }],
  default: MINI,
};

function user(end_user: string): { readonly columns: Readonly<Record<string, unknown>> } {
  return { columns: { end_user } };
}

it("ranks end users on the days before each row, or with --tiers in-sample on the log itself, and says which", async () => {
  using folder = temporaryFolder();
  const at = { cwd: folder.path };
  writeFileSync(folder.file("heavy.json"), JSON.stringify(HEAVY_USERS));
  writeMadeUpLog(folder.file("log.jsonl"), [
    { id: "big, with nothing before", daysAgo: 12, input: 9000, ...user("big") },
    { id: "small, with nothing before", daysAgo: 12, ...user("small") },
    { id: "big", daysAgo: 1, input: 9000, ...user("big") },
    { id: "small", daysAgo: 1, ...user("small") },
  ]);
  await understudy(["import", "log.jsonl"], at);
  const simulate = (...args: readonly string[]): Promise<SimulationResult> =>
    understudyJson<SimulationResult>(["simulate", "--last", "30d", "--policy", "heavy.json", ...args], at);

  const trailing = await simulate();
  expect(trailing.route_distribution).toEqual({ [MINI]: 0.75, [GPT_4O]: 0.25 });
  expect(trailing.candidate.evidence_counts).toMatchObject({ recorded: 1, assumed: 3 });
  expect(trailing.notes.join()).toMatch(/Tiers of end users are assumed before \d{4}-\d\d-\d\d: fewer than 7 days/u);

  const inSample = await simulate("--tiers", "in-sample");
  expect(inSample.route_distribution).toEqual({ [MINI]: 0.5, [GPT_4O]: 0.5 });
  expect(inSample.notes.join()).toContain("End users are ranked on the log itself (in-sample)");
});

it("of a log that names no end user holds for none, and says so", async () => {
  using folder = temporaryFolder();
  const at = { cwd: folder.path };
  writeFileSync(folder.file("heavy.json"), JSON.stringify(HEAVY_USERS));
  writeMadeUpLog(folder.file("log.jsonl"), [{ id: "a", daysAgo: 1 }]);
  await understudy(["import", "log.jsonl"], at);
  const result = await understudyJson<SimulationResult>(["simulate", "--policy", "heavy.json"], at);
  expect(result.route_distribution).toEqual({ [MINI]: 1 });
  expect(result.notes.join()).toContain("No row of the log names an end user");
});
