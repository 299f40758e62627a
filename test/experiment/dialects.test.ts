import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { PairView, ExperimentResult } from "../../src/experiments/index.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { upstream } from "../gateway/running.ts";
import { completion, ENVIRONMENT } from "./asked-again.ts";

const ASKED = "Where is order 771?";
const messages = [{ role: "user", content: ASKED }];
const row = (id: string, more: object): object => ({
  created_at: new Date(Date.now() - 3_600_000).toISOString(),
  source_id: id,
  model: "gpt-4o",
  provider: "openai",
  latency_ms: 900,
  usage: { input_uncached: 12, cache_read: 0, cache_write: 0, output: 6, reasoning: 0 },
  ...more,
});
const ROWS = [
  row("whole", { request: { model: "gpt-4o", messages }, response: completion("In Oslo.") }),
  row("stream", {
    stream: true,
    request: { model: "gpt-4o", stream: true, messages },
    response: completion("In Oslo."),
  }),
  row("anthropic", {
    dialect: "anthropic-messages",
    request: { model: "claude-haiku-4-5", max_tokens: 4000, stream: true, messages },
    response: {
      id: "m",
      type: "message",
      role: "assistant",
      model: "m",
      content: [{ type: "text", text: "In Oslo." }],
      stop_reason: "end_turn",
    },
  }),
  row("responses", {
    dialect: "openai-responses",
    request: { model: "gpt-4o", input: ASKED, stream: true },
    response: {
      id: "r",
      object: "response",
      status: "completed",
      output: [
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "In Oslo.", annotations: [] }] },
      ],
    },
  }),
];

it("answers of every dialect are read, whole or streamed", async () => {
  using folder = temporaryFolder();
  const [log, config, data] = ["log.jsonl", "understudy.yaml", "data"].map((name) => folder.file(name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(log, ROWS.map((one) => `${JSON.stringify(one)}\n`).join(""));
  writeFileSync(config, "providers:\n  mock: {}\n");
  expect((await understudy(["import", log, "--data", data])).code).toBe(0);
  const asked = [
    "experiment",
    "--config",
    config,
    "--data",
    data,
    "--policy",
    "single:gpt-4o-mini:mock",
    "--max-spend",
    "1",
  ];
  const result = await understudyJson<ExperimentResult>(asked);
  expect(result).toMatchObject({ requests: 4, candidate: { errors: 0, evidence: "measured" }, control: null });
  expect(result.frame.comparable).toBe(4);
  const { pairs } = await understudyJson<{ pairs: readonly PairView[] }>([
    "experiment",
    "pairs",
    result.id,
    "--data",
    data,
  ]);
  for (const { prompt, original, replay } of pairs) {
    expect(prompt).toEqual([{ role: "user", content: ASKED }]);
    expect(original.answer).toMatchObject({ text: "In Oslo.", finish_reason: "stop" });
    expect(replay.answer?.text).toMatch(/\w/u);
    expect(replay.answer?.finish_reason).toBe("stop");
    expect(replay).toMatchObject({ failure: null, target: "gpt-4o-mini:mock" });
    expect([replay.cost_usd, replay.latency_ms, replay.output_tokens].every((value) => (value ?? 0) > 0)).toBe(true);
  }
  expect(pairs.filter(({ replay }) => replay.ttft_ms !== null)).toHaveLength(3);
  const { rows } = await understudyJson<{ rows: readonly { request_id: string }[] }>([
    "logs",
    "--origin",
    "experiment",
    "--data",
    data,
  ]);
  expect(rows.map(({ request_id: id }) => id).toSorted()).toEqual(
    pairs.map(({ replay }) => replay.request_id).toSorted(),
  );
}, 60_000);

it("a request without a limit on its output gets one, and an answer that stops there is cut by us", async () => {
  using folder = temporaryFolder();
  const [log, config, data] = ["log.jsonl", "understudy.yaml", "data"].map((name) => folder.file(name)) as [
    string,
    string,
    string,
  ];
  const provider = await upstream((_, response) => {
    const cut = completion("In Os", { output: 1024 }) as { choices: { finish_reason: string }[] };
    for (const choice of cut.choices) choice.finish_reason = "length";
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(cut));
  });
  try {
    writeFileSync(log, `${JSON.stringify(ROWS[0])}\n`);
    writeFileSync(
      config,
      JSON.stringify({
        providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
      }),
    );
    const env = { env: ENVIRONMENT };
    expect((await understudy(["import", log, "--data", data])).code).toBe(0);
    const asked = [
      "experiment",
      "--config",
      config,
      "--data",
      data,
      "--policy",
      "single:gpt-4o-mini:openai",
      "--control",
      "none",
      "--max-spend",
      "1",
    ];
    const result = await understudyJson<ExperimentResult>(asked, env);
    expect(provider.requests).toMatchObject([{ model: "gpt-4o-mini", max_completion_tokens: 1024 }]);
    expect(result).toMatchObject({ truncated_by_us: 1, outcome_classes: { truncated_by_us: 1 } });
    const { pairs } = await understudyJson<{ pairs: readonly PairView[] }>([
      "experiment",
      "pairs",
      result.id,
      "--data",
      data,
    ]);
    expect(pairs).toMatchObject([{ class: "truncated_by_us", truncated_by_us: true, bucket: "hard" }]);
  } finally {
    await provider.close();
  }
}, 30_000);

it("rows that no recording answers are said to be unknown, not taken for free", async () => {
  using folder = temporaryFolder();
  const [log, config, data] = ["log.jsonl", "understudy.yaml", "data"].map((name) => folder.file(name)) as [
    string,
    string,
    string,
  ];
  const asked = (text: string): object => ({ model: "gpt-4o", messages: [{ role: "user", content: text }] });
  const other = { model: "gpt-4o-mini", cost_logged: 0.25, latency_ms: 300, tags: ["other"] };
  const rows = [
    row("one", { request: asked("one"), response: completion("In Oslo."), cost_logged: 1 }),
    row("two", { request: asked("two"), response: completion("In Oslo."), cost_logged: 1 }),
    row("one again", { request: asked("one"), response: completion("In Oslo."), ...other }),
  ];
  writeFileSync(log, rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
  writeFileSync(config, "providers:\n  recorded: {}\n");
  expect((await understudy(["import", log, "--data", data])).code).toBe(0);
  const words = [
    "experiment",
    "--config",
    config,
    "--data",
    data,
    "--model",
    "gpt-4o:openai",
    "--policy",
    "single:gpt-4o-mini:recorded",
  ];
  const result = await understudyJson<ExperimentResult>([...words, "--max-spend", "0"]);
  expect(result).toMatchObject({
    requests: 2,
    candidate: { cost_usd: 0.25, unpriced: 1, errors: 1, evidence_counts: { recorded: 1, unidentified: 1 } },
    spend: { spent_usd: 0 },
  });
  expect(result.notes.join("\n")).toContain("1 of the pairs have no recording");
}, 30_000);
