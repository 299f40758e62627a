import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import { arrivalsSince, logsQuery, type LogPage } from "../../api/logs.ts";
import type { LogFilter } from "./filters.ts";

const EVERY_MS = 1_500;

/** The listing with rows that came since put on top of it. */
function withArrivals(data: InfiniteData<LogPage> | undefined, arrived: LogPage): InfiniteData<LogPage> | undefined {
  const [first, ...rest] = data?.pages ?? [];
  if (data === undefined || first === undefined) return data;
  const known = new Set(first.rows.map(({ request_id: id }) => id));
  const fresh = arrived.rows.filter(({ request_id: id }) => !known.has(id));
  return { ...data, pages: [{ ...first, rows: [...fresh, ...first.rows], last: arrived.last }, ...rest] };
}

/** Looks for new rows while it is on, and puts them on top of the listing. A look that fails is left to the next one. */
export function useTail(filter: LogFilter, on: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!on) return undefined;
    const { queryKey } = logsQuery(filter);
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      const since = client.getQueryData(queryKey)?.pages[0]?.last;
      if (since === undefined || document.hidden) return;
      const arrived = await arrivalsSince(filter, since, stop.signal);
      if (arrived.rows.length === 0) return;
      client.setQueryData(queryKey, (data) => withArrivals(data, arrived));
      void client.invalidateQueries({ queryKey: ["logs", "count"] });
    };
    const timer = setInterval(() => void look().catch(() => {}), EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [client, filter, on]);
}
