import { useQuery } from "@tanstack/react-query";
import { counted, thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { JudgeResult } from "../../../../judging/judge-result.ts";
import { judgeQuery, type JudgeLine } from "../../../api/judge.ts";
import { goesOn } from "../../../api/runs.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Histogram } from "../../../parts/chart/bars.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { RunPanel } from "../../../parts/run-panel.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { Notes } from "../shown/notes.tsx";
import { Breakdown } from "./breakdown.tsx";
import { Verdicts } from "./verdicts.tsx";

/** What one judge run found, with how far it can be trusted. */
export function JudgeRun({ line }: { readonly line: JudgeLine }) {
  const found = useQuery(judgeQuery(line.id, goesOn(line)));
  const progress = {
    ...line,
    reason: null,
    in_flight: 0,
    reserved_usd: 0,
    overrun_usd: 0,
    estimated_usd: null,
    ms_left: null,
  };
  return (
    <>
      <p className="mt-3 max-w-prose text-sm wrap-anywhere">“{line.rubric.criterion}”</p>
      <RunPanel path="judge-runs" progress={progress} unit="Questions" stale={["judge-runs"]} />
      {found.isPending && <Skeleton lines={6} />}
      {found.isError && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data !== undefined && <Found result={found.data} />}
    </>
  );
}

function Found({ result }: { readonly result: JudgeResult }) {
  const { judged_count: n, canaries, unjudged, notes, id } = result;
  return (
    <div className="mt-4 flex flex-col gap-4">
      {canaries.void && (
        <p role="alert" className="rounded-md border border-bad bg-bad-soft p-3 text-sm">
          This judge got questions wrong whose answers are known: nothing of this run counts.
        </p>
      )}
      {result.protocol === "pairwise" ? <Breakdown result={result} /> : <Scores result={result} />}
      <Figures>
        {result.protocol === "pairwise" && (
          <Figure
            label="Same verdict in both orders"
            value={percent(result.consistency.share)}
            below={`95%: ${percentInterval(result.consistency.ci_95.lower, result.consistency.ci_95.upper)}${result.consistency.flagged ? "; it leans to one place" : ""}`}
            evidence={result.consistency.share === null ? "unidentified" : "measured"}
            n={result.consistency.pairs}
          />
        )}
        <Figure
          label="Known questions answered right"
          value={`${thousands(canaries.passed)} of ${thousands(canaries.asked)}`}
          below={canaries.void ? "too few: the run is void" : "enough"}
          evidence="measured"
          n={canaries.asked}
        />
        <Figure
          label="Without a verdict"
          value={counted(unjudged.count, "pair")}
          below={`${percent(unjudged.share)}: in no share, and never equivalent${unjudged.show_worst_case ? `; all worse would make ${percent(unjudged.worst_case.worse)} worse` : ""}`}
          evidence="measured"
          n={n + unjudged.count}
        />
      </Figures>
      <Verdicts id={id} pairwise={result.protocol === "pairwise"} />
      <Notes notes={notes} />
    </div>
  );
}

function Scores({ result }: { readonly result: JudgeResult & { readonly protocol: "equivalence" } }) {
  const { mean_score: mean, mean_score_ci_95: ends, histogram, judged_count: n } = result;
  return (
    <>
      <Figures>
        <Figure
          label="Mean score"
          value={mean === null ? "–" : mean.toFixed(3)}
          below={`95%: ${ends.lower.toFixed(3)} to ${ends.upper.toFixed(3)}`}
          evidence={mean === null ? "unidentified" : "measured"}
          n={n}
        />
      </Figures>
      <Histogram
        title="Quality scores"
        unit="pairs"
        evidence="measured"
        bins={histogram.map((count, at) => ({ from: at / histogram.length, to: (at + 1) / histogram.length, count }))}
        write={(value) => value.toFixed(2)}
      />
    </>
  );
}
