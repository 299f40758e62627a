import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const ROWS = 400;
const folder = temporaryFolder();
const at = { cwd: folder.path };

function simulate(...args: readonly string[]): Promise<SimulationResult> {
  return understudyJson<SimulationResult>(["simulate", "--policy", "single:gpt-4o-mini:openai", ...args], at);
}

beforeAll(async () => {
  const calls = Array.from({ length: ROWS }, (_, index) => ({
    id: `call ${index}`,
    daysAgo: 0.5 + index / 100,
    input: 100 + index,
  }));
  writeMadeUpLog(folder.file("log.jsonl"), calls);
  await understudy(["import", "log.jsonl"], at);
});
afterAll(() => folder[Symbol.dispose]());

describe("--sample", () => {
  it("replays so many rows of the window, and says of how many", async () => {
    const { requests, window_requests, sample } = await simulate("--sample", "100");
    expect({ requests, window_requests }).toEqual({ requests: 100, window_requests: ROWS });
    expect(sample).toMatchObject({ rows: 100, method: "sha256_bottom_k", inclusion_probability: 0.25 });
    const run = await understudy(["simulate", "--policy", "single:gpt-4o-mini", "--sample", "100"], at);
    expect(run.out).toContain("against 100 requests sampled of 400");
  });

  it("takes every row with `all`, and where there are no more than asked for", async () => {
    for (const rows of ["all", String(ROWS)]) {
      const { requests, sample } = await simulate("--sample", rows);
      expect(requests).toBe(ROWS);
      expect(sample).toMatchObject({ method: "all", inclusion_probability: 1 });
    }
  });

  it("takes the same rows for the same question, others with another --seed", async () => {
    const [first, again, other] = await Promise.all([
      simulate("--sample", "50"),
      simulate("--sample", "50"),
      simulate("--sample", "50", "--seed", "other"),
    ]);
    expect(again.baseline).toEqual(first.baseline);
    expect(other.baseline.cost_usd).not.toBe(first.baseline.cost_usd);
    expect(other.sample.seed).toBe("other");
  });
});
