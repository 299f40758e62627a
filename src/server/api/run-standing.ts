import { runState } from "../../actions/metered/run-state.ts";
import type { Store } from "../../store/control.ts";
import type { BackgroundRuns } from "./background-runs.ts";

/** How a run stands. One whose process is only starting goes on already: nobody has to take it up again. @param now ms since the epoch */
export function runStanding(
  { control }: Pick<Store, "control">,
  runs: Pick<BackgroundRuns, "working">,
  id: string,
  now: number,
): ReturnType<typeof runState> {
  const told = runState(control.runs, id, now);
  return told.state === "interrupted" && runs.working(id) ? { ...told, state: "running", reason: null } : told;
}
