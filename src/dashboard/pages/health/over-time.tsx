import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { percent } from "../../../core/figures/percent.ts";
import type { TargetHealth } from "../../../replay/target-health.ts";
import { LineChart } from "../../parts/chart/line-chart.tsx";
import { Section } from "../../parts/page.tsx";

/** One target, stretch by stretch. @param starts ISO 8601, one a stretch */
export function OverTime({
  of: { target, all, over_time: stretches },
  starts,
}: {
  readonly of: TargetHealth;
  readonly starts: readonly string[];
}) {
  const x = starts.map((iso) => Date.parse(iso) / 1000);
  const common = {
    x,
    time: true,
    evidence: "recorded",
    writeX: (at: number) => new Date(at * 1000).toISOString().slice(0, 16).replace("T", " "),
  } as const;
  return (
    <Section title={`${target} over time`}>
      <div className="grid gap-3 lg:grid-cols-3">
        <LineChart
          {...common}
          key={`failed ${target} ${starts[0]}`}
          title="Failed requests"
          unit="share of requests"
          n={all.requests}
          writeY={(share) => percent(share)}
          lines={[
            {
              label: "failed",
              tone: "bad",
              values: stretches.map(({ failed, requests }) => (requests === 0 ? null : failed / requests)),
            },
          ]}
        />
        <LineChart
          {...common}
          key={`first ${target} ${starts[0]}`}
          title="Time to first token, median"
          unit="ms"
          n={all.ttft_n}
          writeY={(ms) => milliseconds(ms)}
          lines={[{ label: "median", tone: "candidate", values: stretches.map(({ ttft_ms: ms }) => ms) }]}
        />
        <LineChart
          {...common}
          key={`token ${target} ${starts[0]}`}
          title="Time per token, median"
          unit="ms per token"
          n={all.ms_per_token_n}
          writeY={(ms) => milliseconds(ms)}
          lines={[{ label: "median", tone: "candidate", values: stretches.map(({ ms_per_token: ms }) => ms) }]}
        />
      </div>
    </Section>
  );
}
