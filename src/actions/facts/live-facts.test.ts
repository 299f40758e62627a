import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN_CAPABILITIES } from "../../core/facts.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { RateCard } from "../../core/rates.ts";
import { frameOf } from "../../replay/log-frame.fixtures.ts";
import { makeKnowledge } from "../../replay/knowledge/index.ts";
import { sampleExchange } from "../../store/exchange.fixtures.ts";
import type { StoredFacts } from "../../store/control.ts";
import { cooldown } from "./cooldown.ts";
import { healthWindows } from "./health-windows.ts";
import { liveFacts } from "./live-facts.ts";
import { readFacts } from "./stored-facts.ts";

const START = Date.UTC(2026, 3, 15, 10);
const CARD: RateCard = {
  source: "user",
  spans: [
    {
      from: Number.NEGATIVE_INFINITY,
      tiers: [{ from_input_tokens: 0, input: 1e-6, cache_read: 1e-7, cache_write: 1e-6, output: 2e-6 }],
    },
  ],
};

describe("health kept as attempts end", () => {
  it("is the health a replay rebuilds from the same rows, at any time", () => {
    const attempt = fc.record({
      second: fc.integer({ min: 0, max: 7_200 }),
      latency: fc.integer({ min: 1, max: 90_000 }),
      failed: fc.boolean(),
      ttft: fc.option(fc.integer({ min: 1, max: 900 })),
      tokens: fc.integer({ min: 0, max: 900 }),
    });
    const when = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 15, maxLength: 80 }), when, (attempts, moments) => {
        const windows = healthWindows();
        const log = attempts.map(({ second, latency, failed, ttft, tokens }, index) => {
          const created_at = START + second * 1_000;
          windows.add({
            ended_at: created_at + latency,
            failed,
            latency_ms: latency,
            ttft_ms: ttft,
            output_tokens: tokens,
          });
          return sampleExchange(index, {
            request_id: `r${index}`,
            source_id: null,
            created_at,
            origin: "live",
            model: "a",
            provider: "one",
            status: failed ? "failed" : "ok",
            failure: failed ? { class: "server", code: "500", message: "no" } : null,
            latency_ms: latency,
            ttft_ms: ttft,
            usage: { input_uncached: 1, cache_read: 0, cache_write: 0, output: tokens, reasoning: 0 },
            gateway_cache_hit: false,
            dialect: "openai-chat",
          });
        });
        const knowledge = makeKnowledge(frameOf(log.toSorted((a, b) => a.created_at - b.created_at)), {
          priceVersion: "",
          rates: () => null,
          capabilities: () => UNKNOWN_CAPABILITIES,
          quality: new Map(),
          inSampleTiers: false,
        });
        for (const second of moments) {
          const cut = Math.floor((START + second * 1_000) / 10_000);
          const [live, rebuilt] = [windows.at(cut), knowledge.health("a:one", cut)];
          expect(live === null).toBe(rebuilt === null);
          if (live === null || rebuilt === null) continue;
          expect({ ...live, ttft_ms: 0, ms_per_token: 0 }).toEqual({ ...rebuilt, ttft_ms: 0, ms_per_token: 0 });
          for (const mean of ["ttft_ms", "ms_per_token"] as const) {
            if (live[mean] === null) expect(rebuilt[mean]).toBeNull();
            else expect(live[mean]).toBeCloseTo(rebuilt[mean]!, 6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a cooldown", () => {
  const failure = (given: Partial<OutcomeFailure>): OutcomeFailure => ({
    class: "server",
    code: "500",
    message: "no",
    ...given,
  });

  it("begins with the fifth failure in a row and ends after 30 s, or with a good answer", () => {
    const one = cooldown();
    for (let at = 1; at <= 4; at++) one.add(at, failure({}), at);
    expect(one.until(4)).toBeNull();
    one.add(5, failure({ class: "timeout" }), 0);
    expect(one.until(5)).toBe(30_005);
    expect(one.until(30_005)).toBeNull();
    one.add(6, null, 6);
    expect(one.until(6)).toBeNull();
  });

  it("follows a rate limit that names its end, up to a minute; one that does not is no cooldown", () => {
    const one = cooldown();
    one.add(0, failure({ class: "rate_limit" }), 0);
    expect(one.until(0)).toBeNull();
    one.add(0, failure({ class: "rate_limit", retry_after_ms: 7_000 }), 0);
    expect(one.until(0)).toBe(7_000);
    one.add(0, failure({ class: "rate_limit", retry_after_ms: 3_600_000 }), 0);
    expect(one.until(0)).toBe(60_000);
  });

  it("does not end with an answer to a call of before it", () => {
    const one = cooldown();
    one.add(100, failure({ class: "rate_limit", retry_after_ms: 7_000 }), 50);
    one.add(900, null, 99);
    expect(one.until(900)).toBe(7_100);
    one.add(950, null, 100);
    expect(one.until(950)).toBeNull();
  });

  it("takes no notice of what the client did wrong", () => {
    const one = cooldown();
    for (let at = 0; at < 9; at++) one.add(at, failure({ class: "client_4xx" }), at);
    expect(one.until(9)).toBeNull();
  });
});

describe("facts of live traffic", () => {
  function made() {
    const kept = new Map<string, StoredFacts>();
    let now = START;
    let full = false;
    const facts = liveFacts(
      {
        control: {
          putFacts(stored) {
            if (full) throw new Error("the disk is full");
            kept.set(stored.facts_id, JSON.parse(JSON.stringify(stored)) as StoredFacts);
          },
        },
        rates: () => CARD,
        capabilities: () => UNKNOWN_CAPABILITIES,
        quality: new Map(),
        hash: sha256Hex,
        now: () => now,
      },
      ["a:one"],
    );
    const control = { facts: (id: string) => kept.get(id) ?? null };
    return { facts, control, kept, pass: (ms: number) => (now += ms), fill: (on: boolean) => (full = on) };
  }

  it("are in force where the store does not take them, and stored later", () => {
    const { facts, control, kept, pass, fill } = made();
    fill(true);
    const seen = [facts.current()];
    for (let round = 0; round < 3; round++) {
      const attempt = {
        ended_at: START + round * 10_000,
        failed: true,
        latency_ms: 3,
        ttft_ms: null,
        output_tokens: null,
      };
      for (let at = 0; at < 20; at++) facts.observe("a:one", attempt, null);
      pass(10_000);
      seen.push(facts.current());
    }
    expect(new Set(seen.map(({ facts_id: id }) => id)).size).toBe(4);
    expect(() => facts.store()).toThrow("the disk is full");
    expect(kept.size).toBe(0);
    fill(false);
    facts.store();
    for (const { facts_id: id } of seen) expect(readFacts(control, id)?.facts_id).toBe(id);
  });

  it("are cut at most every 10 s, only when something changed, and come back as they were", () => {
    const { facts, control, kept, pass } = made();
    const first = facts.current();
    const failure: OutcomeFailure = { class: "connect", code: null, message: "refused" };
    for (let at = 0; at < 5; at++) {
      facts.observe(
        "a:one",
        { ended_at: START + at, failed: true, latency_ms: 3, ttft_ms: null, output_tokens: null },
        failure,
      );
    }
    expect(facts.current()).toBe(first);
    pass(10_000);
    const second = facts.current();
    expect(second.facts_id).not.toBe(first.facts_id);
    expect(second.targets.get("a:one")?.cooldown_until).toBe(START + 30_004);
    expect(facts.cooldowns()).toEqual([{ target: "a:one", until: START + 30_004 }]);
    pass(3_600_000);
    const third = facts.current();
    pass(10_000);
    expect(facts.current().facts_id).toBe(third.facts_id);
    for (const facts of [first, second, third]) {
      const back = readFacts(control, facts.facts_id)!;
      expect([...back.targets]).toEqual([...facts.targets]);
    }
    expect([...kept.keys()].filter((id) => id.startsWith("rates_"))).toHaveLength(1);
    expect(readFacts(control, "facts_unknown")).toBeNull();
  });

  it("know tiers and lengths once they are learnt, and start from the attempts of the last day", () => {
    const { facts, control, pass } = made();
    expect(facts.current().spendPercentile("p", "ada")).toBeNull();
    const attempt = { ended_at: START - 20_000, failed: false, latency_ms: 1_000, ttft_ms: 100, output_tokens: 90 };
    const seen = healthWindows();
    for (let index = 0; index < 20; index++) seen.add(attempt);
    facts.learnt({
      day: START,
      expected_output: { "a:one": { overall: 70, by_endpoint: { support: 40 } } },
      tiers: { p: { ada: 0.9 } },
      recent: { "a:one": seen.spans() },
      quality: { "a:one": { score: 0.8, by_tag: { code: 0.4 } } },
    });
    pass(10_000);
    const now = facts.current();
    expect(now.spendPercentile("p", "ada")).toBe(0.9);
    expect(now.spendPercentile("p", "unseen")).toBe(0);
    expect(now.targets.get("a:one")).toMatchObject({
      health: { window: "5m", attempts: 20, failures: 0, ttft_ms: 100, ms_per_token: 10 },
      expected_output: { overall: 70 },
      quality: { score: 0.8, by_tag: { code: 0.4 } },
    });
    expect(readFacts(control, now.facts_id)!.spendPercentile("p", "ada")).toBe(0.9);
  });
});
