import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentResult, PairView } from "../../src/experiments/index.ts";
import { understudy } from "../understudy.ts";
import { askedAgain, logged, numberOf, type AskedAgain } from "./asked-again.ts";

let shop: AskedAgain;
beforeAll(async () => {
  shop = await askedAgain(
    Array.from({ length: 12 }, (_, at) => logged(at)),
    (body) => (body.model === "gpt-4-turbo" ? { status: 500, text: "down" } : { text: `answer ${numberOf(body)}` }),
    {
      unpriced: {
        kind: "openai-compatible",
        base_url: "http://127.0.0.1:9",
        allow_private: true,
        models: ["house-model"],
      },
    },
  );
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

interface Wrong {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly field?: string };
}
const MINI = ["--policy", "single:gpt-4o-mini:openai"];
const wrong = async (...args: readonly string[]): Promise<Wrong["error"]> =>
  (await shop.json<Wrong>("experiment", "--config", shop.config, "--last", "7d", "--control", "none", ...args)).error;

describe("named before anything is sent", () => {
  it.each<readonly [string, readonly string[], string, RegExp]>([
    ["no cap", MINI, "cap_invalid", /a cap is needed/u],
    ["a cap of 0", [...MINI, "--max-spend", "0"], "cap_invalid", /leaves room for no call/u],
    ["a cap that is none", [...MINI, "--max-spend", "lots"], "cap_invalid", /does not take "lots"/u],
    [
      "a price nobody knows",
      ["--policy", "single:house-model:unpriced", "--max-spend", "1"],
      "price_unknown",
      /house-model:unpriced/u,
    ],
    ["a model nobody serves", ["--policy", "single:gpt-9:openai", "--max-spend", "1"], "price_unknown", /gpt-9/u],
    [
      "a provider that is not configured",
      ["--policy", "single:gpt-4o:azure", "--max-spend", "1"],
      "target_unknown",
      /gpt-4o:azure/u,
    ],
    ["too many calls at once", [...MINI, "--concurrency", "65", "--max-spend", "1"], "usage", /does not take 65/u],
    ["no candidate", ["--max-spend", "1"], "usage", /needs a candidate/u],
    ["two candidates", [...MINI, "--candidate-endpoint", "x", "--max-spend", "1"], "usage", /one candidate/u],
    [
      "an endpoint that is not there",
      ["--candidate-endpoint", "x", "--max-spend", "1"],
      "endpoint_unknown",
      /no endpoint "x"/u,
    ],
    ["a window without rows", [...MINI, "--user", "nobody", "--max-spend", "1"], "window_empty", /nobody/u],
    ["an early stop on nothing", [...MINI, "--early-stop", "--max-spend", "1"], "usage", /outcome that decides/u],
    [
      "a margin out of range",
      [...MINI, "--primary", "agreement", "--margin", "1.5", "--max-spend", "1"],
      "usage",
      /between 0 and 1/u,
    ],
    [
      "embeddings of nobody",
      [...MINI, "--embeddings", "text-embedding-3-small:azure", "--max-spend", "1"],
      "target_unknown",
      /azure/u,
    ],
    [
      "an outcome nobody supplied",
      [...MINI, "--primary", "stars", "--early-stop", "--max-spend", "1"],
      "usage",
      /"stars"/u,
    ],
  ])("%s", async (_, args, code, message) => {
    const error = await wrong(...args);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(/./u) as string,
    });
    expect(shop.provider.requests).toHaveLength(0);
  });

  it("a provider's key that is missing, by the variable that should hold it", async () => {
    const args = ["experiment", "--config", shop.config, ...MINI, "--max-spend", "1", "--data", shop.data, "--json"];
    const { out, code } = await understudy(args);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: "provider_key_missing", message: expect.stringContaining("UPSTREAM_KEY") as string },
    });
    expect(code).toBe(3);
  });

  it("no provider at all", async () => {
    const file = shop.file("none.yaml");
    writeFileSync(file, "log:\n  level: info\n");
    const args = ["experiment", "--config", file, ...MINI, "--max-spend", "1"];
    expect((await shop.json<Wrong>(...args)).error).toMatchObject({
      code: "provider_unknown",
      message: expect.stringContaining("no provider") as string,
    });
  });

  it("a control that nobody can give", async () => {
    const args = ["--model", "gpt-4o", "--policy", "single:house-model:unpriced", "--force", "--max-spend", "1"];
    const file = shop.file("unpriced.yaml");
    writeFileSync(
      file,
      "providers:\n  unpriced: {kind: openai-compatible, base_url: 'http://127.0.0.1:9', allow_private: true, models: [house-model]}\n",
    );
    const { error } = await shop.json<Wrong>("experiment", "--config", file, ...args, "--control", "50");
    expect(error).toMatchObject({
      code: "control_impossible",
      hint: expect.stringContaining("gpt-4o:openai") as string,
    });
  });
});

describe("while it runs", () => {
  it("a candidate that always fails is measured, and nothing is said about its answers", async () => {
    const result = await shop.json<ExperimentResult>(
      "experiment",
      "--config",
      shop.config,
      "--last",
      "7d",
      "--control",
      "none",
      "--policy",
      "single:gpt-4-turbo:openai",
      "--max-spend",
      "1",
    );
    expect(result).toMatchObject({
      requests: 12,
      candidate: { errors: 12, failures: { server: 12 } },
      differences: { error_rate: { estimate: 1 } },
      similarity: { buckets: { hard: { count: 12 } }, agreement: { count: 0 } },
    });
  });

  it("calls without a price are made outside the cap where that is forced, and counted", async () => {
    const result = await shop.json<ExperimentResult>(
      "experiment",
      "--config",
      shop.config,
      "--last",
      "7d",
      "--control",
      "none",
      "--policy",
      "single:house-model:unpriced",
      "--max-spend",
      "1",
      "--force",
    );
    expect(result).toMatchObject({ candidate: { failures: { connect: 12 } }, spend: { spent_usd: 0 } });
  });

  it("an outcome that is attached later counts when the result is made anew", async () => {
    const result = await shop.json<ExperimentResult>(
      "experiment",
      "--config",
      shop.config,
      "--last",
      "7d",
      "--control",
      "none",
      ...MINI,
      "--max-spend",
      "1",
    );
    expect(result.outcomes).toEqual([]);
    const { pairs } = await shop.json<{ pairs: readonly PairView[] }>(
      "experiment",
      "pairs",
      result.id,
      "--limit",
      "20",
    );
    const lines = pairs.flatMap(({ original, replay, ordinal }) => [
      { request_id: original.request_id, name: "good", value: 1, source: "test" },
      { request_id: replay.request_id, name: "good", value: ordinal < 2 ? 0 : 1, source: "test" },
    ]);
    const file = shop.file("outcomes.jsonl");
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect((await shop.run("outcomes", "import", file)).code).toBe(0);
    const calls = shop.provider.requests.length;
    const again = await shop.json<ExperimentResult>("experiment", "summarise", result.id);
    expect(again.outcomes).toMatchObject([{ name: "good", n: 12, wins: 0, losses: 2, ties: 10 }]);
    expect(shop.provider.requests).toHaveLength(calls);
  });
});
