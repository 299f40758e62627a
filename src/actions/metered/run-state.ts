import { OperatorError } from "../../core/errors.ts";
import type { Runs } from "../../store/runs.ts";
import { cancelOf, endOf, type RunEnd } from "./run-events.ts";
import { progressOf, type RunProgress } from "./run-progress.ts";

/** How a run stands, from what is stored: whoever works on it. @param now ms since the epoch. Throws OperatorError `run_unknown` */
export function runState(runs: Runs, id: string, now: number): RunProgress & Pick<RunEnd, "reason"> {
  const run = runs.run(id);
  if (run === null) throw new OperatorError("run_unknown", `there is no run ${id}`);
  const events = runs.events(id);
  const finished = runs.finished(id);
  const { spent_usd, reserved_usd, overrun_usd, unsettled } = runs.ledger(id);
  const held = (runs.lease(id)?.until ?? 0) > now;
  const { state, reason } = standing(events, held);
  const begun = events.findLast(({ kind }) => kind === "begun" || kind === "resumed");
  const already = (begun?.details["finished"] as number | undefined) ?? 0;
  // Calls that were cut off with an earlier process stay unsettled.
  const leftOver = (begun?.details["unsettled"] as number | undefined) ?? 0;
  const progress = progressOf({
    id,
    state,
    units: run.units,
    finished,
    in_flight: state === "running" ? Math.max(0, unsettled - leftOver) : 0,
    spent_usd,
    reserved_usd,
    cap_usd: run.cap_usd,
    overrun_usd,
    lately: finished - already,
    elapsed_ms: now - (begun?.at ?? now),
  });
  return { ...progress, reason };
}

function standing(events: ReturnType<Runs["events"]>, held: boolean): RunEnd {
  const end = endOf(events);
  if (end !== null) return end;
  if (held) return { state: "running", reason: null };
  const asked = cancelOf(events);
  if (asked !== null)
    return { state: "cancelled", reason: (asked.details["reason"] as string | undefined) ?? "asked to" };
  return { state: "interrupted", reason: events.length === 0 ? "it was never begun" : "its process ended" };
}
