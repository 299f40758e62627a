import { queryOptions } from "@tanstack/react-query";
import { target as targetOf } from "../../core/target.ts";
import { ask } from "./client.ts";
import type { Price } from "./health.ts";
import type { LogPage } from "./logs.ts";

/** Rows looked at: looking at all of them would keep a preview waiting. */
const NEWEST = 200;
const FRESH_MS = 300_000;

/** Targets that may be named: those of the newest rows of the log, and those of the configuration. */
export const targetNamesQuery = queryOptions({
  queryKey: ["targets", "names"],
  staleTime: FRESH_MS,
  queryFn: async ({ signal }) => {
    const [{ rows }, { prices }] = await Promise.all([
      ask<LogPage>("/api/logs", { query: { origin: "live,import", limit: NEWEST }, signal }),
      ask<{ readonly prices: readonly Price[] }>("/api/prices", { signal }),
    ]);
    const logged = rows.flatMap(({ model, provider }) =>
      model === null || provider === null ? [] : [targetOf(model, provider)],
    );
    return [...new Set([...logged, ...prices.map(({ target }) => target)])];
  },
});
