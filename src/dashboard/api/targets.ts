import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import type { Health, Price } from "./health.ts";

const HOURS = 168;
const FRESH_MS = 300_000;

/** Targets that may be named: those of the log's last week, most requests first, then those of the configuration. */
export const targetNamesQuery = queryOptions({
  queryKey: ["targets", "names"],
  staleTime: FRESH_MS,
  queryFn: async ({ signal }) => {
    const [logged, configured] = await Promise.all([
      ask<Health>("/api/health/targets", { query: { hours: HOURS }, signal }),
      ask<{ readonly prices: readonly Price[] }>("/api/prices", { signal }),
    ]);
    return [...new Set([...logged.targets, ...configured.prices].map(({ target }) => target))];
  },
});
