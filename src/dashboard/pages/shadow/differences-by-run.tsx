import { thousands } from "../../../core/counts.ts";
import type { Evidence } from "../../../core/evidence.ts";
import { percent, percentInterval } from "../../../core/figures/percent.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";
import type { ShadowPair, ShadowRun } from "../../api/shadow.ts";
import { DifferencesAboutZero, type DifferenceRow } from "../../parts/chart/differences-about-zero.tsx";

/** Runs that are drawn, the newest. */
const MOST_RUNS = 10;

function rowOf(key: string, label: string, summary: ShadowSummary): readonly DifferenceRow[] {
  const { success_rate_delta: value, interval, comparable_n: n } = summary;
  if (value === null) return [];
  const ends = interval === null ? "" : `, 95%: ${percentInterval(interval.lower, interval.upper, { sign: true })}`;
  const text = `${percent(value, { sign: true })}${ends}, n = ${thousands(n)}`;
  return [{ key, label, value, text, interval: interval === null ? null : [interval.lower, interval.upper] }];
}

/** What the shadow passes more or less than the primary: over the window, and in each of its newest runs. */
export function DifferencesByRun({
  pair,
  runs,
  evidence,
}: {
  readonly pair: ShadowPair;
  readonly runs: readonly ShadowRun[];
  readonly evidence: Evidence;
}) {
  const whole = rowOf("window", "the window", pair.summary).map((row) => ({ ...row, strong: true }));
  const each = runs
    .slice(0, MOST_RUNS)
    .flatMap(({ id, created_at: at, summary }) => rowOf(id, at.slice(0, 16).replace("T", " "), summary));
  if (whole.length === 0) return null;
  return (
    <DifferencesAboutZero
      title="Success rate, shadow minus primary"
      unit="percentage points"
      n={pair.summary.comparable_n}
      evidence={evidence}
      rows={each.length > 1 ? [...whole, ...each] : whole}
      below="the primary passes more"
      above="the shadow passes more"
    />
  );
}
