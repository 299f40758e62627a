import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { addressOf, ask, type Query } from "./client.ts";

/** One change of the control data, and who made it. */
export interface AuditRow {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const PAGE = 100;

interface AuditPage {
  readonly entries: readonly AuditRow[];
  readonly next: string | null;
}

/** The audit log, newest first, a page at a time. @param filter as the API names it */
export function auditQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ["audit", "list", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      ask<AuditPage>("/api/audit", { query: { ...filter, after: pageParam, limit: PAGE }, signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/** One entry; null where there is none. Entries never change. */
export function auditEntryQuery(id: string) {
  return queryOptions({
    queryKey: ["audit", "entry", id],
    queryFn: async ({ signal }) => (await ask<AuditPage>("/api/audit", { query: { id }, signal })).entries[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Actions and actors that there are. */
export const auditNamesQuery = queryOptions({
  queryKey: ["audit", "names"],
  queryFn: ({ signal }) =>
    ask<{ readonly actions: readonly string[]; readonly actors: readonly string[] }>("/api/audit/names", { signal }),
});

/** Where the same entries are had as a file. */
export function auditFile(filter: Query, format: "csv" | "json"): string {
  return addressOf("/api/audit/export", { ...filter, format });
}

/** As many as one answer holds. */
const MOST = 1_000;

/** Entries of these actions, as far back as one answer reaches. */
async function entriesOf(actions: readonly string[], signal: AbortSignal): Promise<readonly AuditRow[]> {
  const asked = actions.map((action) =>
    ask<{ readonly entries: readonly AuditRow[] }>("/api/audit", { query: { action, limit: MOST }, signal }),
  );
  return (await Promise.all(asked)).flatMap(({ entries }) => entries);
}

/** Who stored which version of a config: names by `NAME@VERSION`. */
export const configAuthorsQuery = queryOptions({
  queryKey: ["audit", "authors", "config"],
  queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
    const entries = await entriesOf(["config.add"], signal);
    return new Map(
      entries.map(({ actor, details }) => [`${String(details["config"])}@${String(details["version"])}`, actor]),
    );
  },
});

/** Who stored which version of an endpoint: names by `PROJECT/NAME@VERSION`. */
export const endpointAuthorsQuery = queryOptions({
  queryKey: ["audit", "authors", "endpoint"],
  queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
    const entries = await entriesOf(["endpoint.create", "endpoint.update", "endpoint.rollback"], signal);
    return new Map(
      entries.map(({ actor, details }) => [
        `${String(details["project"])}/${String(details["endpoint"])}@${String(details["version"])}`,
        actor,
      ]),
    );
  },
});
