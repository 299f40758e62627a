import { queryOptions } from "@tanstack/react-query";
import type { Evidence } from "../../core/evidence.ts";
import { ask } from "./client.ts";
import { problemOf } from "./problem.ts";

export interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What was projected beside what happened, of the same requests. */
export interface Beside {
  readonly projected: number | null;
  /** Where what happens should lie, 95 %. */
  readonly band: Ends;
  readonly actual: number | null;
  readonly n: number;
  readonly inside: boolean | null;
}

/** What an experiment said of its candidate, held against what it really did once promoted. */
export interface ExperimentOutcome {
  readonly scopes: readonly string[];
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly requests: number;
  readonly sample: { readonly rows: number };
  readonly projection: { readonly requests: number; readonly evidence: Evidence };
  readonly cost_usd: Beside & { readonly off_pct: number | null; readonly at_frozen_prices_usd: number | null };
  readonly p50_ms: Beside & { readonly actual_ci_95: Ends };
  readonly p95_ms: Beside & { readonly actual_ci_95: Ends };
  readonly error_rate: Beside;
  /** The candidate's arm beside the other one at the same time; null where it served alone. */
  readonly against_control: {
    readonly requests: { readonly control: number; readonly candidate: number };
    readonly cost: { readonly control: number | null; readonly candidate: number | null };
    readonly cost_pct: Ends & { readonly estimate: number | null };
    readonly errors: Ends & { readonly estimate: number | null };
  } | null;
  readonly notes: readonly string[];
}

const AGAIN_MS = 15_000;

/** Null where the candidate has served no request of the log yet. @param serves whether it serves now, so that there will be more */
export function outcomeQuery(experiment: string, serves: boolean) {
  return queryOptions({
    queryKey: ["promotions", "outcome", experiment],
    queryFn: async ({ signal }): Promise<ExperimentOutcome | null> => {
      try {
        return await ask<ExperimentOutcome>(`/api/experiments/${encodeURIComponent(experiment)}/outcome`, { signal });
      } catch (error) {
        if (problemOf(error).code === "outcome_unknown") return null;
        throw error;
      }
    },
    refetchInterval: serves ? AGAIN_MS : false,
  });
}
