import type { Control } from "../../store/control.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import type { StoredEvent } from "../../store/webhooks.ts";

const LOOKED_BACK = 100;

/** `verdict_change` of a run that ended: where its verdict is another than that of the last run of the same pair, pack and mirror; else null. */
export function verdictEvent({ shadows }: Pick<Control, "shadows">, run: StoredShadowRun): StoredEvent | null {
  const { id, origin, primary, candidate, project, endpoint } = run;
  const { verdict } = run.summary;
  const before = shadows
    .shadowRuns({ primary, candidate, project, endpoint, origin, to: run.created_at + 1 }, LOOKED_BACK)
    .find(
      (one) =>
        one.id !== id && one.finished_at !== null && one.mirror === run.mirror && one.pack?.name === run.pack?.name,
    );
  if (before === undefined || before.summary.verdict === verdict) return null;
  const pair = { primary, candidate, project, endpoint, pack: run.pack?.name ?? null, mirror: run.mirror };
  return {
    id: `evt_${id}_verdict`,
    type: "verdict_change",
    at: run.finished_at ?? run.created_at,
    data: { shadow_run: id, ...pair, verdict, before: { shadow_run: before.id, verdict: before.summary.verdict } },
  };
}
