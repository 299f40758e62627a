import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DIALECTS, ORIGINS, REPLAYABILITY, type Exchange } from "../../core/exchange.ts";
import { FAILURE_CLASSES } from "../../core/outcome.ts";
import { importContext } from "../conformance.ts";
import { native } from "../native.ts";
import { exportRecord, writeTime } from "./format.ts";

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value);
const name = fc.string({ minLength: 1 });
const flag = fc.boolean();
const amount = fc.double({ min: 0, max: 1e15, noNaN: true }).map((value) => value + 0);
const tokens = fc.nat();
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
/** Parsed JSON: what a store can hold of it. */
const json = fc.json().map((text) => JSON.parse(text) as unknown);
const body = maybe(
  fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom("null", '{"a": 1}', '{"a":1.0}', '{"b":2,"1":1}', '"x"', "[1e400]", '{"__proto__":1}'),
  ),
);
const instant = fc.double({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2099, 11, 31), noNaN: true });

const failure = fc.record(
  {
    class: fc.constantFrom(...FAILURE_CLASSES),
    code: maybe(fc.string()),
    message: fc.string(),
    retry_after_ms: amount,
  },
  { requiredKeys: ["class", "code", "message"] },
);
const ending = fc.oneof(
  fc.constant({ status: "ok" as const, failure: null }),
  fc.record({ status: fc.constantFrom("failed", "cancelled", "blocked"), failure }),
  fc.record({ status: fc.constantFrom("cancelled", "blocked"), failure: fc.constant(null) }),
);

const exchange = fc
  .record({
    request_id: name,
    parent_request_id: maybe(name),
    created_at: fc.oneof(instant, instant.map(Math.floor)),
    source: name,
    source_id: maybe(name),
    origin: fc.constantFrom(...ORIGINS),
    project: name,
    endpoint: maybe(fc.string()),
    api_key: maybe(fc.string()),
    end_user: maybe(fc.string()),
    session: maybe(fc.string()),
    tags: fc.array(fc.string()),
    metadata: fc.dictionary(fc.string(), json),
    dialect: fc.constantFrom(...DIALECTS),
    stream: flag,
    needs: fc.record({ tools: flag, images: flag, json_schema: flag }),
    model_requested: name,
    model: maybe(name),
    provider: maybe(name),
    strategy: name,
    config: maybe(fc.string()),
    facts_id: maybe(fc.string()),
    planned_input_tokens: maybe(tokens),
    usage: maybe(
      fc.record({ input_uncached: tokens, cache_read: tokens, cache_write: tokens, output: tokens, reasoning: tokens }),
    ),
    usage_raw: json,
    latency_ms: maybe(amount),
    ttft_ms: maybe(amount),
    cost_logged: maybe(amount),
    cost_list: maybe(amount),
    price_version: maybe(fc.string()),
    gateway_cache_hit: flag,
    signals: fc.record({
      finish_reason: maybe(fc.string()),
      output_tokens: maybe(tokens),
      refusal: maybe(flag),
      tool_calls: maybe(flag),
      tool_calls_valid: maybe(flag),
      json_schema: maybe(flag),
      mean_logprob: maybe(amount.map((value) => 0 - value)),
    }),
    prompt_hash: maybe(hash),
    request_hash: maybe(hash),
    answer_hash: maybe(hash),
    replayability: fc.constantFrom(...REPLAYABILITY),
    request_body: body,
    response_body: body,
    trace: body,
  })
  .chain((columns) => ending.map((end) => ({ ...columns, ...end }) as Exchange));

test("export and import give back every column of any exchange, bodies byte for byte", () => {
  fc.assert(
    fc.property(exchange, (original) => {
      const line = exportRecord(original);
      expect(line).not.toContain("\n");
      const result = native.read(JSON.parse(line), importContext);
      if (result.kind !== "exchange") return expect.fail(JSON.stringify(result));
      // Through JSON on both sides: it knows no -0.
      expect(JSON.parse(JSON.stringify(result.exchange))).toEqual(JSON.parse(JSON.stringify(original)));
      expect(result.exchange.created_at).toBe(original.created_at);
      expect(exportRecord(result.exchange)).toBe(line);
    }),
  );
});

test("outcomes travel with their exchange", () => {
  const [original] = fc.sample(exchange, { numRuns: 1, seed: 7 });
  const outcomes = [
    { name: "valid", value: 1 },
    { name: "label", value: "good" },
  ];
  const result = native.read(JSON.parse(exportRecord(original as Exchange, outcomes)), importContext);
  expect(result).toMatchObject({ kind: "exchange", outcomes });
});

test("the text of a body stands beside its value only where it must", () => {
  const [original] = fc.sample(exchange, { numRuns: 1, seed: 7 });
  const written = (request_body: string): object =>
    JSON.parse(exportRecord({ ...(original as Exchange), request_body })) as object;
  expect(written('{"a":1}')).toMatchObject({ request: { a: 1 } });
  expect(written('{"a":1}')).not.toHaveProperty("request_raw");
  expect(written('{"a": 1}')).toMatchObject({ request: { a: 1 }, request_raw: '{"a": 1}' });
  expect(written('{"a"')).toMatchObject({ request: null, request_raw: '{"a"' });
});

test("a time keeps its fraction of a millisecond", () => {
  expect(writeTime(Date.UTC(2026, 10, 2) + 120)).toBe("2026-11-02T00:00:00.120Z");
  expect(writeTime(Date.UTC(2026, 10, 2) + 120.25)).toBe("2026-11-02T00:00:00.12025Z");
});
