import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModelReplay } from "../../src/actions/model-replay/model-replay.ts";
import { askedAgain, completion, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import { shownTo, whole } from "../judge/judged-shop.ts";

const ROWS = 60;
let shop: AskedAgain;
const flags = (...more: readonly string[]): readonly string[] => [
  "replay",
  "--model",
  "gpt-4o-mini:openai",
  "--config",
  shop.config,
  "--last",
  "7d",
  ...more,
];

beforeAll(async () => {
  const calls = Array.from({ length: ROWS }, (_, at) => {
    const made = logged(at, { columns: {} });
    const like = logged(at);
    const feature = at < 50 ? { metadata: { feature: "support" } } : {};
    return { ...made, columns: { ...like.columns, ...feature, response: completion(whole(at)) } };
  });
  shop = await askedAgain(calls, (body) => {
    if (body.model !== "gpt-4.1-nano") {
      const at = numberOf(body);
      return {
        text: at % 10 === 3 ? "Please ask somebody else, for example the office." : whole(at, " otherwise put"),
      };
    }
    const { a, b, at } = shownTo(body);
    // It sees the original and another answer: the one that is no whole answer is worth little.
    const struggles = [a.text, b.text].some((text) => text !== whole(at) && text !== whole(at, " otherwise put"));
    const score = a.text === b.text ? 1 : struggles ? 0.2 : at % 10 === 4 ? 0.8 : 0.95;
    return { text: JSON.stringify({ reason: `It is worth ${score}.`, score, injection_suspected: false }) };
  });
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

describe("understudy replay --model", () => {
  it("sends requests to another model, has every pair scored, and puts the lowest first", async () => {
    const found = await shop.json<ModelReplay>(...flags("--judge", "gpt-4.1-nano:openai", "--max-spend", "2"));
    expect(found.experiment).toMatchObject({
      mode: "with_responses",
      requests: ROWS,
      stopping: { state: "completed" },
    });
    expect(found.judge).toMatchObject({ protocol: "equivalence", judged_count: ROWS });
    expect(found.judge_missing).toBeNull();
    expect(found.requests).toHaveLength(ROWS);
    const scores = found.requests.map(({ quality_score: score }) => score ?? -1);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(found.requests.slice(0, 6)).toMatchObject(
      Array.from({ length: 6 }, () => ({
        original: { target: "gpt-4o:openai", input_tokens: 100, output_tokens: 20, evidence: "recorded" },
        replay: { target: "gpt-4o-mini:openai", evidence: "measured" },
        quality_score: 0.2,
        band: "low",
        reason: "It is worth 0.2.",
      })),
    );
    expect(found.judge).toMatchObject({
      bands: { low: { count: 6 }, degraded: { count: 6 }, equivalent: { count: 48 } },
    });
    expect(found.steps.map(({ question, state }) => [question, state])).toEqual([
      ["Is the sample representative?", "yes"],
      ["What are cost and latency in total?", "yes"],
      ["How are the quality scores distributed?", "yes"],
      ["What do the lowest-scoring pairs look like?", "open"],
      ["Switch?", "open"],
    ]);
    const report = (await shop.run("report", found.id)).out.replaceAll(/<[^>]+>/gu, " ").replaceAll(/\s+/gu, " ");
    expect(report).toContain("Mean equivalence 0.86");
    expect(report).toContain("It is worth 0.2.");
    expect(report.indexOf("Quality score 0.20")).toBeLessThan(report.indexOf("Quality score 0.80"));
  }, 60_000);

  it("says it in words, of the rows that were asked for, with the cap over both", async () => {
    const judge = ["--judge", "gpt-4.1-nano:openai", "--criterion", "Is the order found?", "--max-spend", "1"];
    const run = await shop.run(...flags("--feature", "support", "--sample", "20", ...judge));
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toMatch(/^single:gpt-4o-mini:openai on 20 requests\n/u);
    expect(run.out).toMatch(/^Quality score +0\.\d\d +measured$/mu);
    expect(run.out).toMatch(/^below 0\.7 +\d+ pairs? \(\d+\.\d+%, 95% .*: struggles$/mu);
    expect(run.out).toMatch(/^spent +\$\S+ for replays, \$\S+ for the judge, of \$1\.00$/mu);
    expect(run.out).toMatch(/^5\. Switch\? +open: /mu);
    expect(run.out).toMatch(/^next understudy report sim_\S+ --out report\.html /mu);
  }, 60_000);

  it("does without a judge", async () => {
    const found = await shop.json<ModelReplay>(...flags("--sample", "10", "--max-spend", "1"));
    expect(found).toMatchObject({ judge: null, judge_missing: null });
    expect(found.requests[0]).toMatchObject({ quality_score: null, band: null });
    expect(found.steps[2]).toMatchObject({ state: "open" });
  }, 60_000);

  it("spends nothing where something is wrong from the start", async () => {
    const asked = shop.provider.requests.length;
    const wrong = async (...more: readonly string[]) => (await shop.json<{ error: object }>(...flags(...more))).error;
    expect(await wrong("--max-spend", "1", "--judge", "gpt-4o-mini:openai")).toMatchObject({ code: "judge_refused" });
    expect(await wrong("--max-spend", "1", "--judge", "gpt-4.1:nobody")).toMatchObject({ code: "provider_unknown" });
    expect(await wrong("--max-spend", "1", "--judge", "no-such-model-xyz:openai")).toMatchObject({
      code: "price_unknown",
    });
    expect(await wrong()).toMatchObject({ code: "cap_invalid" });
    expect(await wrong("r1")).toMatchObject({ code: "usage" });
    expect(await shop.json("replay")).toMatchObject({ error: { code: "usage" } });
    expect(await shop.json(...flags("--max-spend", "1", "--dry-run"))).toMatchObject({ started: false });
    expect(shop.provider.requests).toHaveLength(asked);
  }, 60_000);

  it("keeps replays and judge under one cap", async () => {
    const found = await shop.json<ModelReplay>(...flags("--judge", "gpt-4.1-nano:openai", "--max-spend", "0.003"));
    const judge = found.judge?.run.spend ?? { spent_usd: 0, reserved_usd: 0 };
    const { spend } = found.experiment;
    const all = spend.spent_usd + spend.reserved_usd + judge.spent_usd + judge.reserved_usd;
    expect(all).toBeLessThanOrEqual(0.003);
  }, 60_000);
});
