import { describe, expect, it } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import { frameOf } from "../log-frame.fixtures.ts";
import { cardOf, failed, rowOf, surroundingsOf } from "../simulated.fixtures.ts";
import { cutOf } from "./health-history.ts";
import { makeKnowledge, type Knowledge } from "./index.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2);

function knowing(log: readonly Exchange[], inSampleTiers = false): Knowledge {
  return makeKnowledge(frameOf(log, 50), surroundingsOf({ "a:one": cardOf(1, 1) }, { inSampleTiers }));
}

describe("health", () => {
  const burst = (from: number, count: number, said: Partial<Exchange>): Exchange[] =>
    Array.from({ length: count }, (_, n) =>
      rowOf(from + n, "a:one", { created_at: from + n * 1_000, latency_ms: 400, ...said }),
    );

  it("reads the last 5 minutes where they hold 20 attempts, else the last 24 hours, else nothing", () => {
    const { health } = knowing([
      ...burst(START, 30, {}),
      ...burst(START + 60 * MINUTE_MS, 20, failed("server", { latency_ms: 400 })),
    ]);
    expect(health("a:one", cutOf(START + 15_000))).toBeNull();
    expect(health("a:one", cutOf(START + MINUTE_MS))).toMatchObject({ window: "5m", attempts: 30, failures: 0 });
    expect(health("a:one", cutOf(START + 59 * MINUTE_MS))).toMatchObject({ window: "24h", attempts: 30 });
    expect(health("a:one", cutOf(START + 61 * MINUTE_MS))).toMatchObject({ window: "5m", attempts: 20, failures: 20 });
    expect(health("a:one", cutOf(START + 70 * MINUTE_MS))).toMatchObject({ window: "24h", attempts: 50, failures: 20 });
    expect(health("a:one", cutOf(START + 2 * DAY_MS))).toBeNull();
  });

  it("knows an attempt when it has ended, in a snapshot cut after that", () => {
    const { health } = knowing(burst(START, 20, { latency_ms: 60_000 }));
    expect(health("a:one", cutOf(START + 79_000))).toBeNull();
    expect(health("a:one", cutOf(START + 80_000))).toMatchObject({ attempts: 20 });
  });

  it("is the mean time to the first token, and per token of output after it", () => {
    const { health } = knowing(burst(START, 20, { latency_ms: 600, ttft_ms: 100 }));
    expect(health("a:one", cutOf(START + MINUTE_MS))).toMatchObject({ ttft_ms: 100, ms_per_token: 50 });
  });

  it("is made of live and imported rows alone", () => {
    for (const origin of ["experiment", "replay", "shadow", "judge"] as const) {
      expect(knowing(burst(START, 40, { origin })).health("a:one", cutOf(START + MINUTE_MS))).toBeNull();
    }
  });
});

describe("expected output", () => {
  const lengths = (day: number, target: string, output: number, said: Partial<Exchange> = {}): Exchange =>
    rowOf(day * 1_000 + output, target, {
      created_at: START + day * DAY_MS + output,
      usage: { input_uncached: 10, cache_read: 0, cache_write: 0, output, reasoning: 0 },
      ...said,
    });
  const log = [
    ...[10, 20, 30].map((output) => lengths(0, "a:one", output, { endpoint: "triage" })),
    lengths(0, "a:one", 200),
    lengths(0, "b:one", 90, { endpoint: "triage" }),
    lengths(1, "a:one", 250),
    lengths(1, "a:one", 251),
    lengths(1, "a:one", 9_000, failed("server")),
  ];
  const of = (target: string, day: number): unknown =>
    knowing(log).targetFacts(target, START + day * DAY_MS + 5).expected_output;

  it("is the median of earlier days: of the target and endpoint, else of all", () => {
    expect(of("a:one", 0)).toEqual({ overall: null, by_endpoint: {} });
    expect(of("a:one", 1)).toEqual({ overall: 20, by_endpoint: { triage: 20 } });
    expect(of("a:one", 2)).toMatchObject({ overall: 30, by_endpoint: { triage: 20 } });
    expect(of("b:one", 2)).toMatchObject({ overall: 90, by_endpoint: { triage: 90 } });
    expect(of("new:one", 1)).toMatchObject({ overall: 30, by_endpoint: { triage: 20 } });
  });
});

