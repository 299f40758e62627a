import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

/** A version of a config that a run can ask. */
export interface CandidateConfig {
  readonly name: string;
  readonly version: number;
  readonly policy: unknown;
  readonly note: string | null;
}

/** The newest version of an endpoint. */
export interface CandidateEndpoint {
  readonly project: string;
  readonly name: string;
  readonly version: number;
  readonly definition: Readonly<Record<string, unknown>>;
}

/** Every version of every config, drafts of earlier runs left out. */
export const candidateConfigsQuery = queryOptions({
  queryKey: ["configs", "candidates"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly configs: readonly CandidateConfig[] }>("/api/configs", { signal })).configs,
});

/** Every endpoint, with its newest version. */
export const candidateEndpointsQuery = queryOptions({
  queryKey: ["endpoints", "candidates"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly endpoints: readonly CandidateEndpoint[] }>("/api/endpoints", { signal })).endpoints,
});
