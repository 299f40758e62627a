import { expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";
import { at, BFCL_FILES, GPT_4O, MINI, NO_BFCL_FILES, readReplies } from "./brute-force.ts";

it("one model's log alone: the other's cost is assumed, and its speed and failures are nobody's to say", async ({
  skip,
}) => {
  skip(BFCL_FILES === null, NO_BFCL_FILES);
  using folder = temporaryFolder();
  const file = BFCL_FILES?.find((path) => path.endsWith(`/${GPT_4O}.jsonl`)) ?? "";
  const data = folder.file("one");
  await understudyJson(["import", file, "--data", data]);
  const result = await understudyJson<SimulationResult>(["simulate", "--data", data, "--policy", `single:${at(MINI)}`]);
  const own = [...(readReplies([file]).get(GPT_4O)?.values() ?? [])];
  const plain = own.reduce((sum, { input, output }) => sum + input * 0.15e-6 + output * 0.6e-6, 0);
  expect(plain.toFixed(6)).toBe("0.132073");
  expect(result).toMatchObject({
    requests: 1_700,
    candidate: {
      evidence: "assumed",
      evidence_counts: { recorded: 0, projected: 0, assumed: 1_700 },
      p50_ms: null,
      p95_ms: null,
      errors: null,
      latency: { n: 0, evidence: "unidentified" },
      error_rate: { share: null, evidence: "unidentified" },
    },
    difference: { basis: "list", p50_pct: null, p95_pct: null, errors: null, evidence: "assumed" },
  });
  expect(result.candidate.cost_usd).toBeCloseTo(plain, 9);
  expect(result.candidate.cost_usd_plain).toBeCloseTo(plain, 9);
  const [low, high] = result.candidate.cost_range_usd as readonly [number, number];
  expect(low).toBeLessThan(plain);
  expect(high).toBeGreaterThan(plain);
  expect(result.window).toEqual({ start: "2024-08-05T00:00:00.000Z", end: "2024-08-11T23:54:04.236Z" });
  expect(result.notes.join()).toContain("No window was given and the newest row is of 2024-08-11");
  expect(result.notes.join()).toMatch(/1,700 of 1,700 costs are assumed/u);
});
