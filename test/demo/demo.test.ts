import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DecisionTrace } from "../../src/core/trace.ts";
import type { SimulationResult } from "../../src/replay/result.ts";
import { temporaryFolder, understudy, understudyJson, type Run } from "../understudy.ts";

interface Demo {
  readonly sample_data: boolean;
  readonly made: number;
  readonly result: SimulationResult;
  readonly trace: DecisionTrace;
}

const folder = temporaryFolder();
const at = { cwd: folder.path };
const data = ["--data", "sample"];
let first: Run;

beforeAll(async () => {
  first = await understudy(["demo", ...data], at);
});
afterAll(() => folder[Symbol.dispose]());

describe("understudy demo", () => {
  it("makes a week of sample data, says that it is, and shows difference, trace and what to type next", () => {
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(
      /^SAMPLE DATA Made 6,000 rows of sample traffic through the mock provider\. No provider/u,
    );
    expect(first.out).toMatch(/^cost +\$\d/mu);
    expect(first.out).toContain("One request, explained:");
    const [, command = ""] = /^next understudy (explain .*)$/mu.exec(first.out) ?? [];
    expect(command).toMatch(/^explain [0-9a-f-]{36} --policy sample-cheaper --data sample$/u);
  });

  it("is made once: run again it uses the week that is there, and finds the same", async () => {
    const [one, two] = [
      await understudyJson<Demo>(["demo", ...data], at),
      await understudyJson<Demo>(["demo", ...data], at),
    ];
    expect(one).toMatchObject({ sample_data: true, made: 0, result: { requests: 6000, mode: "routing_only" } });
    expect({ ...two.result, id: "" }).toEqual({ ...one.result, id: "" });
    const configs = await understudyJson<{ configs: unknown[] }>(["configs", ...data], at);
    expect(configs.configs).toHaveLength(1);
  });

  it("records one shadow run for the Shadow page, over its own requests, played by the mock on both sides", async () => {
    const { pairs } = await understudyJson<{
      pairs: { primary: string; candidate: string; runs: number; summary: Record<string, number> }[];
    }>(["shadow", "pairs", ...data], at);
    expect(pairs).toMatchObject([{ primary: "gpt-4o:mock", candidate: "gpt-4o-mini:mock", runs: 1 }]);
    const summary = pairs[0]?.summary as Record<string, number>;
    expect((summary["comparable_n"] as number) + (summary["incomparable_n"] as number)).toBe(120);
    expect(summary["differs"]).toBeGreaterThan(0);
    expect(summary["success_rate_primary"]).toBeGreaterThan(0.9);
  });

  it("prints commands that run as they stand", async () => {
    for (const [, command = ""] of first.out.matchAll(/^next understudy (.*)$/gmu)) {
      expect(await understudy(command.split(" "), at)).toMatchObject({ code: 0, err: "" });
    }
  });

  it("explains each outlier with the very numbers the simulation gave it", async () => {
    const { result } = await understudyJson<Demo>(["demo", ...data], at);
    for (const outlier of result.outliers.cost_usd.slice(0, 4)) {
      const trace = await understudyJson<DecisionTrace>(
        ["explain", outlier.request_id, "--policy", `${result.id}_candidate`, ...data],
        at,
      );
      expect(trace.answered).toBe(outlier.target);
      expect((trace.measured ?? trace.projected)?.cost_usd).toBeCloseTo(outlier.candidate, 12);
    }
  });

  it("refuses a store that holds real rows", async () => {
    const call = { created_at: "2026-01-02T03:04:05Z", source_id: "a", model: "m", provider: "p", request: {} };
    writeFileSync(folder.file("real.jsonl"), `${JSON.stringify(call)}\n`);
    await understudy(["import", "real.jsonl", "--data", "real"], at);
    const run = await understudy(["demo", "--data", "real"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toBe(
      "error: this store holds real rows, which sample data must not mix with. " +
        "Give the demo a folder of its own: understudy demo --data understudy-demo\n",
    );
    expect(await understudyJson(["logs", "--data", "real"], at)).toMatchObject({ rows: { length: 1 } });
  });
});
