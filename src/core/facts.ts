import type { RateCard } from "./rates.ts";
import type { Target } from "./target.ts";

/** What a target can take; null = not known, taken as covered. */
export interface Capabilities {
  readonly tools: boolean | null;
  readonly images: boolean | null;
  readonly json_schema: boolean | null;
  readonly logprobs: boolean | null;
  /** Input and output tokens together. */
  readonly context_window: number | null;
  readonly max_output: number | null;
}

export const UNKNOWN_CAPABILITIES: Capabilities = {
  tools: null,
  images: null,
  json_schema: null,
  logprobs: null,
  context_window: null,
  max_output: null,
};

/** How a target did lately: the last 5 minutes where they hold 20 attempts, else the last 24 hours. */
export interface Health {
  readonly window: "5m" | "24h";
  readonly attempts: number;
  readonly failures: number;
  /** Means over the window's answers; null where no row tells. */
  readonly ttft_ms: number | null;
  readonly ms_per_token: number | null;
}

export interface TargetFacts {
  readonly target: Target;
  readonly capabilities: Capabilities;
  /** Null = not enough attempts: healthy as far as is known. */
  readonly health: Health | null;
  /** ms since the epoch; the target is left alone until then. */
  readonly cooldown_until: number | null;
  /** Scores in [0, 1], supplied or measured. */
  readonly quality: { readonly score: number | null; readonly by_tag: Readonly<Record<string, number>> };
  readonly rates: RateCard | null;
  /** Median output tokens of an answer: of this target, else of the log's baseline; by endpoint and overall. */
  readonly expected_output: { readonly overall: number | null; readonly by_endpoint: Readonly<Record<string, number>> };
}

/** A target of which nothing is known. */
export function unknownTarget(target: Target): TargetFacts {
  return {
    target,
    capabilities: UNKNOWN_CAPABILITIES,
    health: null,
    cooldown_until: null,
    quality: { score: null, by_tag: {} },
    rates: null,
    expected_output: { overall: null, by_endpoint: {} },
  };
}

/** An immutable snapshot of all that a plan may know beside the request. */
export interface Facts {
  readonly facts_id: string;
  /** ms since the epoch: nothing later is in it. */
  readonly cut_at: number;
  readonly targets: ReadonlyMap<Target, TargetFacts>;
  /** Share of the project's end users who used strictly less, 0..1; null = no tiers known. */
  readonly spendPercentile: (project: string, endUser: string) => number | null;
}

export const HEALTH_RULES = {
  short_ms: 5 * 60_000,
  long_ms: 24 * 3_600_000,
  min_attempts: 20,
  /** From this share of failures on, a target counts as failing. */
  failing_share: 0.5,
  /** Snapshots are cut at most this often. */
  cut_every_ms: 10_000,
} as const;

/** 0 = healthy or unknown, 1 = failing, 2 = cooling down: the answer to a health question. */
export function healthAnswer(facts: TargetFacts | undefined, at: number): 0 | 1 | 2 {
  if (facts === undefined) return 0;
  if (facts.cooldown_until !== null && at < facts.cooldown_until) return 2;
  const health = facts.health;
  if (health === null || health.attempts < HEALTH_RULES.min_attempts) return 0;
  return health.failures >= health.attempts * HEALTH_RULES.failing_share ? 1 : 0;
}
