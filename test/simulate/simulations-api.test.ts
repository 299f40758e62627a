import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulationResult } from "../../src/replay/result.ts";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { understudy, understudyJson } from "../understudy.ts";

const MINI = "gpt-4o-mini:openai";
/** 80 questions of 100 tokens, answered with 10; gpt-4o-mini takes 110 and answers with 30. */
const ANSWER = {
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "gpt-4o-mini",
  choices: [{ index: 0, message: { role: "assistant", content: "Yes.", refusal: null }, finish_reason: "stop" }],
  usage: { prompt_tokens: 110, completion_tokens: 30, total_tokens: 140 },
};

describe("POST /api/simulations", () => {
  let provider: Upstream;
  let gateway: Running;
  const simulate = async (body: object) => {
    const { status, body: answer } = await gateway.api("POST", "/api/simulations", body);
    return { status, ...(answer as unknown as SimulationResult & { error: { message: string; field: string } }) };
  };

  beforeAll(async () => {
    provider = await upstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ANSWER));
    });
    const folder = mkdtempSync(join(tmpdir(), "understudy-simulations-"));
    const calls = Array.from({ length: 80 }, (_, n) => ({
      id: `${n}`,
      daysAgo: 1,
      target: n < 60 ? "gpt-4o:openai" : "gpt-4.1:openai",
      input: 100,
      output: 10,
    }));
    writeMadeUpLog(join(folder, "log.jsonl"), calls);
    await understudy(["import", join(folder, "log.jsonl"), "--data", folder]);
    gateway = await start(
      { providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } } },
      folder,
    );
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  it("answers as the command line does, without a call, and keeps the answer", async () => {
    const { status, ...result } = await simulate({ policy: `single:${MINI}`, window: { last: "7d" } });
    expect(status).toBe(200);
    expect(result).toMatchObject({ requests: 80, pilot: null, candidate: { evidence: "assumed" } });
    expect(provider.requests).toHaveLength(0);
    const args = ["simulate", "--policy", `single:${MINI}`, "--last", "7d", "--data", gateway.folder];
    const own = await understudyJson<SimulationResult>(args);
    expect(result.candidate).toEqual(own.candidate);
    const shown = await understudyJson<SimulationResult>(["simulate", "--show", result.id, "--data", gateway.folder]);
    expect(shown).toEqual(result);
    const some = { policy: { strategy: "single", model: MINI }, filter: { model: "gpt-4.1" }, sample: 15 };
    expect(await simulate(some)).toMatchObject({ requests: 15, window_requests: 20 });
  });

  it("makes a pilot's calls under its cap, and learns", async () => {
    const { pilot, candidate, ...result } = await simulate({
      policy: `single:${MINI}`,
      filter: { model: "gpt-4o" },
      pilot: { calls: 40, max_spend_usd: 0.1 },
    });
    expect(provider.requests).toHaveLength(40);
    expect(pilot).toMatchObject({ state: "completed", requests: 60, calls: 40, n: 40, failed: 0, cap_usd: 0.1 });
    const each = (110 * 0.15 + 30 * 0.6) / 1e6;
    expect(pilot!.spent_usd).toBeCloseTo(40 * each, 12);
    expect(pilot!.cost_usd.estimate).toBeCloseTo(60 * each, 12);
    expect(candidate.cost_usd).toBeCloseTo(60 * each, 12);
    expect(result.token_ratios).toMatchObject([{ input: 1.1, output: 3, pairs: 40, learnt_from: "pilots" }]);
    const { body } = await gateway.api("GET", "/api/audit?action=pilot.create");
    if ("entries" in body) expect(body.entries[0]).toMatchObject({ details: { pilot: pilot!.run, calls: 40 } });
  });

  it("says what is wrong with a request", async () => {
    const failing = async (body: object): Promise<readonly unknown[]> => {
      const { status, error } = await simulate(body);
      return [status, error.message, error.field];
    };
    expect(await failing({ policy: "/etc/passwd" })).toEqual([404, expect.stringContaining("/etc/passwd"), undefined]);
    expect(await failing({ policy: { strategy: "none" } })).toEqual([400, expect.any(String), "strategy"]);
    expect(await failing({ policy: `single:${MINI}`, window: { last: "soon" } })).toMatchObject([
      400,
      expect.stringContaining("not a length of time"),
      "window.last",
    ]);
    const free = { policy: `single:${MINI}`, filter: { model: "gpt-4.1" }, pilot: { calls: 5, max_spend_usd: 0 } };
    expect((await failing(free)).slice(0, 2)).toEqual([400, expect.stringContaining("leaves room for no call")]);
    expect(await failing({ policy: `single:${MINI}`, pilot: { calls: 5 } })).toMatchObject([
      400,
      expect.any(String),
      "pilot.max_spend_usd",
    ]);
  });
});
