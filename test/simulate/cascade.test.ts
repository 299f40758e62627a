import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { writeMadeUpLog, type MadeUpCall } from "../made-up-log.ts";
import { temporaryFolder, understudyJson, understudy } from "../understudy.ts";

const GPT_4O = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";
const ROWS = 100;

/** Rows that gpt-4o answered; of some the log holds mini's answer too, every fourth of which is cut off. */
function calls(answeredByMini: number): readonly MadeUpCall[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const call = { daysAgo: 1 + index / 100, text: `question ${index}` };
    const cut = { choices: [{ index: 0, finish_reason: "length", message: { role: "assistant", content: "Made" } }] };
    const mini = {
      ...call,
      id: `${index} mini`,
      target: MINI,
      latency_ms: 400,
      columns: { origin: "experiment", ...(index % 4 === 0 ? { response: cut } : {}) },
    };
    return [{ ...call, id: `${index}` }, ...(index < answeredByMini ? [mini] : [])];
  }).flat();
}

async function simulate(answeredByMini: number): Promise<SimulationResult> {
  using folder = temporaryFolder();
  const at = { cwd: folder.path };
  writeMadeUpLog(folder.file("log.jsonl"), calls(answeredByMini));
  const cascade = { strategy: "cascade", steps: [MINI, GPT_4O], accept: { finish_reason: ["stop"] } };
  writeFileSync(folder.file("cascade.json"), JSON.stringify(cascade));
  await understudy(["import", "log.jsonl"], at);
  return await understudyJson<SimulationResult>(["simulate", "--policy", "cascade.json"], at);
}

describe("a cascade", () => {
  it("over answers that are all in the log: what fraction escalates, and the blended cost, as recorded", async () => {
    const { cascade, candidate, baseline, route_distribution } = await simulate(ROWS);
    expect(cascade?.escalated).toMatchObject({ count: 25, n: 100, share: 0.25, evidence: "recorded" });
    expect(cascade?.bounds).toBeNull();
    const cheap = 100 * (1000 * 0.15e-6 + 100 * 0.6e-6);
    expect(cascade?.blended_cost_usd).toBeCloseTo(cheap + (baseline.cost_usd as number) / 4, 12);
    expect(candidate).toMatchObject({ p50_ms: 400, p95_ms: 1400, errors: 0, evidence: "recorded" });
    expect(route_distribution).toEqual({ [MINI]: 0.75, [GPT_4O]: 0.25 });
  });

  it("over answers that are not: nothing that hangs on them is told, but what the cost lies between is", async () => {
    const { cascade, candidate, difference, notes } = await simulate(80);
    expect(cascade?.escalated).toMatchObject({
      share: null,
      evidence: "unidentified",
      ci_95: { lower: 0.2, upper: 0.4 },
    });
    const { all_accepted_usd: accepted, all_escalated_usd: escalated } = cascade?.bounds ?? {};
    expect(accepted).toBeLessThan(escalated as number);
    expect(candidate).toMatchObject({
      cost_usd: null,
      evidence: "unidentified",
      p50_ms: null,
      p95_ms: null,
      errors: null,
      latency: { evidence: "unidentified" },
    });
    expect(difference).toMatchObject({ cost_usd: null, p50_pct: null, errors: null, saving: { estimate: null } });
    expect(notes.join()).toContain("20 rows hang on an answer the log does not hold: routes show them escalated");
  });
});
