import type { Exchange } from "../../core/exchange.ts";
import type { ExchangeFilter, ListingPlace, Traffic } from "../traffic.ts";
import type { CompiledFilter } from "./filter.ts";
import type { Stored } from "./row-columns.ts";
import type { Rows } from "./rows.ts";

export interface ListingParts {
  readonly rows: Rows;
  readonly compiledFilter: (filter: ExchangeFilter) => CompiledFilter | null;
  readonly seqOf: (id: string) => number | null;
  /** A row without its bodies, and with them. */
  readonly narrow: (row: readonly Stored[]) => Exchange;
  readonly whole: (row: readonly Stored[]) => Exchange;
}

/** Rows that one page goes through at most, and those whose bodies it reads. */
const ROWS_AT_ONCE = 50_000;
const BODIES_AT_ONCE = 200;

function placeOf({ created_at, request_id }: Exchange): ListingPlace {
  return { created_at, request_id };
}

/** The row itself, and what is newer. */
function notOlder({ seq, created_at }: { readonly seq: number; readonly created_at: number }) {
  return {
    where: "created_at >= ? AND (created_at > ? OR seq >= ?)",
    values: [created_at, created_at, seq],
  };
}

/** Listings of the log: pages of it, what came since, and how many rows there are. */
export function openListing({
  rows,
  compiledFilter,
  seqOf,
  narrow,
  whole,
}: ListingParts): Pick<Traffic, "page" | "arrived" | "count"> {
  /** Rows that stand behind a place in a listing: in its very instant those of lower numbers, or none where the row itself is gone. */
  const older = ({ created_at, request_id }: ListingPlace) => ({
    where: "created_at <= ? AND (created_at < ? OR seq < ?)",
    values: [created_at, created_at, seqOf(request_id) ?? 0],
  });

  return {
    page(filter, { limit, before, bodies }) {
      const { text, ...rest } = filter;
      const inBodies = text !== undefined && bodies === true;
      const compiled = compiledFilter(inBodies ? rest : filter);
      if (compiled === null || limit <= 0) return { rows: [], next: null, looked_at: 0 };
      const wanted = inBodies ? compiledFilter(filter) : null;
      const from = before === undefined ? { where: "1", values: [] } : older(before);
      const most = inBodies ? BODIES_AT_ONCE : ROWS_AT_ONCE;
      // A page that finds little ends here all the same: whoever waits for it holds up everybody else. One that takes every row is full before.
      const all = Object.values(filter).every((wish) => wish === undefined);
      const end = all ? null : rows.nth(from.where, from.values, most - 1);
      const until = end === null ? { where: "1", values: [] } : notOlder(end);
      const where = `${from.where} AND ${until.where} AND (${compiled.where})`;
      const found: Exchange[] = [];
      for (const row of rows.newestFirst(where, [...from.values, ...until.values, ...compiled.values])) {
        const exchange = narrow(row);
        if (!compiled.accepts(exchange)) continue;
        if (inBodies && !says(whole(row), text) && !(wanted !== null && mentioned(exchange, wanted))) continue;
        // One more than asked for: the page ends at the one before it.
        if (found.length >= limit)
          return { rows: found, next: placeOf(found.at(-1) as Exchange), looked_at: found.length };
        found.push(exchange);
      }
      const last = end === null ? null : rows.read(end.seq);
      return {
        rows: found,
        next: last === null ? null : placeOf(narrow(last)),
        looked_at: end === null ? rows.count(from.where, from.values) : most,
      };
    },
    arrived(filter, after, limit) {
      const compiled = compiledFilter(filter);
      const found: Exchange[] = [];
      if (compiled === null) return found;
      for (const row of rows.lastFirst(compiled.where, compiled.values, after)) {
        if (found.length >= limit) break;
        const exchange = narrow(row);
        if (compiled.accepts(exchange)) found.push(exchange);
      }
      return found;
    },
    count(filter) {
      const compiled = compiledFilter(filter);
      if (compiled === null) return 0;
      if (filter.metadata === undefined && filter.feature === undefined)
        return rows.count(compiled.where, compiled.values);
      let count = 0;
      for (const row of rows.newestFirst(compiled.where, compiled.values)) if (compiled.accepts(narrow(row))) count++;
      return count;
    },
  };

  /** The filter's own text stands in this row's columns. */
  function mentioned({ request_id: id }: Exchange, { where, values }: CompiledFilter): boolean {
    const seq = seqOf(id);
    return seq !== null && rows.count(`seq = ? AND (${where})`, [seq, ...values]) > 0;
  }
}

/** A body holds the text, as it is or as JSON writes it. */
function says({ request_body, response_body }: Exchange, text: string): boolean {
  const written = new Set([text, JSON.stringify(text).slice(1, -1)].map((one) => one.toLowerCase()));
  return [request_body, response_body].some((body) => {
    if (body === null) return false;
    const low = body.toLowerCase();
    return [...written].some((one) => low.includes(one));
  });
}
