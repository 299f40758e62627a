import { useQuery } from "@tanstack/react-query";
import { counted, thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { JudgeResult } from "../../../../judging/judge-result.ts";
import { wilson } from "../../../../stats/wilson.ts";
import { judgeQuery, type JudgeLine } from "../../../api/judge.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { RunPanel } from "../../../parts/run-panel.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";
import { Notes } from "../shown/notes.tsx";
import { Breakdown } from "./breakdown.tsx";
import { Labels } from "./labels.tsx";
import { Scores } from "./scores.tsx";
import { Verdicts } from "./verdicts.tsx";

/** What one judge run found, with how far it can be trusted. */
export function JudgeRun({ line }: { readonly line: JudgeLine }) {
  const found = useQuery(judgeQuery(line));
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
      <p className="mt-3 max-w-4xl text-sm wrap-anywhere">“{line.rubric.criterion}”</p>
      <RunPanel path="judge-runs" progress={progress} unit="Questions" stale={["judge-runs"]} />
      {found.isPending && <Skeleton lines={6} />}
      {found.isError && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data !== undefined && <Found result={found.data} line={line} />}
    </>
  );
}

function Found({ result, line }: { readonly result: JudgeResult; readonly line: JudgeLine }) {
  const { judged_count: n, canaries, unjudged, notes } = result;
  const known = wilson(canaries.passed, canaries.asked);
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
          below={`${canaries.void ? "too few: the run is void" : "enough"}; 95%: ${percentInterval(known.lower, known.upper)}`}
          evidence="measured"
          n={canaries.asked}
        />
        <Figure
          label="Without a verdict"
          value={counted(unjudged.count, "pair")}
          below={`${percent(unjudged.share)}: in no share, and never equivalent${unjudged.show_worst_case ? `; all worse would make ${percent(unjudged.worst_case.worse)} worse` : ""}; ${COUNTED}`}
          evidence="measured"
          n={n + unjudged.count}
        />
      </Figures>
      {result.protocol === "pairwise" && <Labels run={result.id} human={result.human} />}
      <Verdicts line={line} />
      <Notes notes={notes} />
    </div>
  );
}
