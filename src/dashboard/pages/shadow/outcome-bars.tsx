import { thousands } from "../../../core/counts.ts";
import type { Evidence } from "../../../core/evidence.ts";
import { percent } from "../../../core/figures/percent.ts";
import { words } from "../../../report/shadow/words.ts";
import { INCOMPARABLE_REASONS, type IncomparableReason } from "../../../shadow/comparison.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";
import { Bars, type Bar } from "../../parts/chart/bars.tsx";
import { INCOMPARABLE_MEANINGS } from "./incomparable-meanings.ts";

/** What became of the pairs, and why some could not be compared. */
export function OutcomeBars({ summary, evidence }: { readonly summary: ShadowSummary; readonly evidence: Evidence }) {
  const { comparable_n: n, incomparable_n: out } = summary;
  const bar = (label: string, value: number, of: number, tone: NonNullable<Bar["tone"]>): Bar => ({
    label,
    value,
    text: of === 0 ? thousands(value) : `${thousands(value)} (${percent(value / of)})`,
    tone,
  });
  const reasons = INCOMPARABLE_REASONS.filter((reason) => (summary.incomparable[reason] ?? 0) > 0);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Bars
        title="What became of the pairs"
        unit="pairs"
        n={n}
        evidence={evidence}
        max={Math.max(1, n)}
        bars={[
          bar("both pass", summary.both_pass, n, "good"),
          bar("losses: only the primary passes", summary.losses, n, "bad"),
          bar("wins: only the shadow passes", summary.wins, n, "candidate"),
          bar("both fail", summary.both_fail, n, "baseline"),
          bar("flaky: passed when asked again", summary.flaky, n, "warn"),
        ]}
      />
      {out > 0 && (
        <div className="flex flex-col gap-2">
          <Bars
            title="Why pairs were not compared"
            unit="pairs"
            n={out}
            evidence={evidence}
            max={out}
            bars={reasons.map((reason) => bar(words(reason), summary.incomparable[reason] ?? 0, out, "warn"))}
          />
          <Meanings reasons={reasons} />
        </div>
      )}
    </div>
  );
}

function Meanings({ reasons }: { readonly reasons: readonly IncomparableReason[] }) {
  return (
    <dl className="text-xs text-soft">
      {reasons.map((reason) => (
        <div key={reason} className="mb-1">
          <dt className="inline font-semibold">{words(reason)}: </dt>
          <dd className="inline">{INCOMPARABLE_MEANINGS[reason]}</dd>
        </div>
      ))}
    </dl>
  );
}
