import { queryOptions } from "@tanstack/react-query";
import type { Bucket } from "../../compare/bucket.ts";
import type { Evidence } from "../../core/evidence.ts";
import type { PairView } from "../../experiments/pair-view.ts";
import type { ExperimentResult } from "../../experiments/result.ts";
import type { SimulationResult } from "../../replay/result.ts";
import { ask } from "./client.ts";
import { goesOn, type RunProgress } from "./runs.ts";

/** An experiment in the list. */
export interface ExperimentLine {
  readonly id: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly mode: "routing_only" | "with_responses";
  readonly policy: string;
  readonly requests: number;
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly saving: {
    readonly estimate: number | null;
    readonly ci_95: { readonly lower: number | null; readonly upper: number | null };
    readonly n: number;
    readonly evidence: Evidence;
  } | null;
  /** Null where nothing was called. */
  readonly progress: RunProgress | null;
}

interface Shared {
  readonly id: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly request: unknown;
  readonly progress: RunProgress | null;
}

/** An experiment with what it came to so far. */
export type Experiment =
  | (Shared & { readonly mode: "routing_only"; readonly result: SimulationResult })
  | (Shared & { readonly mode: "with_responses"; readonly result: ExperimentResult });

const LISTED = 500;
/** How often a list, or a result, of something that runs is looked at again. */
const AGAIN_MS = 3_000;

/** Simulations and measured experiments, newest first. */
export const experimentsQuery = queryOptions({
  queryKey: ["experiments", "list"],
  queryFn: async ({ signal }) =>
    (
      await ask<{ readonly experiments: readonly ExperimentLine[] }>("/api/experiments", {
        query: { limit: LISTED },
        signal,
      })
    ).experiments,
  refetchInterval: ({ state }) => (state.data?.some(({ progress }) => goesOn(progress)) === true ? AGAIN_MS : false),
});

/** One of them; while it runs it is asked for again. */
export function experimentQuery(id: string) {
  return queryOptions({
    queryKey: ["experiments", "one", id],
    queryFn: ({ signal }) => ask<Experiment>(`/api/experiments/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (goesOn(state.data?.progress ?? null) ? AGAIN_MS : false),
  });
}

/** Originals and replays side by side, the least alike first. @param request of one request alone */
export function pairsQuery(id: string, bucket: Bucket | null, limit: number, request: string | null = null) {
  return queryOptions({
    queryKey: ["experiments", "pairs", id, bucket, limit, request],
    queryFn: async ({ signal }) => {
      const query = { lowest: true, bucket, limit, request_id: request };
      const path = `/api/experiments/${encodeURIComponent(id)}/pairs`;
      return (await ask<{ readonly pairs: readonly PairView[] }>(path, { query, signal })).pairs;
    },
    staleTime: 60_000,
  });
}
