import { expect, test } from "vitest";
import type { JsonObject } from "../core/json.ts";
import { importContext } from "./conformance.ts";
import type { Importer } from "./importer.ts";
import { litellmSpendLogs } from "./litellm-spend-logs.ts";
import { recordsOf } from "./recognise.ts";
import { TableRow } from "./table-row.ts";
import { tensorzero } from "./tensorzero.ts";

const body = '{"model":"fast","messages":[{"role":"user","content":"Hello?"}]}';

/** What a row becomes whose cells are texts, as CSV has them. */
function exchangeOf(importer: Importer, cells: JsonObject): unknown {
  const [record] = recordsOf(importer, new TableRow(cells));
  const result = importer.read(record, importContext);
  return result.kind === "exchange" ? result.exchange : result;
}

test("SpendLogs as CSV: numbers are texts, nulls are empty", () => {
  const cells = {
    request_id: "d2",
    call_type: "acompletion",
    api_key: "88dc28d0",
    spend: "0.0002964",
    total_tokens: "1552",
    prompt_tokens: "1240",
    completion_tokens: "312",
    startTime: "2026-11-02 09:14:03.12",
    endTime: "",
    completionStartTime: "",
    request_duration_ms: "1790",
    model: "gpt-4o-mini",
    custom_llm_provider: "openai",
    cache_hit: "None",
    request_tags: '["feature:triage"]',
    messages: "{}",
    response: "{}",
    proxy_server_request: body,
    metadata: '{"usage_object":{"prompt_tokens_details":{"cached_tokens":1024}}}',
    end_user: "",
  };
  expect(exchangeOf(litellmSpendLogs, cells)).toMatchObject({
    created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
    latency_ms: 1790,
    ttft_ms: null,
    usage: { input_uncached: 216, cache_read: 1024, cache_write: 0, output: 312, reasoning: 0 },
    cost_logged: 0.0002964,
    end_user: null,
    tags: ["feature:triage"],
    replayability: "exact",
    request_body: body,
  });
});

test("ModelInference as ClickHouse's CSV: nulls are \\\\N", () => {
  const cells = {
    id: "019a4a3d-1d70-7abc-8def-0123456789ab",
    inference_id: "019a4a3d-1d70-7abc-8def-0123456789ac",
    raw_request: body,
    raw_response: "",
    model_name: "fast",
    model_provider_name: "openai",
    input_tokens: "900",
    output_tokens: "20",
    response_time_ms: "1700",
    ttft_ms: "\\N",
    cached: "true",
    timestamp: "2026-11-02 09:14:03",
  };
  expect(exchangeOf(tensorzero, cells)).toMatchObject({
    created_at: Date.UTC(2026, 10, 2, 9, 14, 3),
    latency_ms: 1700,
    ttft_ms: null,
    stream: false,
    usage: { input_uncached: 900, cache_read: 0, cache_write: 0, output: 20, reasoning: 0 },
    gateway_cache_hit: true,
    request_body: body,
  });
});
