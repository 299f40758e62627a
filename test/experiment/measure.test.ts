import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MeasurePreview } from "../../src/actions/measure/preview.ts";
import type { ExperimentResult, PairView } from "../../src/experiments/index.ts";
import { askedAgain, logged, numberOf, type AskedAgain } from "./asked-again.ts";

const ROWS = 80;
let shop: AskedAgain;
const ask = (...args: readonly string[]): readonly string[] => [
  "experiment",
  "--config",
  shop.config,
  "--last",
  "7d",
  ...args,
];
const EARLY = ["--primary", "agreement", "--margin", "0.6", "--early-stop", "--concurrency", "1"];
const CANDIDATE = ["--policy", "single:gpt-4o-mini:openai"];

beforeAll(async () => {
  const gone = { columns: { request: null, response: null } };
  shop = await askedAgain([...Array.from({ length: ROWS }, (_, at) => logged(at)), logged(ROWS, gone)], (body) => {
    const at = numberOf(body);
    if (body.model === "gpt-4o") return { text: `answer ${at}` };
    if (at === 7) return { status: 400, text: "no" };
    return {
      text: at % 10 === 3 ? "something else entirely, and much longer than it was" : `answer ${at}`,
      output: 10,
    };
  });
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

describe("what would be sent", () => {
  it("is shown before anything is: rows, calls, cost, what cannot be sent again", async () => {
    const { preview, started } = await shop.json<{ preview: MeasurePreview; started: boolean }>(
      ...ask(...CANDIDATE, "--max-spend", "1", "--sample", "200", "--dry-run"),
    );
    expect(started).toBe(false);
    expect(preview.frame).toEqual({
      window_rows: ROWS + 1,
      with_body: ROWS,
      replayable: ROWS,
      unreplayable: { body_missing: 1 },
      sampled: ROWS,
    });
    expect(preview.calls).toEqual({ candidate: ROWS, control: 50, embeddings: 0 });
    // 100 tokens in and 20 out, as logged, at 0.15 and 0.60 USD a million; the control at 2.50 and 10.
    const [candidate, control] = preview.targets;
    expect(candidate).toMatchObject({ target: "gpt-4o-mini:openai", role: "candidate", calls_at_most: ROWS });
    expect(candidate?.expected_usd).toBeCloseTo(ROWS * (100 * 0.15e-6 + 20 * 0.6e-6), 9);
    expect(control?.expected_usd).toBeCloseTo(50 * (100 * 2.5e-6 + 20 * 10e-6), 9);
    expect(preview.worst_usd).toBeGreaterThan(preview.expected_usd as number);
    expect(preview.warnings.join("\n")).toContain("sample of 200 is larger than the window: all 80 rows");
    expect(shop.provider.requests).toHaveLength(0);
  });
});

describe("an experiment with responses", () => {
  let result: ExperimentResult;

  it("asks candidate and control, each row once, and keeps what came", async () => {
    result = await shop.json<ExperimentResult>(...ask(...CANDIDATE, "--max-spend", "1"));
    const asked = (model: string): readonly number[] =>
      shop.provider.requests
        .filter((body) => body.model === model)
        .map(numberOf)
        .toSorted((a, b) => a - b);
    expect(asked("gpt-4o-mini")).toEqual(Array.from({ length: ROWS }, (_, at) => at));
    expect(new Set(asked("gpt-4o")).size).toBe(50);
    expect(asked("gpt-4o")).toHaveLength(50);
    expect(result).toMatchObject({
      mode: "with_responses",
      requests: ROWS,
      baseline: { errors: 0, evidence: "recorded" },
      candidate: { errors: 1, evidence: "measured", failures: { client_4xx: 1 } },
      route_distribution: { "gpt-4o-mini:openai": 1 },
      frame: { counted: ROWS, attempted: ROWS, interrupted: 0, beyond_prefix: 0 },
      stopping: { mode: "fixed", state: "completed" },
      trial_ledger: 1,
    });
    expect(result.control).toMatchObject({ pairs: 50, differs: { control: { count: 0, n: 50 } } });
    expect(result.similarity.buckets.hard.count).toBe(1);
    expect(result.similarity.buckets.high.count).toBe(ROWS - 9);
    // 79 answers of 100 tokens in and 10 out; the failed call cost nothing.
    const candidate = 79 * (100 * 0.15e-6 + 10 * 0.6e-6);
    expect(result.spend.spent_usd).toBeCloseTo(candidate + 50 * (100 * 2.5e-6 + 20 * 10e-6), 9);
    expect(result.spend).toMatchObject({ cap_usd: 1, calls: ROWS + 50 });
  });

  it("leaves rows of origin experiment, with the logged one as parent, outside of sessions, limits and baselines", async () => {
    const { rows } = await shop.json<{ rows: readonly Record<string, unknown>[] }>(
      "logs",
      "--origin",
      "experiment",
      "--limit",
      "500",
    );
    expect(rows).toHaveLength(ROWS + 50);
    expect(
      rows.every((row) => row["parent_request_id"] !== null && row["session"] === null && row["api_key"] === null),
    ).toBe(true);
    const again = await shop.json<{ preview: MeasurePreview }>(...ask(...CANDIDATE, "--max-spend", "1", "--dry-run"));
    expect(again.preview.frame.window_rows).toBe(ROWS + 1);
  });

  it("shows pairs side by side, the least alike first", async () => {
    const { pairs } = await shop.json<{ pairs: readonly PairView[] }>(
      "experiment",
      "pairs",
      result.id,
      "--lowest",
      "--limit",
      "9",
    );
    expect(pairs[0]).toMatchObject({
      bucket: "hard",
      original: { failure: null },
      replay: { failure: { class: "client_4xx" } },
    });
    expect(pairs.slice(1).map(({ bucket }) => bucket)).toEqual(Array.from({ length: 8 }, () => "major"));
    expect(pairs[1]).toMatchObject({
      original: { target: "gpt-4o:openai", input_tokens: 100, output_tokens: 20, evidence: "recorded" },
      replay: { target: "gpt-4o-mini:openai", input_tokens: 100, output_tokens: 10, evidence: "measured" },
    });
    const { out } = await shop.run("experiment", "pairs", result.id, "--bucket", "major", "--limit", "1");
    expect(out).toMatch(/original +replay/u);
    expect(out).toMatch(/answer \d+ +\| something else entirely/u);
  });

  it("is listed, shown again and made anew without a call", async () => {
    const calls = shop.provider.requests.length;
    const { experiments } = await shop.json<{ experiments: readonly object[] }>("experiment", "list");
    expect(experiments).toMatchObject([{ id: result.id, state: "completed", units: ROWS, finished: ROWS }]);
    expect(await shop.json("experiment", "show", result.id)).toEqual(result);
    expect(await shop.json("experiment", "summarise", result.id)).toEqual(result);
    const { out } = await shop.run("experiment", "show", result.id);
    expect(out).toContain("80 pairs of 80 planned");
    expect(out).toMatch(/noise floor +the baseline differs from itself in 0 of 50/u);
    expect(shop.provider.requests).toHaveLength(calls);
    const config = await shop.json<{ policy: object }>("configs", "show", `${result.id}_candidate`);
    expect(config.policy).toEqual({ strategy: "single", model: "gpt-4o-mini:openai" });
  });

  it("goes on nowhere once it has ended", async () => {
    const calls = shop.provider.requests.length;
    expect(await shop.json("experiment", "resume", result.id, "--config", shop.config)).toEqual(result);
    expect(shop.provider.requests).toHaveLength(calls);
  });
});

describe("an endpoint that is not stored", () => {
  it("is asked with its own prompt and parameters", async () => {
    const before = shop.provider.requests.length;
    const file = shop.file("draft.yaml");
    writeFileSync(file, "system_prompt: Be brief.\npolicy: gpt-4o-mini:openai\ndefaults:\n  temperature: 0.1\n");
    const result = await shop.json<ExperimentResult>(
      ...ask("--endpoint-file", file, "--sample", "5", "--control", "none", "--max-spend", "1"),
    );
    expect(result).toMatchObject({
      requests: 5,
      asked: { kind: "endpoint", name: "draft", version: null },
      control: null,
    });
    const sent = shop.provider.requests.slice(before);
    expect(sent).toHaveLength(5);
    for (const body of sent)
      expect(body).toMatchObject({
        model: "gpt-4o-mini",
        temperature: 0.1,
        messages: [{ role: "system", content: "Be brief." }, {}],
      });
  });
});

describe("an early stop", () => {
  it("comes when the evidence on the declared outcome is certain, and no pair is asked after it", async () => {
    const before = shop.provider.requests.length;
    const result = await shop.json<ExperimentResult>(
      ...ask("--policy", "single:gpt-4o-mini:openai", "--max-spend", "1", "--control", "none"),
      ...EARLY,
    );
    expect(result.stopping).toMatchObject({ mode: "anytime", state: "stopped_early", e_decision: "safe" });
    expect(result.requests).toBeGreaterThanOrEqual(30);
    expect(result.requests).toBeLessThan(ROWS);
    expect(shop.provider.requests).toHaveLength(before + result.requests);
  });
});
