import { queryOptions } from "@tanstack/react-query";
import { askBytes } from "./client.ts";
import type { AskedFilter, AskedWindow } from "./new-runs.ts";

/** Columns are some MB: they are forgotten when no page uses them. */
const KEPT_MS = 30_000;

/** The columns of the log, for replaying a window in this browser. */
export function frameQuery(window: AskedWindow, { metadata = {}, ...filter }: AskedFilter) {
  const [first] = Object.entries(metadata);
  const query = { ...window, ...filter, metadata: first === undefined ? null : first.join("=") };
  return queryOptions({
    queryKey: ["frames", query],
    queryFn: ({ signal }) => askBytes("/api/frames", { query, signal }),
    staleTime: 60_000,
    gcTime: KEPT_MS,
    structuralSharing: false,
    retry: false,
  });
}
