import { expect, it } from "vitest";
import { targetHealth } from "./target-health.ts";
import { packBits, type Frame, type RowBits, type Segment } from "./frame.ts";

const PLAIN: RowBits = {
  status: "ok",
  origin: "live",
  replayability: "exact",
  outcome: 0,
  stream: true,
  gateway_cache_hit: false,
  embeddings: false,
  needs_tools: false,
  needs_images: false,
  needs_json_schema: false,
  refusal: null,
  tool_calls: null,
  tool_calls_valid: null,
  json_schema: null,
};

interface Row {
  readonly at: number;
  readonly target: number;
  readonly latency?: number;
  readonly first?: number;
  readonly output?: number;
  readonly bits?: Partial<RowBits>;
}

function frameOf(rows: readonly Row[]): Frame {
  const columns: Readonly<Record<string, ArrayLike<number>>> = {
    created_at: rows.map(({ at }) => at),
    target: rows.map(({ target }) => target),
    latency_ms: rows.map(({ latency }) => latency ?? Number.NaN),
    ttft_ms: rows.map(({ first }) => first ?? Number.NaN),
    output: rows.map(({ output }) => output ?? -1),
    bits: rows.map(({ bits }) => packBits({ ...PLAIN, ...bits })),
  };
  const segment = { rows: rows.length, from: 0, to: 100, column: (name: string) => columns[name] };
  return {
    rows: rows.length,
    segments: () => [segment as unknown as Segment],
    dictionary: () => [null, "a:x", "b:x"],
  };
}

it("tells failures and medians of each target, over all of the time and stretch by stretch", () => {
  const rows: readonly Row[] = [
    { at: 0, target: 1, latency: 300, first: 100, output: 20 },
    { at: 10, target: 1, latency: 500, first: 300, output: 10 },
    { at: 60, target: 1, latency: 900, bits: { status: "failed", outcome: 1 } },
    { at: 99, target: 1, latency: 90, output: 30 },
    { at: 50, target: 2, latency: 10 },
    // None of these is a request that somebody made of a target in this time.
    { at: 100, target: 2 },
    { at: 5, target: 0 },
    { at: 5, target: 2, bits: { gateway_cache_hit: true } },
    { at: 5, target: 2, bits: { origin: "replay" } },
  ];
  const [a, b] = targetHealth(frameOf(rows), { from: 0, to: 100, stretches: 2 });
  expect(a).toMatchObject({
    target: "a:x",
    all: { requests: 4, failed: 1, ttft_ms: 200, ttft_n: 2, ms_per_token: 10, ms_per_token_n: 3 },
    over_time: [
      { requests: 2, failed: 0, ttft_ms: 200, ms_per_token: 15 },
      { requests: 2, failed: 1, ttft_ms: null, ttft_n: 0, ms_per_token: 3 },
    ],
  });
  expect(b?.all).toEqual({
    requests: 1,
    failed: 0,
    ttft_ms: null,
    ttft_n: 0,
    ms_per_token: null,
    ms_per_token_n: 0,
  });
});
