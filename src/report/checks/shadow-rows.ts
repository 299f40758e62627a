import { counted, thousands } from "../../core/counts.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ShadowPipeline } from "../../shadow/pipeline.ts";
import { incomparableReasons, words } from "../shadow/words.ts";
import { findingText } from "./case-words.ts";

/** What was asked for a name and how it came out, in words. */
export type NamedRow = readonly [string, string];

/** A shadow run in sum; the verdict stands apart. */
export function shadowRows({ summary, compared, executed, error }: ShadowPipeline): readonly NamedRow[] {
  const { interval, incomparable, cost_usd: cost, latency_ms: latency } = summary;
  const ends = interval === null ? "" : ` (95%: ${percentInterval(interval.lower, interval.upper, { sign: true })})`;
  const reasons = incomparableReasons(incomparable);
  return [
    [
      "pairs",
      `${thousands(compared)} of ${counted(executed, "request")} answered by both, ${summary.comparable_n} comparable`,
    ],
    ...(reasons === "" ? [] : [["not comparable", reasons] as const]),
    [
      "would fail",
      `${summary.would_fail}${summary.critical_losses > 0 ? `, ${summary.critical_losses} critical` : ""}`,
    ],
    ["differs", thousands(summary.differs)],
    ["success rate", `${percent(summary.success_rate_primary)}, the shadow ${percent(summary.success_rate_shadow)}`],
    ["difference", `${percent(summary.success_rate_delta, { sign: true })}${ends}`],
    ["cost", `${usd(cost.primary)}, the shadow ${usd(cost.shadow)}`],
    ["latency p50", `${milliseconds(latency.primary.p50)}, the shadow ${milliseconds(latency.shadow.p50)}`],
    ["confidence", words(summary.confidence_label)],
    ...(error === null ? [] : [["went wrong", error] as const]),
  ];
}

/** A pair that the shadow would fail, and why. */
export interface ShadowLoss {
  readonly contract: string;
  readonly case: string;
  readonly trial: number;
  readonly critical: boolean;
  readonly why: string;
}

/** Critical ones first. */
export function shadowLosses({ comparisons }: ShadowPipeline): readonly ShadowLoss[] {
  return comparisons
    .filter(({ result }) => result === "loss")
    .map(({ contract, case: id, trial, critical_loss, steps }) => ({
      contract: contract ?? "",
      case: id ?? "",
      trial,
      critical: critical_loss,
      why: steps
        .flatMap(({ shadow_findings }) => shadow_findings.filter(({ status }) => status === "failed").map(findingText))
        .slice(0, 3)
        .join("; "),
    }))
    .toSorted((a, b) => Number(b.critical) - Number(a.critical));
}
