import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { thousands } from "../../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../../core/figures/milliseconds.ts";
import type { Policy } from "../../../core/policy.ts";
import type { SimulationResult } from "../../../replay/result.ts";
import { frameQuery, MOST_IN_FRAME } from "../../api/frames.ts";
import { problemOf } from "../../api/problem.ts";
import { RouteFlowChart } from "../../parts/chart/route-flow.tsx";
import { Figure, Figures } from "../../parts/figure.tsx";
import { between } from "../../parts/interval-text.ts";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { CostFigure, ErrorsFigure, RefinedFigure, SavingFigure } from "../../parts/simulated-figures.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { PreviewMistake } from "../../preview/messages.ts";
import { filterOf, formMistakes, policyOf, sampleOf, windowOf } from "./asked.ts";
import type { RunForm } from "./form-names.ts";
import { usePreview } from "./use-preview.ts";

/** What routing alone would come to, while the policy is written: replayed in this browser, nothing is stored. */
export function PreviewPart({
  form,
  settled,
  onMistake,
}: {
  readonly form: RunForm;
  readonly settled: RunForm;
  /** Hears why the policy cannot be replayed; null while it can. */
  readonly onMistake: (mistake: PreviewMistake | null) => void;
}) {
  const { from, metadata, sample } = formMistakes(settled);
  const frame = useQuery({
    ...frameQuery(windowOf(settled), filterOf(settled), sampleOf(settled).sample),
    enabled: from === undefined && metadata === undefined && sample === undefined,
  });
  const policy: Policy | null = policyOf(form);
  const { result, mistake } = usePreview(frame.data, policy);
  useEffect(() => {
    onMistake(mistake);
    return () => onMistake(null);
  }, [mistake, onMistake]);
  const problem = frame.isError ? problemOf(frame.error) : null;
  // What of a window or a filter is refused, or fits nothing, is said where rows are counted.
  const told = problem === null || problem.kind === "refused" || problem.code === "window_empty";
  return (
    <Section
      title="Preview"
      note="Replayed in this browser by routing alone, while the policy is written; nothing is stored."
    >
      {!told && <ProblemNotice error={problem} retry={() => void frame.refetch()} />}
      {frame.isFetching && result === null && <Skeleton lines={3} label="Loading the columns of the log" />}
      {policy === null && result === null && <p className="text-sm text-soft">There is no policy to replay yet.</p>}
      {mistake !== null && (
        <p role="status" className="mb-2 text-sm text-bad">
          {mistake.message}
          {mistake.hint === "" ? "" : `. ${mistake.hint}`}
        </p>
      )}
      {result !== null && <Shown result={result} asked={sampleOf(settled).sample} />}
    </Section>
  );
}

/** Which of the window's requests these are; null where they are all of them. @param asked the sample of the run */
function sampledText(
  { sample, window_requests: all }: SimulationResult,
  asked: number | "all" | undefined,
): string | null {
  if (sample.rows === all) return null;
  const rows = `A sample of ${thousands(sample.rows)} of ${thousands(all)} requests, drawn by hash`;
  const more = asked === "all" ? all : Math.min(all, asked ?? 0);
  return more > MOST_IN_FRAME
    ? `${rows}; the run takes ${more === all ? "all of them" : thousands(more)}.`
    : `${rows}: the very ones that the run takes.`;
}

function Shown({ result, asked }: { readonly result: SimulationResult; readonly asked: number | "all" | undefined }) {
  const { baseline, candidate, requests, route_flow: flows } = result;
  const sampled = sampledText(result, asked);
  const { latency } = candidate;
  const times = [
    { label: "Median latency", before: baseline.p50_ms, after: candidate.p50_ms, ends: latency.p50_ci_95 },
    { label: "95th percentile of latency", before: baseline.p95_ms, after: candidate.p95_ms, ends: latency.p95_ci_95 },
  ];
  return (
    <div className="flex flex-col gap-3" aria-live="off">
      {sampled !== null && <p className="text-sm text-soft">{sampled}</p>}
      <Figures>
        <SavingFigure result={result} />
        <CostFigure
          result={result}
          label={sampled === null ? "Cost of these requests" : `Cost of the ${thousands(requests)} sampled`}
        />
        {times.map(({ label, before, after, ends }) => (
          <Figure
            key={label}
            label={label}
            value={`${milliseconds(before)} → ${milliseconds(after)}`}
            below={between(ends, millisecondsInterval)}
            evidence={latency.evidence}
            n={latency.n}
            estimand="future"
          />
        ))}
        <ErrorsFigure result={result} />
        <RefinedFigure result={result} doubt="these being a sample of them" evidence={candidate.evidence} />
      </Figures>
      <RouteFlowChart flows={flows} evidence={candidate.evidence} />
    </div>
  );
}
