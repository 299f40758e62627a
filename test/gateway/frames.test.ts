import { afterAll, beforeAll, expect, it } from "vitest";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePolicy } from "../../src/core/policy.ts";
import { priceBook } from "../../src/prices/index.ts";
import { openPreview, previewQuestion, previewResult, refinedPreview } from "../../src/replay/preview.ts";
import type { SimulationResult } from "../../src/replay/result.ts";
import { understudyJson } from "../understudy.ts";
import { remove, start, type Running } from "./running.ts";

let gateway: Running;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "understudy-frames-"));
  await understudyJson(["demo", "--data", folder]);
  gateway = await start({ providers: { mock: {} } }, folder);
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  remove(gateway.folder);
});

function frame(query: string): Promise<Response> {
  return fetch(`${gateway.url}/api/frames?${query}`, { headers: { authorization: `Bearer ${gateway.key}` } });
}

/** Without what only a stored simulation has: its id, and the request ids of its outliers. */
function numbersOf(result: SimulationResult): unknown {
  return JSON.parse(JSON.stringify({ ...result, id: null, outliers: null }));
}

const CANDIDATES = [
  { strategy: "single", model: "gpt-4o-mini:openai" },
  { strategy: "single", model: "claude-haiku-4-5:anthropic" },
  { strategy: "config", name: "sample-cheaper" },
  { strategy: "cascade", steps: ["gpt-4o-mini:openai", "gpt-4o:openai"], accept: { tool_calls: "valid" } },
  {
    strategy: "ab_test",
    split: [
      {
        weight: 50,
        name: "a",
        policy: { strategy: "fallback_chain", targets: ["gpt-4o:openai", "gpt-4o-mini:openai"] },
      },
      { weight: 50, name: "b", policy: "gpt-4o-mini:openai" },
    ],
  },
] as const;

it.each([
  ["last=7d&newest=true", { window: { last: "7d", newest: true } }],
  ["last=3d&newest=true&model=gpt-4o", { window: { last: "3d", newest: true }, filter: { model: "gpt-4o" } }],
  ["last=7d&newest=true&sample=300", { window: { last: "7d", newest: true }, sample: 300 }],
  [
    "sample=300&seed=another&last=7d&newest=true",
    { window: { last: "7d", newest: true }, sample: 300, seed: "another" },
  ],
  ["last=7d&newest=true&sample=all", { window: { last: "7d", newest: true }, sample: "all" }],
] as const)(
  "%s: a frame replayed elsewhere gives the numbers of a simulation, all of them",
  async (query, asked) => {
    const response = await frame(query);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    const preview = openPreview(await response.arrayBuffer(), priceBook);
    for (const policy of CANDIDATES) {
      const { status, body } = await gateway.api("POST", "/api/simulations", { policy, ...asked });
      expect(status).toBe(200);
      const question = previewQuestion(preview, parsePolicy(policy));
      expect(numbersOf(refinedPreview(question, previewResult(question)))).toEqual(
        numbersOf(body as unknown as SimulationResult),
      );
    }
  },
  120_000,
);

it("a window that is none, and one with nothing in it", async () => {
  expect((await frame("last=yesterday")).status).toBe(400);
  expect((await frame("metadata=nothing")).status).toBe(400);
  expect((await frame("sample=some")).status).toBe(400);
  const empty = await frame("from=2001-01-01&to=2001-01-02");
  expect(empty.status).toBe(404);
  expect(await empty.json()).toMatchObject({ error: { code: "window_empty" } });
});