describe("tiers of end users", () => {
  const used = (day: number, user: string | null, tokens: number, said: Partial<Exchange> = {}): Exchange =>
    rowOf(day * 100 + tokens, "a:one", {
      created_at: START + day * DAY_MS + tokens,
      end_user: user,
      usage: { input_uncached: tokens, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
      ...said,
    });
  const log = [
    used(0, "ada", 100),
    used(0, "ben", 50),
    used(0, "cleo", 50),
    used(0, "dan", 10),
    used(0, "ada", 5, { project: "search" }),
    used(0, null, 9_999),
    used(1, "dan", 900),
    used(1, "eve", 1_000, { origin: "experiment" }),
  ];
  const at = (day: number): number => START + day * DAY_MS + 1_000;

  it("are shares of the project's users with strictly less over the 30 days before the row's day", () => {
    const { tiers } = knowing(log);
    const of = (user: string, day: number, project = "shop"): number => tiers.percentile(project, user, at(day));
    expect(of("ada", 0)).toBe(0);
    expect(["dan", "ben", "cleo", "ada", "eve"].map((user) => of(user, 1))).toEqual([0, 0.25, 0.25, 0.75, 0]);
    expect(of("dan", 2)).toBe(0.75);
    expect(of("ada", 1, "search")).toBe(0);
    expect(of("dan", 31)).toBe(0);
    expect(of("ben", 30)).toBe(0);
    expect(of("ada", 30)).toBe(0.5);
    expect([tiers.assumed(at(6)), tiers.assumed(at(7))]).toEqual([true, false]);
  });

  it("rank the whole log at once where asked to", () => {
    const { tiers } = knowing(log, true);
    expect(tiers.percentile("shop", "dan", at(0))).toBe(0.75);
    expect(tiers.assumed(at(9))).toBe(true);
  });
});

describe("what is drawn", () => {
  const answers = (count: number, said: (n: number) => Partial<Exchange>): Exchange[] =>
    Array.from({ length: count }, (_, n) => rowOf(n, "a:one", { created_at: START + n * 1_000, ...said(n) }));
  const length = (output: number): Partial<Exchange> => ({
    usage: { input_uncached: 100, cache_read: 0, cache_write: 0, output, reasoning: 0 },
  });

  it("is nothing below 72 answers with a time, and comes from the same model elsewhere before nothing", () => {
    expect(knowing(answers(71, () => ({}))).draws("a:one")).toBeNull();
    expect(knowing([...answers(71, () => ({})), rowOf(99, "a:one", { latency_ms: null })]).draws("a:one")).toBeNull();
    expect(knowing(answers(72, () => ({}))).draws("a:one")).toMatchObject({ rows: 72, streamed: false });
    expect(knowing(answers(72, () => ({}))).draws("a:two")).toMatchObject({ rows: 72 });
    expect(knowing(answers(72, () => ({}))).draws("b:one")).toBeNull();
  });

  it("keeps failures at their share, and times with the lengths they belong to", () => {
    const log = answers(2_000, (n) => ({
      ...(n % 10 === 0
        ? failed("rate_limit", { latency_ms: 5 })
        : { latency_ms: (1 + (n % 100)) * 10, ...length(1 + (n % 100)) }),
    }));
    const table = knowing(log).draws("a:one")!;
    const drawn = Array.from({ length: 4_000 }, (_, key) => table.draw(Math.imul(key, 7_919), 100, 95));
    const codes = drawn.map((entry) => table.code(entry));
    const failures = codes.filter((code) => code !== 0).length / drawn.length;
    expect(failures).toBeGreaterThan(0.07);
    expect(failures).toBeLessThan(0.13);
    const times = drawn.filter((entry) => table.code(entry) === 0).map((entry) => table.latency(entry, 95));
    expect(Math.min(...times)).toBeGreaterThan(850);
    expect(table.draw(12_345, 100, 95)).toBe(table.draw(12_345, 100, 95));
  });

  it("is a time to the first token and a time for each token where the log has them", () => {
    const table = knowing(answers(100, () => ({ ...length(11), latency_ms: 1_100, ttft_ms: 100 }))).draws("a:one")!;
    expect(table.streamed).toBe(true);
    expect(table.latency(table.draw(1, 100, 21), 21)).toBeCloseTo(100 + 20 * 100, 9);
    expect(table.latency(table.draw(1, 100, 1), 1)).toBeCloseTo(100, 9);
  });
});
