import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "./running.ts";

const QUESTION = "Where is order 771?";
const USAGE = { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 };
const completion = (content: string) => ({
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "gpt-4o-mini",
  choices: [{ index: 0, message: { role: "assistant", content, refusal: null }, finish_reason: "stop" }],
  usage: USAGE,
});
/** A row as `understudy export` writes it. */
const ROW = {
  created_at: "2026-01-05T10:00:00.000Z",
  model: "claude-haiku-4-5",
  provider: "anthropic",
  dialect: "anthropic-messages",
  request: { model: "claude-haiku-4-5", max_tokens: 40, messages: [{ role: "user", content: QUESTION }] },
  response: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5",
    content: [{ type: "text", text: "In Oslo." }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 9, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 4 },
  },
};

describe("answers that are known already", () => {
  let provider: Upstream;
  let gateway: Running;
  let openai: OpenAI;
  let anthropic: Anthropic;
  const folder = mkdtempSync(join(tmpdir(), "understudy-recorded-"));

  beforeAll(async () => {
    provider = await upstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion("On its way.")));
    });
    const recordings = join(folder, "rows");
    mkdirSync(recordings);
    writeFileSync(join(recordings, "one.jsonl"), `${JSON.stringify(ROW)}\n`);
    gateway = await start(
      {
        providers: {
          openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY", models: ["gpt-4o-mini"] },
          recorded: {},
          fixtures: { kind: "recorded", recordings },
        },
      },
      folder,
    );
    openai = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    anthropic = new Anthropic({ apiKey: gateway.key, baseURL: gateway.url, maxRetries: 0 });
  }, 30_000);

  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(folder);
  });

  const messages = [{ role: "user" as const, content: QUESTION }];
  const chat = (model: string) =>
    openai.chat.completions.create({ model, messages, max_completion_tokens: 40 }).then(
      (answer) => answer.choices[0]?.message.content,
      (error: { readonly status: number; readonly code: string }) => ({ status: error.status, code: error.code }),
    );

  it("come from the log, in any dialect, as a stream too, and ask nobody", async () => {
    expect(await chat("gpt-4o-mini:recorded")).toEqual({ status: 404, code: "not_recorded" });
    expect(await chat("gpt-4o-mini:openai")).toBe("On its way.");
    let again: unknown;
    for (let tried = 0; tried < 100 && typeof again !== "string"; tried++) {
      again = await chat("gpt-4o-mini:recorded");
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(again).toBe("On its way.");
    const asked = { model: "gpt-4o-mini:recorded", max_tokens: 40, messages };
    const message = await anthropic.messages.create(asked);
    expect(message).toMatchObject({ content: [{ type: "text", text: "On its way." }], usage: { input_tokens: 20 } });
    const streamed = await anthropic.messages.stream(asked).finalMessage();
    expect(streamed.content).toMatchObject([{ type: "text", text: "On its way." }]);
    expect(provider.requests).toHaveLength(1);
  });

  it("are logged as hits of a cache: what is played again says nothing new of its target, and is no traffic to replay", async () => {
    const hits = async (): Promise<readonly unknown[]> => {
      const { rows } = (await gateway.api("GET", "/api/logs?limit=200")).body;
      return rows.map((row) => [row.provider, row.status, row.gateway_cache_hit]);
    };
    await expect.poll(hits, { timeout: 10_000 }).toContainEqual(["recorded", "ok", true]);
    expect(await hits()).toContainEqual(["openai", "ok", false]);
    expect(await hits()).not.toContainEqual(["recorded", "ok", false]);
  });

  it("come from a folder of exported rows", async () => {
    expect(await chat("claude-haiku-4-5:fixtures")).toBe("In Oslo.");
    const own = await anthropic.messages.create({ model: "claude-haiku-4-5:fixtures", max_tokens: 40, messages });
    expect(own).toMatchObject({ id: "msg_1", content: [{ text: "In Oslo." }] });
    expect(await chat("gpt-4o-mini:fixtures")).toEqual({ status: 404, code: "not_recorded" });
  });

  it("let a chain go on to a provider where nothing is recorded", async () => {
    const policy = { strategy: "fallback_chain", targets: ["gpt-4o-mini:fixtures", "gpt-4o-mini:openai"] };
    const made = await gateway.api("PUT", "/api/projects/default/endpoints/known-first", { definition: { policy } });
    expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
    let answer: unknown;
    for (let tried = 0; tried < 60 && typeof answer !== "string"; tried++) {
      answer = await chat("endpoint/known-first");
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(answer).toBe("On its way.");
    expect(provider.requests).toHaveLength(2);
  });
});

it("a folder of recordings that cannot be read keeps the gateway from starting, and says which line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "understudy-recorded-"));
  writeFileSync(join(folder, "bad.jsonl"), '{"model":"m"}\n');
  const failed = await start({ providers: { recorded: { recordings: folder } } }).then(
    () => null,
    (error: unknown) => String(error),
  );
  expect(failed).toContain("bad.jsonl:1");
  remove(folder);
});
