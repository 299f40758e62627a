import type { Exchange } from "../core/exchange.ts";

/** Headers that tell who asked, as they were; a session is left out: what is asked again belongs to none. */
export function askedHeaders(row: Pick<Exchange, "end_user" | "tags" | "metadata">): Readonly<Record<string, string>> {
  return {
    ...(row.end_user === null ? {} : { "x-understudy-user": row.end_user }),
    ...(row.tags.length === 0 ? {} : { "x-understudy-tags": row.tags.join(",") }),
    ...(Object.keys(row.metadata).length === 0 ? {} : { "x-understudy-metadata": JSON.stringify(row.metadata) }),
  };
}
