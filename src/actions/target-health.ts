import { targetHealth, type TargetHealth } from "../replay/target-health.ts";
import type { Traffic } from "../store/traffic.ts";

/** How targets did over the last hours of a log, in stretches. Times are ms since the epoch; null: the log is empty. */
export interface LookedAtHealth {
  readonly from: number | null;
  readonly to: number | null;
  readonly starts: readonly number[];
  readonly targets: readonly TargetHealth[];
}

const HOUR_MS = 3_600_000;
const STRETCHES = 24;

/** Looks at the hours before the newest row, which of a log that was imported may be long ago. */
export function lookAtHealth(traffic: Traffic, hours: number): LookedAtHealth {
  const { newest } = traffic.stats();
  if (newest === null) return { from: null, to: null, starts: [], targets: [] };
  const to = newest + 1;
  const from = to - hours * HOUR_MS;
  const starts = Array.from({ length: STRETCHES }, (_, at) => from + Math.floor((at * (to - from)) / STRETCHES));
  return { from, to, starts, targets: targetHealth(traffic.frame({ from, to }), { from, to, stretches: STRETCHES }) };
}
