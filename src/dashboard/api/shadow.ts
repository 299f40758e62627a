import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ContractCount } from "../../shadow/by-contract.ts";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";
import { ask, type Query } from "./client.ts";

/** A primary and a shadow, judged over all their runs of a window. */
export interface ShadowPair {
  readonly id: string;
  readonly primary: string;
  readonly candidate: string;
  readonly project: string | null;
  readonly endpoint: string | null;
  readonly runs: number;
  readonly last_run: string;
  /** ISO 8601. */
  readonly last_at: string;
  readonly truncated: boolean;
  readonly summary: ShadowSummary;
}

/** A run of a pack, or one day of a mirror; times as ISO 8601. */
export interface ShadowRun {
  readonly id: string;
  readonly origin: "cli" | "mirror";
  readonly created_at: string;
  /** Null while it goes on. */
  readonly finished_at: string | null;
  readonly project: string | null;
  readonly endpoint: string | null;
  readonly mirror: string | null;
  readonly pack: { readonly name: string; readonly hash: string } | null;
  readonly primary: string;
  readonly candidate: string;
  readonly repeat: number;
  readonly source: Readonly<Record<string, string>>;
  readonly summary: ShadowSummary;
}

/** A pair of targets by contract and by run, 100 runs at most. */
export interface ShadowPairDetails {
  readonly pair: ShadowPair;
  readonly contracts: readonly ContractCount[];
  readonly runs: readonly ShadowRun[];
}

/** A pair of answers of a run. */
export type ShadowPairing = Omit<ShadowComparison, "at"> & {
  readonly at: string;
  readonly run: string;
  /** From 1, in the run. */
  readonly number: number;
};

const PAGE = 200;
/** A mirror's day grows while one looks. */
const GROWS_MS = 10_000;
/** Pages of a list that are asked for again while a run goes on. */
const MOST_ASKED_AGAIN = 3;

/** The overview of a window. */
export function shadowPairsQuery(filter: Query) {
  return queryOptions({
    queryKey: ["shadow", "pairs", filter],
    queryFn: ({ signal }) =>
      ask<{
        readonly pairs: readonly ShadowPair[];
        readonly verdicts: Readonly<Record<ShadowSummary["verdict"], number>>;
      }>("/api/shadow-pairs", { query: filter, signal }),
    refetchInterval: 3 * GROWS_MS,
  });
}

/** One primary and shadow: its contracts, and its runs newest first. */
export function shadowPairQuery(id: string, window: Query) {
  return queryOptions({
    queryKey: ["shadow", "pair", id, window],
    queryFn: ({ signal }) =>
      ask<ShadowPairDetails>(`/api/shadow-pairs/${encodeURIComponent(id)}`, { query: window, signal }),
  });
}

export function shadowRunQuery(id: string) {
  return queryOptions({
    queryKey: ["shadow", "run", id],
    queryFn: ({ signal }) =>
      ask<ShadowRun & { readonly contracts: readonly ContractCount[] }>(`/api/shadow-runs/${encodeURIComponent(id)}`, {
        signal,
      }),
    refetchInterval: ({ state }) => (state.data?.finished_at === null ? GROWS_MS : false),
  });
}

interface PairingPage {
  readonly comparisons: readonly ShadowPairing[];
  readonly next: number | null;
}

/** Pairs of a run in their order, a page at a time. @param grows the run goes on */
export function pairingsQuery(run: string, filter: Query, grows: boolean) {
  return infiniteQueryOptions({
    queryKey: ["shadow", "pairings", run, filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      ask<PairingPage>(`/api/shadow-runs/${encodeURIComponent(run)}/comparisons`, {
        query: { ...filter, after: pageParam, limit: PAGE },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (grows && (state.data?.pages.length ?? 0) <= MOST_ASKED_AGAIN ? GROWS_MS : false),
  });
}

/** One pair of a run by its number; null where there is none. A pair never changes. */
export function pairingQuery(run: string, number: number) {
  return queryOptions({
    queryKey: ["shadow", "pairing", run, number],
    queryFn: async ({ signal }) => {
      const query = { after: number - 1, limit: 1 };
      const path = `/api/shadow-runs/${encodeURIComponent(run)}/comparisons`;
      const { comparisons } = await ask<PairingPage>(path, { query, signal });
      return comparisons.find((one) => one.number === number) ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** With its pairs. */
export function removeShadowRun(id: string): Promise<unknown> {
  return ask(`/api/shadow-runs/${encodeURIComponent(id)}`, { method: "DELETE" });
}
