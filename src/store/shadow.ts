import type { ShadowComparison } from "../shadow/comparison.ts";
import type { ShadowSummary } from "../shadow/summary.ts";

/** A run of control against candidate: of a pack, or one day of a mirror. Table `shadow_runs`. */
export interface StoredShadowRun {
  /** `shr_` and a UUIDv7. */
  readonly id: string;
  readonly origin: "cli" | "mirror";
  /** ms since the epoch, UTC. */
  readonly created_at: number;
  /** Null while it goes on (a mirror's day). */
  readonly finished_at: number | null;
  readonly project: string | null;
  readonly endpoint: string | null;
  /** Of a mirror: its id. */
  readonly mirror: string | null;
  readonly pack: { readonly name: string; readonly hash: string } | null;
  /** What is compared, as the overview groups it: `model:provider`, or `config NAME@3`. */
  readonly primary: string;
  readonly candidate: string;
  readonly repeat: number;
  /** commit, branch, pull request, url of the CI job: whatever the environment said. */
  readonly source: Readonly<Record<string, string>>;
  readonly summary: ShadowSummary;
}

export interface StoredShadowComparison extends ShadowComparison {
  readonly run: string;
  /** From 1. */
  readonly number: number;
}

/** One pair of providers in a window: what the Shadow page lists. */
export interface ShadowPairCount {
  readonly primary: string;
  readonly candidate: string;
  readonly project: string | null;
  readonly endpoint: string | null;
  readonly runs: number;
  readonly last_run: string;
  readonly last_at: number;
}

export interface ShadowFilter {
  /** One run alone. */
  readonly id?: string | undefined;
  /** Of `created_at`, half-open, ms since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Null = runs of none. */
  readonly project?: string | null | undefined;
  readonly endpoint?: string | null | undefined;
  readonly primary?: string | undefined;
  readonly candidate?: string | undefined;
  readonly origin?: "cli" | "mirror" | undefined;
  readonly mirror?: string | undefined;
}

export interface ComparisonFilter {
  readonly result?: string | undefined;
  readonly differs?: boolean | undefined;
  readonly comparable?: boolean | undefined;
  /** Held against this one, among others or alone. */
  readonly contract?: string | undefined;
}

/** Shadow runs and their comparisons, in tables of their own. */
export interface Shadows extends Mirrors {
  /** One transaction: a run with its comparisons; again with the same id replaces nothing and returns false. */
  putShadowRun(run: StoredShadowRun, comparisons: readonly ShadowComparison[]): boolean;
  /** For a run that goes on: appends, and puts the new summary in place. Nothing where the run is gone. */
  appendShadow(
    run: string,
    comparisons: readonly ShadowComparison[],
    summary: ShadowSummary,
    finishedAt: number | null,
  ): void;
  shadowRun(id: string): StoredShadowRun | null;
  /** Newest first. @param before the run after which they go on */
  shadowRuns(filter: ShadowFilter, limit: number, before?: string): readonly StoredShadowRun[];
  /** In their order. @param after the number after which they go on */
  shadowComparisons(
    run: string,
    filter: ComparisonFilter,
    limit: number,
    after?: number,
  ): readonly StoredShadowComparison[];
  /** The last one that ran first. */
  shadowPairs(filter: ShadowFilter): readonly ShadowPairCount[];
  /** Comparisons of all runs of a filter, the newest run first and the last of each first, in brief: without findings and differences, and `{}` for an answer that is there. */
  pooledComparisons(filter: ShadowFilter, limit: number): readonly StoredShadowComparison[];
  /** The run of a mirror that goes on; null where there is none. */
  openShadowRun(mirror: string): StoredShadowRun | null;
  /** With its comparisons. False where there is none. */
  removeShadowRun(id: string): boolean;
  /** Retention: mirrors' runs of a project, created before an instant, `limit` at most; returns how many. Runs of packs stay until they are removed. */
  pruneShadow(project: string, before: number, limit: number): number;
  /** Erasing: comparisons of these requests, on either side; returns how many. Their bytes go with `Control.eraseEndUser`. */
  removeComparisonsOf(requests: readonly string[]): number;
}

/** A share of live traffic that is asked of a candidate as well. Table `shadow_mirrors`. */
export interface StoredMirror {
  /** `mir_` and a UUIDv7. */
  readonly id: string;
  readonly project: string;
  /** Null = all of the project's traffic. */
  readonly endpoint: string | null;
  /** The candidate policy, pinned, as JSON data. */
  readonly policy: unknown;
  /** As the overview names it: `model:provider`, `config NAME@3`. */
  readonly candidate: string;
  /** 0 to 1. */
  readonly share: number;
  /** Of the hash that chooses requests. */
  readonly salt: string;
  readonly max_usd_per_day: number;
  readonly timeout_ms: number;
  readonly concurrency: number;
  /** Contracts of a pack, as they were when it was made; empty = only differences. */
  readonly contracts: readonly unknown[];
  readonly pack: { readonly name: string; readonly hash: string } | null;
  readonly state: "running" | "paused";
  readonly created_at: number;
  readonly actor: string;
}

/** Mirrors, and what they spend. Changing one grows `revision()` of the control store, so that a running gateway sees it. */
export interface Mirrors {
  /** A new one, or in the place of the one of that id. */
  putMirror(mirror: StoredMirror): void;
  mirror(id: string): StoredMirror | null;
  /** In the order they were made. */
  mirrors(): readonly StoredMirror[];
  /** With what is written down of its spending and its counts; its runs stay. */
  removeMirror(id: string): boolean;
  /** Sets USD aside on a UTC day (YYYY-MM-DD) if spent + reserved stays within the cap; one statement, safe with several gateways. */
  reserveMirror(id: string, day: string, usd: number, cap: number): boolean;
  /** Turns what was set aside into what it cost; null = unknown: the reservation stays spent. */
  settleMirror(id: string, day: string, reserved: number, cost: number | null): void;
  /** Adds to how many requests of a UTC day came to what. */
  countMirror(id: string, day: string, requests: Readonly<Record<string, number>>): void;
  mirrorCounts(id: string, day: string): Readonly<Record<string, number>>;
  mirrorSpent(id: string, day: string): { readonly spent_usd: number; readonly reserved_usd: number };
}
