import type { EndedRun, StoredEvent, Webhooks } from "../../store/webhooks.ts";

const AT_ONCE = 100;

/** Puts the events of runs that ended since the last look into the outbox, whoever ran them. `eventsOf` says which there are. */
export function noticeEnded(webhooks: Webhooks, eventsOf: (ended: EndedRun) => readonly StoredEvent[]): void {
  for (const ended of webhooks.endedRuns(AT_ONCE)) {
    for (const event of eventsOf(ended)) webhooks.putEvent(event);
    webhooks.passed(ended.number);
  }
}

/** `cap_hit` of a run that ended because its cap was reached. */
export function capHit({ number, run, kind, parent, at, details }: EndedRun): readonly StoredEvent[] {
  if (details["state"] !== "cap_reached") return [];
  return [
    { id: `evt_${run}_cap_${number}`, type: "cap_hit", at, data: { run, kind, experiment: parent ?? run, ...details } },
  ];
}
