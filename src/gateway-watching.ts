import { watching, type WatchAlarm, type Watching } from "./actions/promote/watch/watching.ts";
import type { Tell } from "./server/log-lines.ts";
import type { Control } from "./store/control.ts";

interface WatchingOptions {
  readonly control: Control;
  readonly now: () => number;
  readonly newId: () => string;
  readonly tell: Tell;
  /** Told of each alarm besides the log; must not throw. */
  readonly onAlarm: (alarm: WatchAlarm) => void;
}

/** The watches of a gateway, whose alarms are lines of its log. */
export function startWatching({ control, now, newId, tell, onAlarm }: WatchingOptions): Watching {
  return watching({
    control,
    now,
    newId,
    onAlarm(alarm) {
      const { watch, experiment, scope, figure, rolled_back } = alarm;
      tell("warn", "what was promoted exceeds a limit", { watch, experiment, scope, ...figure, rolled_back });
      onAlarm(alarm);
    },
    onEnd: ({ id: watch }, reason) => tell("info", "a watch has ended", { watch, reason }),
  });
}
