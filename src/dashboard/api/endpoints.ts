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

interface Name {
  readonly project: string;
  readonly name: string;
}

function addressOf({ project, name }: Name): string {
  return `/api/projects/${encodeURIComponent(project)}/endpoints/${encodeURIComponent(name)}`;
}

/** Every version, newest first. */
export function endpointVersionsQuery(of: Name) {
  return queryOptions({
    queryKey: ["endpoints", "versions", of.project, of.name],
    queryFn: async ({ signal }) =>
      (await ask<{ readonly versions: readonly Endpoint[] }>(`${addressOf(of)}/versions`, { signal })).versions,
  });
}

/** Requests that a client grouped. */
export interface EndpointSession {
  readonly session: string;
  /** ISO 8601. */
  readonly first_at: string;
  readonly last_at: string;
  readonly requests: number;
}

/** The latest sessions, those that counted last first. */
export function endpointSessionsQuery(of: Name) {
  return queryOptions({
    queryKey: ["endpoints", "sessions", of.project, of.name],
    queryFn: async ({ signal }) =>
      (await ask<{ readonly sessions: readonly EndpointSession[] }>(`${addressOf(of)}/sessions`, { signal })).sessions,
  });
}

/** Stores the next version, which is in force at once; the newest where it says the same already. */
export function setEndpoint(of: Name, definition: EndpointDefinition, note: string | null): Promise<Endpoint> {
  return ask<Endpoint>(addressOf(of), { method: "PUT", body: { definition, note } });
}

/** Makes an older version's definition the newest version. */
export function rollBackEndpoint(of: Name, version: number): Promise<Endpoint> {
  return ask<Endpoint>(`${addressOf(of)}/rollback`, { method: "POST", body: { version } });
}
