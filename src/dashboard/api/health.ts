import { queryOptions } from "@tanstack/react-query";
import type { TargetHealth } from "../../replay/target-health.ts";
import { ask } from "./client.ts";

/** How targets did over the last hours of the log. */
export interface Health {
  /** ISO 8601; null: the log is empty. */
  readonly from: string | null;
  readonly to: string | null;
  /** Where each stretch of time begins. */
  readonly starts: readonly string[];
  readonly targets: readonly TargetHealth[];
}

/** As it was a moment ago; asked again every half minute. */
export function healthQuery(hours: string) {
  return queryOptions({
    queryKey: ["health", "targets", hours],
    queryFn: ({ signal }) => ask<Health>("/api/health/targets", { query: { hours }, signal }),
    refetchInterval: 30_000,
  });
}

/** Prices in force of one target, USD for a million tokens. */
export interface Price {
  readonly target: string;
  /** Null: no price is known. */
  readonly source: "library" | "user" | null;
  /** ISO 8601; null: since ever, as far as is known. */
  readonly since: string | null;
  readonly tiers: readonly {
    readonly from_input_tokens: number;
    readonly input: number;
    readonly cache_read: number;
    readonly cache_write: number;
    readonly output: number;
  }[];
}

export function pricesQuery(targets: readonly string[]) {
  return queryOptions({
    queryKey: ["prices", targets],
    queryFn: ({ signal }) =>
      ask<{ readonly version: string; readonly prices: readonly Price[] }>("/api/prices", {
        query: { targets },
        signal,
      }),
  });
}

/** Targets that are left alone for a while. */
export const cooldownsQuery = queryOptions({
  queryKey: ["cooldowns"],
  queryFn: async ({ signal }) =>
    (
      await ask<{ readonly cooldowns: readonly { readonly target: string; readonly until: string }[] }>(
        "/api/cooldowns",
        { signal },
      )
    ).cooldowns,
  refetchInterval: 10_000,
});

/** Whether rows get to the disk. */
export interface Readiness {
  readonly status: "ok" | "degraded" | "stopping";
  readonly reasons: readonly string[];
  readonly log: { readonly waiting_bytes: number; readonly rows_lost: number; readonly bodies_dropped: number };
}

export const readinessQuery = queryOptions({
  queryKey: ["readiness"],
  queryFn: ({ signal }) => ask<Readiness>("/readyz", { signal }),
  refetchInterval: 10_000,
});
