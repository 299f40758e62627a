import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ask } from "./client.ts";

/** How far something is that makes paid calls, and what it has spent. */
export interface RunProgress {
  readonly id: string;
  readonly state: "running" | "completed" | "cap_reached" | "cancelled" | "stopped_early" | "interrupted";
  readonly reason: string | null;
  readonly units: number;
  readonly finished: number;
  readonly in_flight: number;
  readonly spent_usd: number;
  readonly reserved_usd: number;
  readonly cap_usd: number;
  readonly overrun_usd: number;
  readonly estimated_usd: number | null;
  /** ms; null while nothing tells. */
  readonly ms_left: number | null;
}

/** Whether somebody works on it. */
export function goesOn(progress: Pick<RunProgress, "state"> | null): boolean {
  return progress?.state === "running";
}

/** Whether it stands still and can be gone on with. */
export function resumable({ state }: Pick<RunProgress, "state">): boolean {
  return state === "cancelled" || state === "interrupted";
}

/** Where the API keeps runs of a kind. */
export type RunPath = "experiments" | "judge-runs";

/** Stops a run; calls under way are waited for. */
export function cancelRun(path: RunPath, id: string): Promise<RunProgress> {
  return ask<RunProgress>(`/api/${path}/${encodeURIComponent(id)}/cancel`, { method: "POST" });
}

/** Goes on with a run where it stands. */
export function resumeRun(path: RunPath, id: string): Promise<RunProgress> {
  return ask<RunProgress>(`/api/${path}/${encodeURIComponent(id)}/resume`, { method: "POST", body: {} });
}

/**
 * How a run stands, live while it runs. @param last as it was answered with last @param listen null = it has ended; otherwise
 * anything, and another value listens anew @param stale what is asked for again when it has ended
 */
export function useRunProgress(
  path: RunPath,
  last: RunProgress,
  listen: string | null,
  stale: QueryKey,
): { readonly progress: RunProgress; readonly live: boolean } {
  const client = useQueryClient();
  const [heard, setHeard] = useState<RunProgress | null>(null);
  const [live, setLive] = useState(false);
  const { id } = last;
  const staleKey = JSON.stringify(stale);
  useEffect(() => {
    if (listen === null) return undefined;
    const source = new EventSource(`/api/${path}/${encodeURIComponent(id)}/events`);
    const read = (event: MessageEvent<string>): void => setHeard(JSON.parse(event.data) as RunProgress);
    source.addEventListener("open", () => setLive(true));
    source.addEventListener("error", () => setLive(false));
    source.addEventListener("progress", read);
    source.addEventListener("ended", (event) => {
      read(event);
      source.close();
      setLive(false);
      void client.invalidateQueries({ queryKey: JSON.parse(staleKey) as QueryKey });
    });
    return () => {
      source.close();
      setLive(false);
    };
  }, [client, path, id, listen, staleKey]);
  // What was heard is older than an answer that counts more, or that says it has ended.
  const newer = heard !== null && heard.id === id && heard.finished >= last.finished && listen !== null;
  return { progress: newer ? heard : last, live };
}
