import type { Evidence } from "../../../../core/evidence.ts";
import type { TimeBin } from "../../../../stats/time-histogram.ts";
import { TimeSpread } from "../../../parts/chart/time-spread.tsx";
import { Section } from "../../../parts/page.tsx";
import { LatencyBars, type Times } from "./latency-bars.tsx";

/** How the times of both sides are spread, and their median, mean and 95th percentile. */
export function Latency({
  baseline,
  candidate,
  spread,
}: {
  readonly baseline: Times;
  readonly candidate: Times;
  /** Missing from results of before it was kept; a side is null where it cannot be told. */
  readonly spread: { readonly baseline: readonly TimeBin[]; readonly candidate: readonly TimeBin[] | null } | undefined;
}) {
  const evidence = (bins: readonly TimeBin[] | null, of: Evidence): Evidence =>
    bins === null || bins.length === 0 ? "unidentified" : of;
  const told = spread !== undefined && spread.baseline.length + (spread.candidate?.length ?? 0) > 0;
  return (
    <Section title="Latency">
      <div className="grid gap-4 lg:grid-cols-2">
        {told && (
          <TimeSpread
            title="How latencies are spread"
            baseline={{ bins: spread.baseline, evidence: evidence(spread.baseline, baseline.evidence) }}
            candidate={{ bins: spread.candidate ?? [], evidence: evidence(spread.candidate, candidate.evidence) }}
          />
        )}
        <LatencyBars baseline={baseline} candidate={candidate} />
      </div>
    </Section>
  );
}
