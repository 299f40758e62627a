import type { Control } from "../../store/control.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import type { StoredEvent } from "../../store/webhooks.ts";

const LOOKED_BACK = 100;

/** Keeps `verdict_change` for webhooks where a run that ended has another verdict than the last one of the same pair, pack and mirror. Again, it is the same event. */
export function tellVerdict(control: Pick<Control, "shadows" | "webhooks">, run: string): void {
  const ended = control.shadows.shadowRun(run);
  const event = ended === null ? null : verdictEvent(control, ended);
  if (event !== null) control.webhooks.putEvent(event);
}

/** A mirror's day may be over before it says anything. */
function tells({ origin, finished_at: finished, summary }: StoredShadowRun): boolean {
  return finished !== null && (origin === "cli" || summary.verdict !== "needs_better_evidence");
}

function verdictEvent({ shadows }: Pick<Control, "shadows">, run: StoredShadowRun): StoredEvent | null {
  const { id, origin, primary, candidate, project, endpoint } = run;
  const { verdict } = run.summary;
  if (!tells(run)) return null;
  const before = shadows
    .shadowRuns({ primary, candidate, project, endpoint, origin, to: run.created_at + 1 }, LOOKED_BACK)
    .find((one) => one.id !== id && tells(one) && one.mirror === run.mirror && one.pack?.name === run.pack?.name);
  if (before === undefined || before.summary.verdict === verdict) return null;
  const pair = { primary, candidate, project, endpoint, pack: run.pack?.name ?? null, mirror: run.mirror };
  return {
    id: `evt_${id}_verdict`,
    type: "verdict_change",
    at: run.finished_at ?? run.created_at,
    data: { shadow_run: id, ...pair, verdict, before: { shadow_run: before.id, verdict: before.summary.verdict } },
  };
}
