import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ExperimentResult, PairView } from "../../src/experiments/index.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const LOGS = join(import.meta.dirname, "../../../shared/data/bfcl/litellm");
const BASELINE = "gpt-4o-2024-05-13";
const MODELS = [BASELINE, "gpt-4o-mini-2024-07-18", "claude-3-5-sonnet-20240620"];
const there = existsSync(join(LOGS, `${BASELINE}.jsonl`));

describe("measured on 1,700 real tool-calling prompts, from recordings", () => {
  const folder = temporaryFolder();
  const data = folder.file("data");
  const config = folder.file("understudy.yaml");
  const results = new Map<string, ExperimentResult>();

  beforeAll(async () => {
    if (!there) return;
    writeFileSync(config, "providers:\n  recorded: {}\n");
    const files = MODELS.map((model) => join(LOGS, `${model}.jsonl`));
    const outcome = ["--outcome", "bfcl_valid=metadata.requester_metadata.bfcl_valid"];
    const imported = await understudy(["import", ...files, "--data", data, ...outcome]);
    if (imported.code !== 0) throw new Error(imported.err);
    for (const model of MODELS.slice(1)) {
      const asked = [
        "--model",
        BASELINE,
        "--policy",
        `single:${model}:recorded`,
        "--sample",
        "all",
        "--max-spend",
        "0",
      ];
      const given = ["experiment", "--config", config, "--data", data, ...asked];
      results.set(model, await understudyJson<ExperimentResult>(given));
    }
  }, 120_000);
  afterAll(() => folder[Symbol.dispose]());
  beforeEach(({ skip }) => skip(!there, `real calls of nine models are not at ${LOGS}`));

  it.each([
    ["gpt-4o-mini-2024-07-18", 0.12813, { wins: 80, losses: 105, ties: 1515 }],
    ["claude-3-5-sonnet-20240620", 8.077362, { wins: 111, losses: 218, ties: 1371 }],
  ])("%s: %d USD, and wins and losses by the official checker", (model, cost, outcome) => {
    const result = results.get(model);
    expect(result?.candidate.cost_usd).toBeCloseTo(cost, 6);
    expect(result?.baseline.cost_usd).toBeCloseTo(3.737015, 6);
    expect(result).toMatchObject({
      requests: 1700,
      candidate: { evidence: "recorded", priced: 1700 },
      spend: { cap_usd: 0, spent_usd: 0, reserved_usd: 0, calls: 1700 },
      stopping: { state: "completed" },
    });
    const [valid] = result?.outcomes ?? [];
    expect(valid).toMatchObject({ name: "bfcl_valid", n: 1700, unknown: 0, ...outcome });
    expect(valid?.delta.estimate).toBeCloseTo((outcome.wins - outcome.losses) / 1700, 12);
  });

  it("has the Tango interval of its wins and losses", () => {
    const mini = results.get(MODELS[1] as string)?.outcomes[0]?.delta;
    expect(mini).toMatchObject({ method: "tango" });
    expect(mini?.ci_95.lower).toBeCloseTo(-0.0306, 3);
    expect(mini?.ci_95.upper).toBeCloseTo(0.001, 3);
  });

  it("pairs each request with its own recording", async () => {
    const { id } = results.get(MODELS[2] as string) as ExperimentResult;
    const { pairs } = await understudyJson<{ pairs: readonly PairView[] }>([
      "experiment",
      "pairs",
      id,
      "--limit",
      "50",
      "--data",
      data,
    ]);
    expect(pairs).toHaveLength(50);
    const [pair] = pairs;
    const [one, other] = await Promise.all(
      [pair?.original, pair?.replay].map((side) =>
        understudyJson<{ source_id: string }>(["logs", side?.request_id ?? "", "--data", data]),
      ),
    );
    expect(one?.source_id).toContain(BASELINE);
    expect(other?.source_id).toBe(one?.source_id.replace(BASELINE, MODELS[2] as string));
  });
});
