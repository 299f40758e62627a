import { OperatorError } from "../../core/errors.ts";
import type { Runtime, Signal } from "../../core/send.ts";
import type { RunLease, Runs } from "../../store/runs.ts";

/** How long a worker holds a run without saying that it is still there, ms. */
export const LEASE_MS = 10_000;
const LOOK_MS = 250;

export interface TakeParts {
  readonly runs: Runs;
  readonly runtime: Runtime;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly signal: Signal;
  /** Told, once, that a worker which may be dead is waited for. */
  readonly onWait: (holder: RunLease) => void;
}

/**
 * Takes a run for a worker. One that another worker holds is watched: a worker that is alive renews, a dead one's lease runs out.
 * Throws OperatorError `run_busy`.
 */
export async function takeRun(
  { runs, runtime, now, signal, onWait }: TakeParts,
  id: string,
  worker: string,
): Promise<void> {
  let seen: RunLease | null = null;
  while (!runs.claim(id, worker, now(), now() + LEASE_MS)) {
    const holder = runs.lease(id);
    if (holder === null) continue;
    const moved = seen !== null && (holder.worker !== seen.worker || holder.until !== seen.until);
    if (moved || signal.aborted) {
      const until = new Date(holder.until).toISOString();
      throw new OperatorError(
        "run_busy",
        `${id} is being worked on by ${holder.worker}, which holds it until ${until} at least`,
      );
    }
    if (seen === null) onWait(holder);
    seen = holder;
    await runtime.sleep(LOOK_MS, signal);
  }
}
