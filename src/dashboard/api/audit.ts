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

/** Who stored which version of a config: names by `NAME@VERSION`, as far back as one answer of the audit log reaches. */
export const configAuthorsQuery = queryOptions({
  queryKey: ["audit", "authors", "config"],
  queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
    const query = { action: "config.add", limit: MOST };
    const { entries } = await ask<{ readonly entries: readonly AuditRow[] }>("/api/audit", { query, signal });
    return new Map(
      entries.map(({ actor, details }) => [`${String(details["config"])}@${String(details["version"])}`, actor]),
    );
  },
});
