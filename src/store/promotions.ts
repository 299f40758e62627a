import type { Scope } from "./gateway-control.ts";

/** What serves a scope: a config version or an endpoint version; all null where nothing is attached. */
export interface Serving {
  readonly config: string | null;
  readonly version: number | null;
  /** Of the scope's endpoint, where that is what changed; else null. */
  readonly endpoint_version: number | null;
}

/** How the candidate of an experiment came to serve: never changes. */
export interface StoredPromotion {
  /** `prm_` and a UUIDv7. */
  readonly id: string;
  readonly experiment: string;
  readonly scope: Scope;
  /** Project name, or `PROJECT/ENDPOINT`. */
  readonly scope_id: string;
  readonly serving: Serving;
  /** The arm of the split that is the candidate; null where it serves alone. */
  readonly arm: string | null;
  /** Of the scope's requests, 100 where it serves alone. */
  readonly percent: number;
  /** What served the scope itself until then. */
  readonly before: Serving;
  /** What served before the candidate had any share: the same, but where the share of a promotion was changed. */
  readonly origin: Serving;
  /** ms since the epoch. */
  readonly at: number;
  readonly actor: string;
}

export interface WatchLimits {
  /** Share of requests that fail, 0..1. */
  readonly max_error_rate: number | null;
  readonly max_p95_ms: number | null;
  readonly max_cost_per_request_usd: number | null;
}

/** An eye on what a promotion serves: never changes. */
export interface StoredWatch {
  /** `wch_` and a UUIDv7. */
  readonly id: string;
  readonly promotion: string;
  /** ms since the epoch. */
  readonly created_at: number;
  readonly ends_at: number;
  readonly actor: string;
  readonly limits: WatchLimits;
  readonly auto_rollback: boolean;
  /** Requests that nothing is said before. */
  readonly min_requests: number;
}

/** What became of a watch; appended. Nothing said: it watches. */
export interface WatchState {
  readonly at: number;
  readonly state: "alarm" | "rolled_back" | "ended";
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a watch has seen so far: sums, so that a restart goes on with them. */
export interface WatchTally {
  /** Requests answered, well or not. Those whose client left, or that a guardrail blocked, say nothing. */
  readonly requests: number;
  readonly failed: number;
  /** Requests with a known cost, the sum of their USD, and of its squares. */
  readonly priced: number;
  readonly cost_usd: number;
  readonly cost_squares: number;
  /** Requests that were answered well, and those of them that took longer than the limit. */
  readonly timed: number;
  readonly slow: number;
  /** ms since the epoch of the newest request seen; null where there is none. */
  readonly newest: number | null;
}

/** Promotions and watches: part of `Control`. */
export interface Promotions {
  addPromotion(promotion: StoredPromotion): void;
  promotion(id: string): StoredPromotion | null;
  /** Newest first. */
  promotions(filter: {
    readonly experiment?: string;
    readonly scope?: Scope;
    readonly scope_id?: string;
  }): readonly StoredPromotion[];

  addWatch(watch: StoredWatch): void;
  /** Newest first. */
  watches(limit: number): readonly StoredWatch[];
  /** Those that have not ended, oldest first. */
  openWatches(): readonly StoredWatch[];
  addWatchState(watch: string, state: WatchState): void;
  /** Oldest first. */
  watchStates(watch: string): readonly WatchState[];
  /** The last word counts. */
  putWatchTally(watch: string, tally: WatchTally): void;
  watchTally(watch: string): WatchTally | null;
}
