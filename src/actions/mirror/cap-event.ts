import type { StoredMirror } from "../../store/shadow.ts";
import type { StoredEvent } from "../../store/webhooks.ts";

/** `cap_hit` of a mirror whose money for a UTC day is spent, which is told once. */
export function capEvent(mirror: StoredMirror, day: string, at: number): StoredEvent {
  const { id, project, endpoint, candidate, max_usd_per_day } = mirror;
  return {
    id: `evt_${id}_cap_${day}`,
    type: "cap_hit",
    at,
    data: { mirror: id, project, endpoint, candidate, day, max_usd_per_day },
  };
}
