import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { cardOf, failed, rowOf, simulated, surroundingsOf } from "./simulated.fixtures.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2);
const PRICED = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2), "c:two": cardOf(3, 6) });

function sha(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Rows of one target, numbered from `from`. Row n asks request n, whoever answers. */
function rows(
  target: string,
  count: number,
  said: (n: number) => Partial<Exchange> = () => ({}),
  from = 0,
): Exchange[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const asked = { prompt_hash: sha(`prompt ${n}`), request_hash: sha(`request ${n}`) };
    const own = rowOf(n, target, { created_at: START + n * 1_000, ...asked, ...said(n) });
    return { ...own, request_id: `${target} ${n}` };
  });
}

const ON_A = { filter: { model: "a" } };
const SINGLE_B = { strategy: "single", model: "b:one" };

describe("evidence", () => {
  it("is recorded where the log holds the answer, else projected with learnt tokens, else assumed", () => {
    const log = [
      ...rows("a:one", 100),
      ...rows("b:one", 60, (n) => ({ usage: { ...usage(50, 30) }, latency_ms: 100 + n })),
    ];
    const learnt = simulated(SINGLE_B, log, PRICED, ON_A);
    expect(learnt.candidate.evidence_counts).toMatchObject({ recorded: 60, projected: 40, assumed: 0 });
    expect(learnt.candidate.evidence).toBe("projected");
    expect(learnt.token_ratios).toEqual([
      {
        baseline: "a:one",
        candidate: "b:one",
        input: 0.5,
        output: 3,
        input_ci_95: { lower: 0.5, upper: 0.5 },
        output_ci_95: { lower: 3, upper: 3 },
        pairs: 60,
        learnt_from: "log",
        evidence: "projected",
      },
    ]);
    expect(learnt.candidate.cost_usd).toBeCloseTo(60 * 0.001 + (40 * (50 * 1 + 30 * 2)) / 1e6, 12);
    expect(learnt.candidate.cost_usd_plain).toBeCloseTo((100 * (100 * 1 + 10 * 2)) / 1e6, 12);

    const tooFew = simulated(SINGLE_B, [...rows("a:one", 100), ...rows("b:one", 29)], PRICED, ON_A);
    expect(tooFew.candidate.evidence_counts).toMatchObject({ recorded: 29, projected: 0, assumed: 71 });
    expect(tooFew.candidate).toMatchObject({ evidence: "assumed", p50_ms: null, errors: null });
    expect(tooFew.notes.join()).toContain("71 of 100 costs are assumed");
    const [low, high] = tooFew.candidate.cost_range_usd!;
    expect(low).toBeLessThan(tooFew.candidate.cost_usd!);
    expect(high).toBeGreaterThan(tooFew.candidate.cost_usd!);
  });

  it("of a whole is that of its weakest part from 1 % of the value on", () => {
    const log = (unknown: number) => [...rows("a:one", 1_000), ...rows("b:one", 1_000 - unknown)];
    const free = surroundingsOf({ "a:one": cardOf(1, 1), "b:one": cardOf(9.0, 10) });
    expect(simulated(SINGLE_B, log(5), free, ON_A).candidate).toMatchObject({
      evidence: "recorded",
      evidence_counts: { recorded: 995, projected: 5 },
    });
    expect(simulated(SINGLE_B, log(40), free, ON_A).candidate.evidence).toBe("projected");
  });

  it("of the same prompt with other parameters is a near match, not a record", () => {
    const other = rows("b:one", 3, (n) => ({ request_hash: sha(`warmer ${n}`) }));
    const result = simulated(SINGLE_B, [...rows("a:one", 5), ...other], PRICED, ON_A);
    expect(result).toMatchObject({ near_match: 3, candidate: { evidence_counts: { recorded: 0, assumed: 5 } } });
  });

  it("comes from traffic, experiments and replays that really ended, failures included", () => {
    const asked = (said: (n: number) => Partial<Exchange>): object =>
      simulated(SINGLE_B, [...rows("a:one", 1), ...rows("b:one", 1, said)], PRICED, ON_A).candidate.evidence_counts;
    for (const origin of ["live", "import", "experiment", "replay"] as const) {
      expect(
        asked(() => ({ origin })),
        origin,
      ).toMatchObject({ recorded: 1 });
    }
    for (const origin of ["shadow", "judge"] as const) {
      expect(
        asked(() => ({ origin })),
        origin,
      ).toMatchObject({ recorded: 0, assumed: 1 });
    }
    expect(asked(() => failed("server"))).toMatchObject({ recorded: 1 });
    expect(asked(() => ({ gateway_cache_hit: true }))).toMatchObject({ recorded: 0 });
    expect(asked(() => ({ status: "cancelled" }))).toMatchObject({ recorded: 0 });
  });

  it("of a row asked for by its origin is the row's own", () => {
    const log = rows("b:one", 4, () => ({ origin: "shadow" }));
    const result = simulated(SINGLE_B, log, PRICED, { filter: { origins: ["shadow"] } });
    expect(result.candidate).toMatchObject({ evidence: "recorded", evidence_counts: { recorded: 4 } });
  });

  it("of failures does not hang on known times", () => {
    const log = rows("a:one", 10, (n) => ({
      latency_ms: null,
      ...(n < 4 ? failed("server", { latency_ms: null }) : {}),
    }));
    const { candidate } = simulated({ strategy: "single", model: "a:one" }, log, PRICED);
    expect(candidate).toMatchObject({
      errors: 4,
      error_rate: { share: 0.4, evidence: "recorded" },
      p95_ms: null,
      latency: { n: 0, evidence: "unidentified" },
    });
  });
});

