import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DecisionTrace } from "../../src/core/trace.ts";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const GPT_4O = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";
const folder = temporaryFolder();
const at = { cwd: folder.path };

function simulate(...args: readonly string[]): Promise<SimulationResult> {
  return understudyJson<SimulationResult>(["simulate", "--policy", "best.json", ...args], at);
}

function save(name: string, value: unknown): void {
  writeFileSync(folder.file(name), JSON.stringify(value));
}

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), [
    { id: "a", daysAgo: 1, target: GPT_4O, columns: { tags: ["hard"] } },
    { id: "b", daysAgo: 2, target: GPT_4O, columns: { tags: ["easy"] } },
    { id: "c", daysAgo: 3, target: MINI, columns: { tags: ["hard"] } },
    { id: "d", daysAgo: 4, target: MINI, columns: { tags: ["easy"] } },
  ]);
  await understudy(["import", "log.jsonl"], at);
  save("best.json", { strategy: "quality", allow: [GPT_4O, MINI] });
});
afterAll(() => folder[Symbol.dispose]());

describe("the quality strategy", () => {
  it("without scores takes the list price as a stand-in, and says so", async () => {
    const { route_distribution, notes, candidate } = await simulate();
    expect(route_distribution).toEqual({ [GPT_4O]: 1 });
    expect(candidate).toMatchObject({ evidence: "assumed", evidence_counts: { recorded: 0, assumed: 4 } });
    const trace = await understudyJson<DecisionTrace>(["explain", "a", "--policy", "best.json"], at);
    expect(trace).toMatchObject({ measured: null, projected: { evidence: "assumed", latency_ms: 1000 } });
    expect(trace.attempts).toMatchObject([{ target: GPT_4O, evidence: "recorded" }]);
    expect(trace.notes.join()).toContain("Who is asked is assumed");
    expect(notes.join()).toContain("No quality score is known");
  });

  it("ranks by the scores of a file, by tag where the file has them", async () => {
    save("scores.json", { [GPT_4O]: 0.7, [MINI]: { score: 0.8, by_tag: { hard: 0.4 } } });
    const { route_distribution, notes } = await simulate("--quality", "scores.json");
    expect(route_distribution).toEqual({ [GPT_4O]: 0.5, [MINI]: 0.5 });
    expect(notes.join()).not.toContain("No quality score");
    const trace = await understudyJson<DecisionTrace>(
      ["explain", "b", "--policy", "best.json", "--quality", "scores.json"],
      at,
    );
    expect(trace.notes).toEqual([]);
  });

  it("reads scores as YAML too", async () => {
    writeFileSync(folder.file("scores.yaml"), `"${GPT_4O}": 0.7\n"${MINI}":\n  score: 0.8\n  by_tag: { hard: 0.4 }\n`);
    const { route_distribution } = await simulate("--quality", "scores.yaml");
    expect(route_distribution).toEqual({ [GPT_4O]: 0.5, [MINI]: 0.5 });
  });

  it("ranks by outcomes that were imported: the mean of each target, by tag", async () => {
    const graded = { a: 1, b: 0.5, c: 0, d: true };
    const lines = Object.entries(graded).map(([id, value]) => ({ request_id: id, name: "valid", value }));
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    expect(await understudyJson(["outcomes", "import", "-"], { ...at, input })).toMatchObject({ stored: 4 });
    const { route_distribution } = await simulate("--quality-outcome", "valid");
    expect(route_distribution).toEqual({ [GPT_4O]: 0.5, [MINI]: 0.5 });
  });

  it("is explained with the same scores, which the next command names", async () => {
    save("scores.json", { [GPT_4O]: 0.1, [MINI]: 0.9 });
    const run = await understudy(["simulate", "--policy", "best.json", "--quality", "scores.json"], at);
    const [, next = ""] = /^next understudy (explain .*)$/mu.exec(run.out) ?? [];
    expect(next).toContain("--quality scores.json");
    expect(await understudyJson<DecisionTrace>(next.split(" "), at)).toMatchObject({ selected: MINI });
  });

  it("tells of scores for targets that nobody serves", async () => {
    save("scores.json", { "gpt-4o-mni:openai": 0.9 });
    const { notes } = await simulate("--quality", "scores.json");
    expect(notes[0]).toBe("Quality scores name targets that nobody is known to serve: gpt-4o-mni:openai.");
  });

  it.each<[readonly string[], string]>([
    [["--quality", "none.json"], "error: no such file\n  at none.json"],
    [["--quality", "ninety.json"], "expected a number <=1"],
    [
      ["--quality-outcome", "vaild"],
      'no row has a numeric outcome named "vaild"\n  at --quality-outcome\n  Known names: ',
    ],
    [["--quality", "best.json", "--quality-outcome", "valid"], "both say how good the targets are. Give one of them."],
  ])("refuses %j", async (args, message) => {
    save("ninety.json", { [MINI]: 90 });
    const run = await understudy(["simulate", "--policy", "best.json", ...args], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain(message);
  });
});
