import { counted, thousands } from "../../../core/counts.ts";
import type { Evidence } from "../../../core/evidence.ts";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { usd } from "../../../core/figures/money.ts";
import { percent } from "../../../core/figures/percent.ts";
import type { ShadowSummary, SideReliability } from "../../../shadow/summary.ts";
import { Figure, Figures } from "../../parts/figure.tsx";
import { intervalText } from "./verdicts.ts";

function chance(p: number | null): string {
  if (p === null) return "";
  return `McNemar p ${p < 0.001 ? "< 0.001" : `= ${Number(p.toPrecision(2))}`}`;
}

function answered({ asked, failed }: SideReliability): string {
  return failed === 0 ? `all ${thousands(asked)}` : `${thousands(asked - failed)} of ${thousands(asked)}`;
}

/** A summary in numbers, both sides beside each other. */
export function SummaryFigures({
  summary,
  evidence,
}: {
  readonly summary: ShadowSummary;
  readonly evidence: Evidence;
}) {
  const { comparable_n: n, reliability, latency_ms: latency, cost_usd: cost } = summary;
  const about = { n, evidence };
  return (
    <Figures>
      <Figure
        label="Success rate, shadow minus primary"
        value={percent(summary.success_rate_delta, { sign: true })}
        below={[intervalText(summary.interval), chance(summary.mcnemar_p)].filter((one) => one !== "").join(", ")}
        {...about}
      />
      <Figure
        label="Success rate"
        value={percent(summary.success_rate_shadow)}
        below={`primary ${percent(summary.success_rate_primary)}`}
        {...about}
      />
      <Figure
        label="Would fail"
        value={thousands(summary.would_fail)}
        below={
          summary.critical_losses === 0
            ? "pairs that only the primary passes"
            : `${thousands(summary.critical_losses)} of critical contracts`
        }
        {...about}
      />
      <Figure label="Answers differ" value={thousands(summary.differs)} below={`of ${counted(n, "pair")}`} {...about} />
      <Figure
        label="Latency, p50"
        value={milliseconds(latency.shadow.p50)}
        below={`primary ${milliseconds(latency.primary.p50)}; p95 ${milliseconds(latency.shadow.p95)}, primary ${milliseconds(latency.primary.p95)}`}
        {...about}
      />
      <Figure
        label="Cost of these answers"
        value={usd(cost.shadow)}
        below={`primary ${usd(cost.primary)}`}
        {...about}
      />
      <Figure
        label="Answered"
        value={answered(reliability.shadow)}
        below={`primary ${answered(reliability.primary)}`}
        n={reliability.shadow.asked}
        evidence={evidence}
      />
    </Figures>
  );
}