function usage(input_uncached: number, output: number, cache_read = 0) {
  return { input_uncached, cache_read, cache_write: 0, output, reasoning: 0 };
}

describe("costs", () => {
  it("that are not known are null and counted, never 0", () => {
    const log = [
      ...rows("a:one", 4, (n) => (n < 1 ? { usage: null, cost_logged: null } : {})),
      ...rows("dark:one", 2, () => ({ cost_logged: null })),
    ];
    const result = simulated({ strategy: "single", model: "dark:one" }, log, PRICED, ON_A);
    expect(result.baseline.cost_rows).toEqual({ logged: 3, list: 0, unpriced: 1 });
    expect(result.unpriced).toEqual({ baseline: 1, candidate: 4, targets: ["dark:one"] });
    expect(result.candidate).toMatchObject({
      cost_usd: null,
      cost_range_usd: null,
      evidence: "unidentified",
      unpriced: 4,
    });
    expect(result.difference).toMatchObject({ cost_usd: null, cost_pct: null, saving: { estimate: null } });
    expect(result.notes.join()).toContain("No price is known for dark:one");
  });

  it("are compared by list price unless every row of both sides is logged", () => {
    const recorded = [...rows("a:one", 4), ...rows("b:one", 4)];
    expect(simulated(SINGLE_B, recorded, PRICED, ON_A).difference).toMatchObject({ basis: "logged", cost_usd: 0 });
    const oneUnpriced = recorded.map((row) =>
      row.request_id === "a:one 2" ? { ...row, cost_logged: null, usage: null } : row,
    );
    const oneListed = recorded.map((row) => (row.request_id === "b:one 2" ? { ...row, cost_logged: null } : row));
    for (const [log, requests] of [
      [oneUnpriced, 3],
      [oneListed, 4],
    ] as const) {
      const { difference } = simulated(SINGLE_B, log, PRICED, ON_A);
      expect(difference).toMatchObject({ basis: "list", requests });
      expect(difference.cost_usd).toBeCloseTo((requests * (120 - 1_200)) / 1e6, 12);
    }
  });

  it("count reads of the cache as plain input for another target", () => {
    const log = rows("a:one", 2, () => ({ usage: usage(100, 10, 900), cost_logged: null }));
    const result = simulated(SINGLE_B, log, PRICED);
    expect(result.baseline.cost_usd).toBeCloseTo((2 * (100 * 10 + 900 * 5 + 10 * 20)) / 1e6, 12);
    expect(result.candidate.cost_usd).toBeCloseTo((2 * (1_000 * 1 + 10 * 2)) / 1e6, 12);
  });

  it("are those of each row's date, or of one date for all", () => {
    const cheaper = { ...cardOf(1, 2), spans: [...cardOf(4, 8).spans, ...cardOf(1, 2, START + 5_000).spans] };
    const surroundings = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cheaper });
    const log = rows("a:one", 10);
    expect(simulated(SINGLE_B, log, surroundings).candidate.cost_usd).toBeCloseTo((5 * 480 + 5 * 120) / 1e6, 12);
    const now = simulated(SINGLE_B, log, surroundings, { pricesAt: START + DAY_MS });
    expect(now.candidate.cost_usd).toBeCloseTo((10 * 120) / 1e6, 12);
  });

  it("that were logged stay what they were; what the price table says is as of the date it is asked for", () => {
    const cheaper = { ...cardOf(4, 8), spans: [...cardOf(4, 8).spans, ...cardOf(1, 2, START + DAY_MS).spans] };
    const surroundings = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cheaper });
    const log = [
      ...rows("a:one", 10),
      ...rows("b:one", 2, () => ({ cost_logged: 0.003 })),
      ...rows("b:one", 2, () => ({ cost_logged: null }), 2),
    ];
    const now = simulated(SINGLE_B, log, surroundings, { ...ON_A, pricesAt: START + 2 * DAY_MS });
    const logged = 2 * 0.003;
    expect(now.candidate.evidence_counts).toMatchObject({ recorded: 4, assumed: 6 });
    expect(now.candidate.cost_usd).toBeCloseTo(logged + (8 * 120) / 1e6, 12);
    expect(now.candidate.cost_list_usd).toBeCloseTo((10 * 120) / 1e6, 12);
    expect(now.candidate.cost_usd_plain).toBeCloseTo((10 * 120) / 1e6, 12);
    expect(now.baseline.cost_usd).toBeCloseTo(10 * 0.001, 12);
    expect(now.difference).toMatchObject({ basis: "list", requests: 10 });
    expect(now.difference.cost_usd).toBeCloseTo((10 * (120 - 1_200)) / 1e6, 12);
  });

  it("of rows the candidate served itself are listed as of that date too, the baseline's never", () => {
    const cheaper = { ...cardOf(10, 20), spans: [...cardOf(10, 20).spans, ...cardOf(2, 4, START + DAY_MS).spans] };
    const surroundings = surroundingsOf({ "a:one": cheaper });
    const log = [
      ...rows("a:one", 3, () => ({ usage: { ...usage(100, 10, 900), reasoning: 5 } })),
      ...rows("a:one", 2, () => ({ usage: usage(100, 10, 900), cost_logged: null }), 3),
      ...rows("a:one", 1, () => ({ usage: null }), 5),
    ];
    const single = { strategy: "single", model: "a:one" };
    const options = { pricesAt: START + 2 * DAY_MS };
    const [then, now] = [simulated(single, log, surroundings), simulated(single, log, surroundings, options)];
    const listed = (input: number, read: number, output: number): number =>
      (3 * (100 * input + 900 * read + 15 * output) + 2 * (100 * input + 900 * read + 10 * output)) / 1e6;
    expect(then.candidate.cost_list_usd).toBeCloseTo(listed(10, 5, 20), 12);
    expect(now.candidate.cost_list_usd).toBeCloseTo(listed(2, 1, 4), 12);
    expect(now.candidate.cost_usd_plain).toBeCloseTo(listed(2, 1, 4), 12);
    expect(now.candidate.cost_usd).toBeCloseTo(4 * 0.001 + (2 * (100 * 2 + 900 * 1 + 10 * 4)) / 1e6, 12);
    expect(now.baseline).toEqual(then.baseline);
  });

  it("before the first known price are assumed, recorded tokens or not", () => {
    const surroundings = surroundingsOf({ "a:one": cardOf(10, 20), "b:one": cardOf(1, 2, START + 4_000) });
    const drawn = simulated(SINGLE_B, rows("a:one", 10), surroundings);
    expect(drawn).toMatchObject({ assumed_price: 4, candidate: { unpriced: 0 } });
    const log = [...rows("a:one", 10), ...rows("b:one", 10, () => ({ cost_logged: null }))];
    expect(simulated(SINGLE_B, log, surroundings, ON_A)).toMatchObject({
      assumed_price: 4,
      candidate: { evidence_counts: { recorded: 6, assumed: 4 } },
    });
  });

  it("of failed baseline rows take the endpoint's median tokens", () => {
    const log = [
      ...rows("a:one", 5, () => ({ endpoint: "triage", usage: usage(200, 40) })),
      ...rows("a:one", 2, () => failed("server", { endpoint: "triage" }), 5),
      ...rows("a:one", 1, () => failed("truncated_stream", { endpoint: "triage", usage: usage(300, 3) }), 7),
    ];
    const result = simulated(SINGLE_B, log, PRICED);
    expect(result).toMatchObject({ imputed: 3, baseline: { errors: 3 }, candidate: { evidence: "assumed" } });
    expect(result.candidate.cost_usd).toBeCloseTo((7 * (200 + 80) + (300 + 80)) / 1e6, 12);
    expect(result.notes.join()).toContain("3 baseline rows failed");
  });

  it("of a refused request are none, and the refusal is an error", () => {
    const small = surroundingsOf(
      { "a:one": cardOf(10, 20), "b:one": cardOf(1, 2) },
      { capabilities: () => ({ ...PRICED.capabilities("a:one"), context_window: 50 }) },
    );
    const result = simulated({ strategy: "cost_optimized", allow: ["b:one"] }, rows("a:one", 3), small);
    expect(result).toMatchObject({
      refused: 3,
      route_distribution: {},
      candidate: { cost_usd: 0, errors: 3, p50_ms: null },
    });
  });
});

