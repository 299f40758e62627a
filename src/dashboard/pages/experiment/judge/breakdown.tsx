import { BUCKETS } from "../../../../compare/bucket.ts";
import { counted } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { JudgeResult } from "../../../../judging/judge-result.ts";
import { VERDICTS, type Intervals, type Shares } from "../../../../judging/verdict-shares.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Bars } from "../../../parts/chart/bars.tsx";
import { Figure, Figures } from "../../../parts/figure.tsx";

const TONES = { better: "good", equivalent: "baseline", worse: "bad" } as const;

/** Verdicts with their whiskers: of the window, and bucket by bucket. */
export function Breakdown({ result }: { readonly result: JudgeResult & { readonly protocol: "pairwise" } }) {
  const { window, decision, by_bucket: buckets, judged_count: n } = result;
  return (
    <>
      <Figures>
        <Figure
          label="The judge's verdict"
          value={
            <Badge
              tone={
                decision.decision === "better" || decision.decision === "no_worse"
                  ? "good"
                  : decision.decision === "worse" || decision.decision === "harmful"
                    ? "bad"
                    : "warn"
              }
            >
              {decision.decision.replaceAll("_", " ")}
            </Badge>
          }
          below={`better less worse ${percent(decision.net.estimate, { sign: true })}, above ${percent(decision.net.lower_95, { sign: true, bound: "lower" })} with 95%; margin ${percent(decision.margin)}${decision.withheld === null ? "" : `; ${decision.withheld}`}`}
          evidence={decision.net.estimate === null ? "unidentified" : "measured"}
          n={n}
        />
      </Figures>
      <div className="grid gap-4 lg:grid-cols-2">
        <VerdictBars
          title="Verdicts, of the window"
          note={`${window.of}. Whiskers: MOVER over Wilson’s intervals.`}
          n={n}
          shares={window.breakdown}
          intervals={window.ci_95}
        />
        {BUCKETS.flatMap((bucket) => {
          const found = buckets[bucket];
          return found === undefined
            ? []
            : [
                <VerdictBars
                  key={bucket}
                  title={`Verdicts, of bucket ${bucket}`}
                  note={`${counted(found.pairs, "pair")} of the experiment. Whiskers: Wilson’s intervals.`}
                  n={found.n}
                  shares={found.verdicts}
                  intervals={found.ci_95}
                />,
              ];
        })}
      </div>
    </>
  );
}

function VerdictBars({
  title,
  note,
  n,
  shares,
  intervals,
}: {
  readonly title: string;
  readonly note: string;
  readonly n: number;
  readonly shares: Shares;
  readonly intervals: Intervals;
}) {
  return (
    <Bars
      title={title}
      note={note}
      unit="share of pairs"
      n={n}
      evidence={VERDICTS.every((one) => shares[one] === null) ? "unidentified" : "measured"}
      max={1}
      between={percentInterval}
      bars={VERDICTS.flatMap((verdict) => {
        const share = shares[verdict];
        const { lower, upper } = intervals[verdict];
        return share === null
          ? []
          : [
              {
                label: verdict,
                value: share,
                text: `${percent(share)} (95%: ${percentInterval(lower, upper)})`,
                interval: [lower, upper] as const,
                tone: TONES[verdict],
              },
            ];
      })}
    />
  );
}
