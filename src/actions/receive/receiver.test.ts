import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import { importContext } from "../../importers/conformance.ts";
import { recordsOf } from "../../importers/index.ts";
import { litellmStandard } from "../../importers/litellm-standard.ts";
import { litellmStandardFixtures } from "../../importers/litellm-standard.fixtures.ts";
import { otelGenai } from "../../importers/otel-genai.ts";
import { otelGenaiFixtures } from "../../importers/otel-genai.fixtures.ts";
import { batch, log, logBatch, span } from "../../importers/otel/otlp.fixtures.ts";
import { priceBook } from "../../prices/index.ts";
import type { ServedRow } from "../../store/log-writer.ts";
import { bodyBytes, mostBytes, readRecord, textsOf, writeRecord } from "../../store/spool/record.ts";
import { storedExchange } from "../../store/spool/stored-exchange.ts";
import { receivedRow } from "./received-row.ts";
import { openReceiver } from "./receiver.ts";

/** A row through the spool, as the store gets it. */
function spooled(row: ServedRow): Exchange {
  const texts = textsOf(row);
  const buffer = Buffer.alloc(mostBytes(texts) + bodyBytes(row));
  const record = readRecord(buffer, 0, writeRecord(buffer, 0, texts, row, false));
  if (record === null) throw new Error("no record");
  return storedExchange(record, {
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    reassemble: () => null,
    redaction: { applies: () => false, body: () => null },
  });
}

describe("what comes in over HTTP is what the import of a file would have made of it", () => {
  test.each([
    [otelGenai, otelGenaiFixtures],
    [litellmStandard, litellmStandardFixtures],
  ])("$name", (importer, { accepted }) => {
    expect.hasAssertions();
    for (const { record } of accepted)
      for (const one of recordsOf(importer, record)) {
        const imported = importer.read(one, importContext);
        if (imported.kind !== "exchange") throw new Error(JSON.stringify(imported));
        expect(spooled(receivedRow(imported.exchange))).toEqual(imported.exchange);
      }
  });
});

describe("a receiver", () => {
  const call = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
  };
  const opened = (room: () => Promise<void> = async () => {}) => {
    const rows: ServedRow[] = [];
    const writer = { write: (row: ServedRow) => void rows.push(row), room };
    const now = (): number => performance.now() + Date.UTC(2026, 10, 2);
    return { rows, ...openReceiver({ prices: priceBook(), log: writer, now, roomMs: 50, holdMs: 100 }) };
  };
  const sender = { project: "shop", api_key: "key-1" };

  test("writes rows into the project of the key, and counts what is none", async () => {
    const { rows, receive } = opened();
    const spans = [
      span({ ...call, "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100 }),
      span({ "http.request.method": "POST" }, { spanId: "eee19b7ec3c1b175" }),
      span(call, { spanId: "eee19b7ec3c1b176", startTimeUnixNano: "5" }),
    ];
    expect(await receive("otel-genai", [batch(spans)], sender)).toEqual({
      rows: 1,
      others: 1,
      rejected: 1,
      problem: 'startTimeUnixNano is "5": expected nanoseconds since the epoch',
    });
    expect(rows).toMatchObject([{ origin: "import", project: "shop", api_key: "key-1", provider: "openai" }]);
    expect(rows[0]?.cost_list).toBeGreaterThan(0);
  });

  test("knows a call told again by a later body", async () => {
    const { rows, receive } = opened();
    const inside = span(call, { spanId: "eee19b7ec3c1b172", parentSpanId: "eee19b7ec3c1b171" });
    const around = span(call, { spanId: "eee19b7ec3c1b171" });
    await receive("otel-genai", [batch([inside])], sender);
    expect(await receive("otel-genai", [batch([around])], sender)).toMatchObject({ rows: 0, others: 1 });
    expect(rows).toHaveLength(1);
    expect(await receive("otel-genai", [batch([around])], { ...sender, project: "other" })).toMatchObject({ rows: 1 });
  });

  test("reads a LiteLLM batch given as one list", async () => {
    const { rows, receive } = opened();
    const records = litellmStandardFixtures.accepted.slice(0, 3).map(({ record }) => record);
    expect(await receive("litellm-standard", [records], sender)).toMatchObject({ rows: 3, rejected: 0 });
    expect(new Set(rows.map(({ project }) => project))).toEqual(new Set(["shop"]));
  });

  test("puts the span of a call and what is logged beside it together, whichever comes first", async () => {
    const { rows, receive, close } = opened();
    const messages = { "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: "Hello" }] }] };
    const details = (spanId: string): object =>
      logBatch([log("gen_ai.client.inference.operation.details", messages, { spanId })]);
    const bare = (spanId: string): object => batch([span(call, { spanId })]);
    await receive("otel-genai", [bare("eee19b7ec3c1b170")], sender);
    expect(rows).toHaveLength(1);
    await receive("otel-genai", [details("eee19b7ec3c1b171")], sender);
    await receive("otel-genai", [bare("eee19b7ec3c1b172")], sender);
    await receive("otel-genai", [bare("eee19b7ec3c1b171"), details("eee19b7ec3c1b172")], sender);
    expect(rows).toHaveLength(1);
    await vi.waitFor(() => expect(rows).toHaveLength(3));
    for (const row of rows.slice(1)) {
      expect(JSON.parse(Buffer.from(row.request).toString())).toMatchObject({ messages: [{ content: "Hello" }] });
      expect(row.latency_ms).toBe(1790);
    }
    await receive("otel-genai", [bare("eee19b7ec3c1b173")], sender);
    close();
    expect(rows).toHaveLength(4);
  });

  test("takes nothing where the log has no room", async () => {
    const { rows, receive } = opened(() => new Promise(() => {}));
    expect(await receive("otel-genai", [batch([span(call)])], sender)).toBeNull();
    expect(rows).toEqual([]);
    const many = Array.from({ length: 100 }, () => receive("otel-genai", [], sender));
    expect((await Promise.all(many)).filter((one) => one === null)).toHaveLength(36);
  });
});
