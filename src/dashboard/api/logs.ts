import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Exchange } from "../../core/exchange.ts";
import type { LoggedReplay } from "../../core/live/logged-replay.ts";
import { ask, type Query } from "./client.ts";

/** A row of a listing: narrow, its time as ISO 8601. */
export type LogRow = Omit<Exchange, "created_at" | "request_body" | "response_body" | "trace"> & {
  readonly created_at: string;
};

/** A whole row. */
export type LoggedExchange = Omit<Exchange, "created_at"> & { readonly created_at: string };

export interface LogPage {
  readonly rows: readonly LogRow[];
  /** Where the next page begins; null = there are no older rows. */
  readonly next: string | null;
  /** For asking what came since. */
  readonly last: number;
  readonly looked_at: number;
}

const PAGE = 200;
/** Rows of the pages after the first, which is there at once. */
const LATER_PAGE = 400;
/** New rows that one look takes at most. */
const ARRIVALS = 500;

/** Rows of a filter, newest first, a page at a time. */
export function logsQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ["logs", "list", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      ask<LogPage>("/api/logs", {
        query: { ...filter, before: pageParam, limit: pageParam === null ? PAGE : LATER_PAGE },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    // Rows never change: holding all pages against themselves with each one that comes would take longer than a frame.
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Rows that came since an answer. */
export function arrivalsSince(filter: Query, since: number, signal: AbortSignal): Promise<LogPage> {
  return ask<LogPage>("/api/logs", { query: { ...filter, since, limit: ARRIVALS }, signal });
}

/** How many rows a filter matches. */
export function logCountQuery(filter: Query) {
  return queryOptions({
    queryKey: ["logs", "count", filter],
    queryFn: ({ signal }) => ask<{ readonly rows: number }>("/api/logs/count", { query: filter, signal }),
  });
}

/** One row with its bodies. Rows never change. */
export function logQuery(id: string) {
  return queryOptions({
    queryKey: ["logs", "row", id],
    queryFn: ({ signal }) => ask<LoggedExchange>(`/api/logs/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Replays of a row. */
export function childrenQuery(id: string) {
  return queryOptions({
    queryKey: ["logs", "children", id],
    queryFn: ({ signal }) => ask<LogPage>("/api/logs", { query: { parent_request_id: id, limit: 100 }, signal }),
  });
}

/** Sends a logged request again. @param edit messages (a list) or a whole body (an object) instead of the original's; null = as it was */
export function replay(id: string, edit: unknown, force: boolean): Promise<LoggedReplay> {
  const instead = edit === null ? {} : Array.isArray(edit) ? { messages: edit } : { body: edit };
  return ask<LoggedReplay>(`/api/logs/${encodeURIComponent(id)}/replay`, {
    method: "POST",
    body: { ...instead, force },
  });
}
