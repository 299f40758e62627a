import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import { thousands } from "../../../../core/counts.ts";
import { SCORE_BANDS } from "../../../../judging/equivalence-result.ts";
import type { JudgeResult } from "../../../../judging/judge-result.ts";
import { Bars, Histogram } from "../../../parts/chart/bars.tsx";
import { Figure, Figures } from "../../../parts/figure.tsx";

const { equivalent, degraded } = SCORE_BANDS;
const BANDS = [
  ["equivalent", `${equivalent} and above: does the same`, "good"],
  ["degraded", `${degraded} to ${equivalent}: some loss, read them`, "warn"],
  ["low", `below ${degraded}: the replay struggles`, "bad"],
] as const;

/** Quality scores from 0 to 1: their mean, how they are spread, and what they mean. */
export function Scores({ result }: { readonly result: JudgeResult & { readonly protocol: "equivalence" } }) {
  const { mean_score: mean, mean_score_ci_95: ends, histogram, bands, judged_count: n } = result;
  const evidence = mean === null ? "unidentified" : "measured";
  return (
    <>
      <Figures>
        <Figure
          label="Mean quality score, of 1"
          value={mean === null ? "–" : mean.toFixed(3)}
          below={mean === null ? "no interval" : `95%: ${ends.lower.toFixed(3)} to ${ends.upper.toFixed(3)}`}
          evidence={evidence}
          n={n}
        />
      </Figures>
      <div className="grid gap-4 lg:grid-cols-2">
        <Histogram
          title="Quality scores"
          unit="pairs"
          evidence={evidence}
          bins={histogram.map((count, at) => ({
            from: at / histogram.length,
            to: (at + 1) / histogram.length,
            count,
          }))}
          write={(value) => value.toFixed(2)}
        />
        <Bars
          title="What the scores mean"
          unit="share of pairs"
          n={n}
          evidence={evidence}
          max={1}
          between={percentInterval}
          bars={BANDS.map(([name, label, tone]) => {
            const { count, share, ci_95: band } = bands[name];
            return {
              label,
              value: share ?? 0,
              text: `${thousands(count)}, ${percent(share)} (95%: ${percentInterval(band.lower, band.upper)})`,
              interval: [band.lower, band.upper],
              tone,
            };
          })}
        />
      </div>
    </>
  );
}
