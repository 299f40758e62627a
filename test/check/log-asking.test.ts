import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asked, Asking } from "../../src/actions/asking/ask-target.ts";
import { parseDeployment } from "../../src/actions/deployment.ts";
import type { Store } from "../../src/store/control.ts";
import { logAsking } from "../../src/log-asking.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { temporaryFolder, understudy } from "../understudy.ts";

const FIRST = Date.UTC(2026, 0, 5, 10);
const question = (text: string): object => ({ model: "gpt-4o", messages: [{ role: "user", content: text }] });
const answer = (content: string): object => ({
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 },
});
/** Rows as `understudy export` writes them. */
const ROWS = [
  {
    source_id: "first",
    created_at: new Date(FIRST).toISOString(),
    request: question("Where is order 771?"),
    response: answer("In Oslo."),
    latency_ms: 812,
    cost_logged: 0.0021,
    outcomes: [{ name: "valid", value: 1 }],
  },
  {
    source_id: "later",
    created_at: new Date(FIRST + 60_000).toISOString(),
    request: question("Where is order 771?"),
    response: answer("In Bergen."),
    outcomes: [
      { name: "valid", value: 0 },
      { name: "mood", value: "calm" },
    ],
  },
  {
    source_id: "busy",
    created_at: new Date(FIRST + 120_000).toISOString(),
    request: question("Cancel order 771."),
    status: "failed",
    failure: { class: "rate_limit", code: "429", message: "slow down" },
    latency_ms: 40,
  },
].map((row) => ({ model: "gpt-4o", provider: "openai", dialect: "openai-chat", ...row }));

const asked = (text: string, more: Partial<Asked> = {}): Asked => ({
  target: "gpt-4o:log",
  dialect: "openai-chat",
  request: { ...question(text), model: "whatever", stream: true },
  timeout_ms: 1_000,
  retries: 2,
  logged_at: FIRST,
  ...more,
});

describe("the provider that plays the log", () => {
  const folder = temporaryFolder();
  let store: Store;
  let log: Asking;
  beforeAll(async () => {
    writeFileSync(folder.file("rows.jsonl"), ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));
    await understudy(["import", folder.file("rows.jsonl"), "--data", folder.file("store")]);
    store = openSqliteStore(folder.file("store"), { readOnly: true });
    log = logAsking({
      traffic: () => store.traffic,
      deployment: parseDeployment({}, null),
      now: () => FIRST,
      elapsed: () => performance.now(),
      newId: () => "id",
    });
  });
  afterAll(async () => {
    await log.close();
    store.close();
    folder[Symbol.dispose]();
  });

  it("has the rows", () => expect(store.traffic.stats().rows).toBe(3));

  it("says what the model answered, what that cost and took then, and what the row was worth", async () => {
    const row = store.traffic.get("first")!;
    expect(await log.ask(asked("Where is order 771?"))).toMatchObject({
      answer: { text: "In Oslo.", finish_reason: "stop" },
      response: { usage: { prompt_tokens: 20 } },
      failure: null,
      latency_ms: 812,
      cost_usd: 0.0021,
      input_tokens: 20,
      output_tokens: 6,
      played: { request_id: row.request_id, outcomes: { valid: 1 } },
    });
  });

  it("takes the row nearest in time, and leaves labels out of what it was worth", async () => {
    const later = await log.ask(asked("Where is order 771?", { logged_at: FIRST + 50_000 }));
    expect(later.answer?.text).toBe("In Bergen.");
    expect(later.played?.outcomes).toEqual({ valid: 0 });
  });

  it("answers in the dialect it is asked in", async () => {
    const request = { model: "x", max_tokens: 9, messages: [{ role: "user", content: "Where is order 771?" }] };
    const other = await log.ask(asked("", { dialect: "anthropic-messages", request }));
    expect(other.failure?.code).toBe("not_recorded");
    const { max_tokens: _, ...same } = request;
    const translated = await log.ask(asked("", { dialect: "anthropic-messages", request: same }));
    expect(translated.response).toMatchObject({ type: "message", content: [{ type: "text", text: "In Oslo." }] });
    expect(translated.played?.request_id).toBe(store.traffic.get("first")!.request_id);
  });

  it("fails as the row failed, without trying again, and says what is not recorded", async () => {
    expect(await log.ask(asked("Cancel order 771."))).toMatchObject({
      answer: null,
      failure: { class: "rate_limit", message: "slow down" },
      latency_ms: 40,
      tries: 1,
    });
    expect(await log.ask(asked("Where is order 772?"))).toMatchObject({
      answer: null,
      failure: { code: "not_recorded" },
      played: null,
    });
    expect((await log.ask(asked("Where is order 771?", { target: "gpt-4o-mini:log" }))).failure?.code).toBe(
      "not_recorded",
    );
  });
});
