import type { StoredEvent } from "../../store/webhooks.ts";
import type { WatchAlarm } from "../promote/watch/watching.ts";

/** `watch_alarm` of a promotion that exceeds a limit, which is told once. */
export function alarmEvent({ at, ...alarm }: WatchAlarm): StoredEvent {
  return { id: `evt_${alarm.watch}_${alarm.figure.limit}`, type: "watch_alarm", at, data: alarm };
}
