import { queryOptions } from "@tanstack/react-query";
import type { EndpointDefinition } from "../../core/endpoint.ts";
import { ask } from "./client.ts";

/** What a client calls, in one of its versions. */
export interface Endpoint {
  readonly project: string;
  readonly name: string;
  readonly version: number;
  readonly definition: EndpointDefinition;
  /** ISO 8601. */
  readonly created_at: string;
  readonly note: string | null;
}

/** Newest versions, by project and name. */
export const endpointsQuery = queryOptions({
  queryKey: ["endpoints", "list"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly endpoints: readonly Endpoint[] }>("/api/endpoints", { signal })).endpoints,
});
