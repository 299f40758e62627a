import type { EvidenceCounts, Evidence } from "../../core/evidence.ts";
import type { Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import { openReplay, type OpenReplay } from "../open-replay.ts";
import { simulateOpen } from "../simulate.ts";
import { OperatorError } from "../../core/errors.ts";
import { timestamp } from "./timestamp.ts";
import { bareStrategy, type BareStrategy } from "./bare-strategy.ts";

export interface SimulateStrategyRequest {
  readonly strategy: BareStrategy;
  /** ms since the epoch. */
  readonly since: number;
  readonly until: number;
  /** Null = of every project. */
  readonly project: string | null;
  readonly configured: readonly Target[];
  /** A UUIDv7. */
  readonly newId: string;
}

/** "What would this week have cost with a different strategy?": fields as the replays API has them, and where the numbers come from beside them. */
export interface StrategySimulation {
  readonly period: { readonly since: string; readonly until: string };
  readonly actual: {
    readonly total_requests: number;
    readonly total_cost_usd: number | null;
    readonly avg_latency_ms: number | null;
  };
  readonly simulated: {
    readonly strategy: BareStrategy;
    readonly total_requests: number;
    readonly total_cost_usd: number | null;
    readonly avg_latency_ms: number | null;
    readonly cost_savings_vs_actual: number | null;
    /** Percent. */
    readonly cost_savings_pct: number | null;
    readonly evidence: { readonly cost: Evidence; readonly latency: Evidence };
    readonly evidence_counts: EvidenceCounts;
    readonly cost_range_usd: readonly [number, number] | null;
  };
  readonly window_requests: number;
  readonly warnings: readonly string[];
}

/** Rows replayed at most; a larger window is sampled and scaled up to its size. */
const MOST_ROWS = 50_000;

/** What an empty period is told does not name what else the log holds: a client's key sees its own project only. */
function opened(store: Store, prices: PriceBook, { since, until, project }: SimulateStrategyRequest): OpenReplay {
  try {
    return openReplay(store, prices, {
      window: { from: since, to: until },
      filter: project === null ? {} : { project },
      sample: MOST_ROWS,
      seed: null,
      quality: null,
      inSampleTiers: false,
      now: until,
    });
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "window_empty") throw error;
    throw new OperatorError("window_empty", `no request is in ${timestamp(since)} to ${timestamp(until)}`, {
      field: "since",
      hint: "Widen the period with `since` and `until`; `GET /v1/replays/decisions` shows what is there.",
    });
  }
}

/** Throws `window_empty` and what compiling the policy throws. */
export function simulateStrategy(
  store: Store,
  prices: PriceBook,
  request: SimulateStrategyRequest,
): StrategySimulation {
  const { strategy, since, until } = request;
  const open = opened(store, prices, request);
  const policy = bareStrategy(strategy, open.bench.knowledge, until, request.configured);
  const candidate = { policy, name: strategy, version: null, file: null };
  const asked = { candidate, pricesNow: false, now: until, outliers: 0, seed: null };
  const { result } = simulateOpen(open, asked, `sim_${request.newId}`, prices, store);
  const { inclusion_probability: share } = result.sample;
  const whole = (usd: number | null): number | null => (usd === null ? null : usd / share);
  const { baseline, candidate: simulated, difference } = result;
  const saved = difference.cost_usd === null ? null : -difference.cost_usd;
  const sampled =
    share < 1
      ? [`${result.requests} of ${result.window_requests} requests were replayed; totals are scaled up to all of them.`]
      : [];
  return {
    period: { since: timestamp(since), until: timestamp(until) },
    actual: {
      total_requests: result.window_requests,
      total_cost_usd: whole(baseline.cost_usd),
      avg_latency_ms: baseline.latency.mean_ms,
    },
    simulated: {
      strategy,
      total_requests: result.window_requests,
      total_cost_usd: whole(simulated.cost_usd),
      avg_latency_ms: simulated.latency.mean_ms,
      cost_savings_vs_actual: whole(saved),
      cost_savings_pct: difference.cost_pct === null ? null : -difference.cost_pct,
      evidence: { cost: simulated.evidence, latency: simulated.latency.evidence },
      evidence_counts: simulated.evidence_counts,
      cost_range_usd: simulated.cost_range_usd,
    },
    window_requests: result.window_requests,
    warnings: [...sampled, ...result.notes.map(withoutFlags)],
  };
}

/** Notes are written for the command line; its flags say nothing here. */
function withoutFlags(note: string): string {
  return note.replace(/; give scores with --quality\./u, ".");
}
