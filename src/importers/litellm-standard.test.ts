import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { importContext } from "./conformance.ts";
import { litellmStandard } from "./litellm-standard.ts";
import { readPath } from "./record/path.ts";

const FOLDER = new URL("../../../shared/data/bfcl/litellm/", import.meta.url);
const present = existsSync(FOLDER);

function importFile(file: string): { readonly records: unknown[]; readonly exchanges: Exchange[] } {
  const lines = readFileSync(new URL(file, FOLDER), "utf8").trimEnd().split("\n");
  const records = lines.map((line) => JSON.parse(line) as unknown);
  const exchanges = records.map((record) => {
    const result = litellmStandard.read(record, importContext);
    return result.kind === "exchange" ? result.exchange : expect.fail(JSON.stringify(result));
  });
  return { records, exchanges };
}

/** Quantile of type 7: linear between order statistics. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low] as number;
  return below + (place - low) * ((sorted[low + 1] ?? below) - below);
}

describe("real logs of nine models on the same 1,700 requests", () => {
  beforeEach(({ skip }) => skip(!present, `real LiteLLM logs are not there (${FOLDER.pathname})`));
  const files = present ? readdirSync(FOLDER).filter((file) => file.endsWith(".jsonl")) : [];
  const imported = new Map(files.map((file) => [file.replace(".jsonl", ""), importFile(file)]));
  const of = (model: string): Exchange[] => imported.get(model)?.exchanges ?? [];

  test("every record goes in, and all can be replayed", () => {
    expect(imported.size).toBe(9);
    for (const [model, { exchanges }] of imported) {
      expect(exchanges).toHaveLength(1700);
      expect(new Set(exchanges.map((exchange) => exchange.request_id)).size).toBe(1700);
      expect(exchanges.every((exchange) => exchange.replayability === "exact" && exchange.model === model)).toBe(true);
    }
  });

  test("cost and latency of gpt-4o are those of the log", () => {
    const rows = of("gpt-4o-2024-05-13");
    const latencies = rows.map((row) => row.latency_ms as number);
    expect(rows.reduce((sum, row) => sum + (row.cost_logged as number), 0)).toBeCloseTo(3.737015, 9);
    expect(quantile(latencies, 0.5)).toBeCloseTo(1013.7, 1);
    expect(quantile(latencies, 0.95)).toBeCloseTo(3774.6, 1);
  });

  test("the same request has the same hash in all nine logs", () => {
    const hashes = of("gpt-4o-2024-05-13").map((row) => row.request_hash);
    expect(new Set(hashes).size).toBe(1700);
    expect(hashes).not.toContain(null);
    for (const { exchanges } of imported.values()) {
      expect(new Set(exchanges.map((exchange) => exchange.request_hash))).toEqual(new Set(hashes));
    }
  });

  test("33 calls of gemini failed at the provider, at no cost", () => {
    const failed = of("gemini-1.5-pro-preview-0514").filter((row) => row.status === "failed");
    expect(failed).toHaveLength(33);
    const endings = failed.map((row) => `${row.failure?.class} ${row.failure?.code}`);
    const count = (ending: string): number => endings.filter((one) => one === ending).length;
    expect([count("server 500"), count("client_4xx 400"), count("content_filter 400")]).toEqual([20, 6, 7]);
    for (const row of failed) expect([row.cost_logged, row.response_body, row.answer_hash]).toEqual([0, null, null]);
  });

  test("tool calls are seen as the log's own finish reasons tell them", () => {
    const answered = [...imported.values()].flatMap(({ exchanges }) => exchanges.filter((row) => row.status === "ok"));
    expect(answered.filter(({ signals }) => signals.tool_calls !== (signals.finish_reason === "tool_calls"))).toEqual(
      [],
    );
  });

  test("the checker's verdict is read by its path", () => {
    const verdicts = imported
      .get("gpt-4o-2024-05-13")
      ?.records.map((record) => readPath(record, "metadata.requester_metadata.bfcl_valid"));
    expect(verdicts?.every((verdict) => typeof verdict === "boolean")).toBe(true);
  });
});
