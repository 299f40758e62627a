import type { RunEvent } from "../../store/runs.ts";

export const RUN_STATES = ["running", "completed", "cap_reached", "cancelled", "stopped_early", "interrupted"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** How a run ended, or stands. */
export interface RunEnd {
  readonly state: RunState;
  /** Why, where there is more to say. */
  readonly reason: string | null;
}

/** Ends that nothing comes after: the rest can be resumed. */
export const FINAL: readonly RunState[] = ["completed", "cap_reached", "stopped_early"];

/** How the run ended, where it has and nobody took it up again; null otherwise. */
export function endOf(events: readonly RunEvent[]): RunEnd | null {
  const last = events.findLast(({ kind }) => kind !== "cancel");
  if (last?.kind !== "ended") return null;
  return { state: last.details["state"] as RunState, reason: (last.details["reason"] as string | undefined) ?? null };
}

/** The wish to cancel that came since the run was last begun or resumed; null = none. */
export function cancelOf(events: readonly RunEvent[]): RunEvent | null {
  const last = events.at(-1);
  return last?.kind === "cancel" ? last : null;
}
