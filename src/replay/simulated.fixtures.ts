import { compilePolicy, type World } from "../core/compile.ts";
import type { Exchange } from "../core/exchange.ts";
import { UNKNOWN_CAPABILITIES } from "../core/facts.ts";
import { parsePolicy } from "../core/policy.ts";
import type { RateCard } from "../core/rates.ts";
import type { Target } from "../core/target.ts";
import { sampleExchange } from "../store/exchange.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { makeKnowledge, type Surroundings } from "./knowledge/index.ts";
import { makeWorkbench } from "./replay-policy.ts";
import type { SimulationResult } from "./result.ts";
import type { RowFilter } from "./rows.ts";
import { simulate, type SimulationQuestion } from "./simulate.ts";
import { chooseWindow } from "./window.ts";

/** One price for all times and lengths, USD for a million tokens. */
export function cardOf(input: number, output: number, from = Number.NEGATIVE_INFINITY): RateCard {
  const rate = { input: input / 1e6, cache_read: input / 2e6, cache_write: input / 1e6, output: output / 1e6 };
  return { source: "user", spans: [{ from, tiers: [{ from_input_tokens: 0, ...rate }] }] };
}

/** A log's surroundings in which nothing is known but what is said. */
export function surroundingsOf(
  cards: Readonly<Record<Target, RateCard>>,
  said: Partial<Surroundings> = {},
): Surroundings {
  return {
    priceVersion: "for testing",
    rates: (target) => cards[target] ?? null,
    capabilities: () => UNKNOWN_CAPABILITIES,
    quality: new Map(),
    inSampleTiers: false,
    ...said,
  };
}

/** A row of 100 tokens in and 10 out, answered by `target` ("model:provider") in 900 ms for 0.001 USD, but for what is said. */
export function rowOf(number: number, target: Target, said: Partial<Exchange> = {}): Exchange {
  const [model, provider] = target.split(":") as [string, string];
  return sampleExchange(number, {
    model,
    provider,
    model_requested: model,
    usage: { input_uncached: 100, cache_read: 0, cache_write: 0, output: 10, reasoning: 0 },
    latency_ms: 900,
    ...said,
  });
}

/** What a failed row differs in. */
export function failed(
  failure: NonNullable<Exchange["failure"]>["class"],
  said: Partial<Exchange> = {},
): Partial<Exchange> {
  return {
    status: "failed",
    failure: { class: failure, code: null, message: "made to fail" },
    usage: { input_uncached: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
    cost_logged: 0,
    answer_hash: null,
    ...said,
  };
}

export interface Asked extends Partial<SimulationQuestion> {
  readonly filter?: RowFilter;
  readonly rows?: number;
  readonly segmentRows?: number;
}

/** The whole answer for a policy over a log in memory. Targets are written out in full. */
export function simulated(
  policy: unknown,
  log: readonly Exchange[],
  surroundings: Surroundings,
  { filter = {}, rows = Number.POSITIVE_INFINITY, segmentRows = 1_000, ...asked }: Asked = {},
): SimulationResult {
  const frame = frameOf(log, segmentRows);
  const knowledge = makeKnowledge(frame, surroundings);
  const parsed = parsePolicy(policy);
  const world: World = {
    known: [...knowledge.census.targets.keys()],
    resolve: (text) => text,
    capabilities: surroundings.capabilities,
    config: () => null,
  };
  const bySeq = log.toSorted((a, b) => a.created_at - b.created_at);
  return simulate(
    {
      id: "sim_test",
      compiled: compilePolicy(parsed, world),
      policy: { name: "test", version: null, strategy: parsed.strategy, data: parsed },
      window: chooseWindow(frame, filter, { rows, seed: "understudy" }),
      from: null,
      to: null,
      pricesAt: null,
      outliers: 3,
      requestIds: (seqs) => new Map(seqs.map((seq) => [seq, bySeq[seq - 1]!.request_id])),
      notes: [],
      ...asked,
    },
    makeWorkbench(knowledge),
  );
}
