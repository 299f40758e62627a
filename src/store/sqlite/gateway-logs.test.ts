import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { SAMPLE_DAY, sampleExchange } from "../exchange.fixtures.ts";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder } from "./temporary.fixtures.ts";

const ORIGINAL = sampleExchange(1, {
  status: "failed",
  failure: { class: "rate_limit", code: "429", message: "slow down" },
  tags: ["a", "b"],
  metadata: { feature: "triage" },
  model: "llama:70b",
  provider: "groq",
  cost_logged: null,
  created_at: SAMPLE_DAY + 7,
  prompt_hash: null,
});
const REPLAYS = [3, 2].map((number) =>
  sampleExchange(number, { parent_request_id: ORIGINAL.request_id, origin: "replay" }),
);

/** The file as any SQLite program sees it. */
function plainDatabase(): DatabaseSync {
  const folder = temporaryFolder();
  const store = openSqliteStore(folder);
  store.traffic.append([...REPLAYS, ORIGINAL, ...Array.from({ length: 50 }, (_, index) => sampleExchange(10 + index))]);
  store.close();
  const database = new DatabaseSync(join(folder, "traffic.db"), { readOnly: true });
  onTestFinished(() => database.close());
  return database;
}

function planOf(database: DatabaseSync, sql: string): string {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
    .join("; ");
}

describe("the log as a table of SQL", () => {
  const replays = `SELECT * FROM gateway_logs WHERE parent_request_id = '${ORIGINAL.request_id}';`;
  const chain = `SELECT * FROM gateway_logs
WHERE request_id = '${ORIGINAL.request_id}' OR parent_request_id = '${ORIGINAL.request_id}'
ORDER BY created_at;`;

  test("all replays of a request, by index", () => {
    const database = plainDatabase();
    const ids = database
      .prepare(replays)
      .all()
      .map((row) => row["request_id"]);
    expect(ids.toSorted()).toEqual(REPLAYS.map(({ request_id: id }) => id).toSorted());
    expect(planOf(database, replays)).toContain("USING INDEX exchanges_parent_request_id");
    expect(planOf(database, replays)).not.toContain("SCAN");
  });

  test("the original and every replay, oldest first, by index", () => {
    const database = plainDatabase();
    const ids = database
      .prepare(chain)
      .all()
      .map((row) => row["request_id"]);
    expect(ids).toEqual([ORIGINAL, ...REPLAYS.toReversed()].map(({ request_id: id }) => id));
    expect(planOf(database, chain)).toContain("USING INDEX exchanges_request_id");
    expect(planOf(database, chain)).toContain("USING INDEX exchanges_parent_request_id");
    expect(planOf(database, chain)).not.toContain("SCAN");
  });

  test("columns read as words and numbers", () => {
    const row = plainDatabase()
      .prepare("SELECT * FROM gateway_logs WHERE request_id = ?")
      .get(ORIGINAL.request_id) as Record<string, SQLOutputValue>;
    expect(row).toMatchObject({
      parent_request_id: null,
      created_at: "2026-03-02T00:00:00.007Z",
      origin: "import",
      status: "failed",
      source: "native",
      source_id: "source-1",
      project: "shop",
      endpoint: null,
      end_user: "user-1",
      tags: '["a","b"]',
      metadata: '{"feature":"triage"}',
      dialect: "openai-chat",
      model_requested: "gpt-4o",
      model: "llama:70b",
      provider: "groq",
      target: "llama:70b:groq",
      failure_class: "rate_limit",
      failure_code: "429",
      input_uncached: 101,
      latency_ms: 900.125,
      cost_logged: null,
      cost_list: 0.001,
      finish_reason: "stop",
      refusal: 0,
      tool_calls_valid: 1,
      json_schema: null,
      prompt_hash: null,
      request_hash: ORIGINAL.request_hash,
      replayability: "exact",
    });
    expect(Number.isSafeInteger(row["sample_key"])).toBe(true);
  });
});
