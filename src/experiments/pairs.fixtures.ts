import type { Answer } from "../core/answer/answer.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ExperimentDefinition, ExperimentRun } from "./definition.ts";
import type { Pair, PairRecord, PairSide } from "./pair.ts";

/** An answer in words. */
export function said(text: string | null, more: Partial<Answer> = {}): Answer {
  return { text, tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null, ...more };
}

/** A failure of a provider. */
export const DOWN: OutcomeFailure = { class: "server", code: "503", message: "overloaded" };

export function side(more: Partial<PairSide> = {}): PairSide {
  const failed = more.failure !== undefined && more.failure !== null;
  return {
    request_id: "r",
    target: "big:p",
    evidence: "measured",
    failure: null,
    input_tokens: 100,
    output_tokens: 20,
    cost_usd: 0.002,
    latency_ms: 800,
    ttft_ms: null,
    answer: failed ? null : said("The order left our house yesterday."),
    ...more,
  };
}

export function pair(ordinal: number, more: Partial<Pair> = {}): Pair {
  return {
    ordinal,
    request_id: `request-${ordinal}`,
    created_at: Date.UTC(2026, 3, 9) + ordinal,
    cluster: `user-${ordinal}`,
    end_user: null,
    tags: [],
    prompt: [{ role: "user", content: "Where is my order?" }],
    original: side({ evidence: "recorded" }),
    replay: side({ target: "small:p", cost_usd: 0.001, latency_ms: 400 }),
    control: null,
    cosine: { replay: null, control: null },
    output_limit: null,
    truncated_by_us: false,
    outcomes: {},
    ...more,
  };
}

export function records(pairs: readonly (Pair | { readonly interrupted: true })[]): readonly PairRecord[] {
  return pairs.map((result, ordinal) => ({ ordinal, result }));
}

export function definition(sampled: number, more: Partial<ExperimentDefinition> = {}): ExperimentDefinition {
  return {
    id: "sim_1",
    window: { start: "2026-04-09T00:00:00.000Z", end: "2026-04-16T00:00:00.000Z" },
    policy: { name: "small", version: null, strategy: "single", data: { strategy: "single", model: "small:p" } },
    asked: { kind: "policy", name: "small", version: null },
    frame: { window_rows: 4 * sampled, with_body: 3 * sampled, replayable: 2 * sampled, unreplayable: {}, sampled },
    seed: "experiment",
    window_cost_usd: 10,
    embeddings: null,
    thresholds: {},
    primary: null,
    stopping: "fixed",
    outliers: 5,
    facts_id: "facts_1",
    price_version: "prices_1",
    ...more,
  };
}

export const RUN: ExperimentRun = {
  state: "completed",
  reason: null,
  spend: { cap_usd: 5, spent_usd: 1, reserved_usd: 0, calls: 10 },
  trial_ledger: 1,
  notes: [],
};
