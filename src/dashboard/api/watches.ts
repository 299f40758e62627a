import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import type { AskedWatch } from "./promotions.ts";

/** One limit beside what was seen. */
export interface WatchFigure {
  readonly limit: "max_error_rate" | "max_p95_ms" | "max_cost_per_request_usd";
  /** The limit, in its own unit. */
  readonly value: number;
  readonly n: number;
  /** Share of failures, share of answers slower than the limit, or mean USD. */
  readonly estimate: number | null;
  /** 95 % bound, valid however often one looks. */
  readonly lower: number;
  /** What the bound must exceed for an alarm. */
  readonly above: number;
  readonly exceeded: boolean;
}

/** An eye on what a promoted candidate really serves. */
export interface Watch {
  readonly id: string;
  readonly experiment: string;
  readonly scope: string;
  readonly state: "watching" | "alarm" | "rolled_back" | "ended";
  /** ISO 8601. */
  readonly created_at: string;
  readonly ends_at: string;
  readonly actor: string;
  readonly auto_rollback: boolean;
  /** Requests that nothing is said before. */
  readonly min_requests: number;
  readonly seen: { readonly requests: number; readonly failed: number };
  readonly figures: readonly WatchFigure[];
  /** Oldest first. */
  readonly events: readonly { readonly at: string; readonly state: string; readonly details: object }[];
}

const AGAIN_MS = 5_000;
const LISTED = 1_000;

/** Watches on the candidate of an experiment, newest first. */
export function watchesQuery(experiment: string) {
  return queryOptions({
    queryKey: ["watches", experiment],
    queryFn: async ({ signal }) => {
      const { watches } = await ask<{ readonly watches: readonly Watch[] }>("/api/watches", {
        query: { limit: LISTED },
        signal,
      });
      return watches.filter((one) => one.experiment === experiment);
    },
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === "watching" || one.state === "alarm") === true ? AGAIN_MS : false,
  });
}

/** Watches the promoted candidate that serves a scope, in place of any other watch on it. */
export function startWatch(scope: string, asked: AskedWatch): Promise<Watch> {
  return ask<Watch>("/api/watches", { method: "POST", body: { scope, ...asked } });
}
