import { queryOptions } from "@tanstack/react-query";
import { askBytes } from "./client.ts";
import type { AskedFilter, AskedSimulation, AskedWindow } from "./new-runs.ts";

/** Columns are some MB: they are forgotten when no page uses them. */
const KEPT_MS = 30_000;

/** Rows that the gateway hands out at most: of a larger sample than this a preview has a part. */
export const MOST_IN_FRAME = 200_000;

/** The rows that a simulation would replay, as columns, for replaying them in this browser. */
export function frameQuery(
  window: AskedWindow,
  { metadata = {}, ...filter }: AskedFilter,
  sample: AskedSimulation["sample"],
) {
  const [first] = Object.entries(metadata);
  const query = { ...window, ...filter, sample, metadata: first === undefined ? null : first.join("=") };
  return queryOptions({
    queryKey: ["frames", query],
    queryFn: ({ signal }) => askBytes("/api/frames", { query, signal }),
    staleTime: 60_000,
    gcTime: KEPT_MS,
    structuralSharing: false,
    retry: false,
  });
}
