import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

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

/** The audit log, newest first, a page at a time. @param action null = all of it */
export function auditQuery(action: string | null) {
  return infiniteQueryOptions({
    queryKey: ["audit", action],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = { action, before: pageParam, limit: PAGE };
      return (await ask<{ readonly entries: readonly AuditRow[] }>("/api/audit", { query, signal })).entries;
    },
    getNextPageParam: (last) => (last.length < PAGE ? null : (last.at(-1)?.at ?? null)),
  });
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