describe("rows hanging on what the log does not know", () => {
  const unknown = rows("a:one", 20);
  const cascade = { strategy: "cascade", steps: ["b:one", "c:two"], accept: { tool_calls: "present" } };

  it("leave an escalated share open, between bounds that hold both extremes", () => {
    const result = simulated(cascade, unknown, PRICED);
    const [cheap, both] = [(20 * 120) / 1e6, (20 * (120 + 360)) / 1e6];
    expect(result.candidate).toMatchObject({ cost_usd: null, evidence: "unidentified" });
    expect(result.cascade).toMatchObject({
      blended_cost_usd: null,
      escalated: { share: null, ci_95: { lower: 0, upper: 1 }, evidence: "unidentified" },
      bounds: { all_accepted_usd: expect.closeTo(cheap, 12), all_escalated_usd: expect.closeTo(both, 12) },
    });
    const [low, high] = result.candidate.cost_range_usd!;
    expect(low).toBeLessThan(cheap);
    expect(high).toBeGreaterThan(both);
    expect(result.difference.saving.range![0]).toBeLessThan(result.difference.saving.range![1]);
  });

  it("decide escalations exactly where the cheap answer is recorded, whatever is known of the dear one", () => {
    const cheap = rows("b:one", 20, (n) => ({ signals: { ...rowOf(0, "b:one").signals, tool_calls: n >= 5 } }));
    const result = simulated(cascade, [...unknown, ...cheap], PRICED, ON_A);
    expect(result.cascade).toMatchObject({ escalated: { count: 5, share: 0.25, evidence: "recorded" }, bounds: null });
    expect(result.candidate.cost_usd).toBeCloseTo(20 * 0.001 + (5 * 360) / 1e6, 12);
    expect(result.candidate.evidence).toBe("assumed");
  });

  it("leave a vote open, but not what the members cost", () => {
    const vote = { strategy: "ensemble", members: ["b:one", "c:two"], combine: "voting" };
    const result = simulated(vote, unknown, PRICED);
    expect(result.candidate.cost_usd).toBeCloseTo((20 * (120 + 360)) / 1e6, 12);
    expect(result).toMatchObject({ votes_unknown: 20, cascade: null, candidate: { evidence: "assumed" } });
    const accepting = { strategy: "cascade", steps: [vote, "a:one"], accept: { finish_reason: "stop" } };
    expect(simulated(accepting, unknown, PRICED).cascade?.escalated.share).toBeNull();
  });

  it("leave it open how often a fallback is exercised, unless only the last target is unknown", () => {
    const chain = (targets: string[]): object => ({ strategy: "fallback_chain", targets });
    expect(simulated(chain(["b:one", "a:one"]), unknown, PRICED).fallback.exercised).toMatchObject({
      share: null,
      evidence: "unidentified",
    });
    const failing = rows("a:one", 20, (n) => (n < 5 ? failed("server") : {}));
    const result = simulated(chain(["a:one", "b:one"]), failing, PRICED);
    expect(result.fallback.exercised).toMatchObject({ count: 5, share: 0.25, evidence: "recorded" });
    expect(result.candidate).toMatchObject({ errors: null, error_rate: { share: null } });
  });
});
