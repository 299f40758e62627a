import type { RunState } from "./run-events.ts";

export interface RunProgress {
  readonly id: string;
  readonly state: RunState;
  readonly units: number;
  readonly finished: number;
  readonly in_flight: number;
  readonly spent_usd: number;
  readonly reserved_usd: number;
  readonly cap_usd: number;
  /** What providers took beyond the worst case of their calls: more than 0 means that a price or a limit is not what it was taken for. */
  readonly overrun_usd: number;
  /** What all units will have cost, as the finished ones did, USD; null before the first. The cap may come before it. */
  readonly estimated_usd: number | null;
  /** ms; null while nothing tells. */
  readonly ms_left: number | null;
}

export interface ProgressFacts extends Omit<RunProgress, "estimated_usd" | "ms_left"> {
  /** Units finished since the run was last begun or resumed, and ms since then. */
  readonly lately: number;
  readonly elapsed_ms: number;
}

/** Progress, with what is left estimated from what is done. */
export function progressOf({ lately, elapsed_ms: elapsed, ...facts }: ProgressFacts): RunProgress {
  const { state, units, finished, spent_usd: spent } = facts;
  const left = units - finished;
  return {
    ...facts,
    estimated_usd: finished === 0 ? null : (spent / finished) * units,
    ms_left: left === 0 ? 0 : state === "running" && lately > 0 ? (left * elapsed) / lately : null,
  };
}
