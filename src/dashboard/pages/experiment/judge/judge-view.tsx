import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { judgeRunsQuery } from "../../../api/judge.ts";
import { goesOn, type RunProgress } from "../../../api/runs.ts";
import { useMay } from "../../../api/may.ts";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { SelectField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { hasBegun, type AwaitedJudge } from "./awaited.ts";
import { JudgeForm } from "./judge-form.tsx";
import { RunsCompared } from "./runs-compared.tsx";
import { LabelPairs } from "./label-pairs.tsx";
import { JudgeRun } from "./judge-run.tsx";

const route = getRouteApi("/experiments/$id");

/** Judge runs of an experiment: each never changes; another criterion is another run. */
export function JudgeView({
  id,
  awaited,
  progress,
}: {
  readonly id: string;
  readonly awaited: AwaitedJudge | null;
  readonly progress: RunProgress | null;
}) {
  const { judge, label } = route.useSearch();
  const navigate = route.useNavigate();
  const runs = useQuery(judgeRunsQuery(id, awaited !== null));
  const edits = useMay("editor");
  const open = (run: string): void => void navigate({ search: { tab: "judge", judge: run }, replace: true });
  const chosen = runs.data?.find((one) => one.id === judge) ?? runs.data?.[0];
  if (label !== undefined && chosen?.protocol === "pairwise") return <LabelPairs experiment={id} line={chosen} />;
  return (
    <>
      {runs.isPending && <Skeleton lines={4} />}
      {runs.isError && <ProblemNotice error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isSuccess && awaited !== null && !hasBegun(awaited, runs.data) && (
        <p role="status" className="mb-3 max-w-prose text-sm">
          <strong>{awaited.judge}</strong>{" "}
          {goesOn(progress)
            ? "judges these pairs by itself once the run is done, with what the cap has left then."
            : progress !== null && progress.spent_usd >= progress.cap_usd
              ? "was to judge these pairs, but the cap left nothing for it: it can be asked below, under a cap of its own."
              : "was asked for along with the run: it begins by itself once the run has come to its end. Where it does not, it can be asked below."}
        </p>
      )}
      {runs.isSuccess && runs.data.length === 0 && awaited === null && (
        <EmptyState
          title="No judge has looked at these pairs"
          command={`understudy judge ${id} --judge MODEL:PROVIDER`}
        >
          Similarity says where answers differ; a judge says whether that matters.
        </EmptyState>
      )}
      {chosen !== undefined && (
        <>
          <div className="max-w-xl">
            <SelectField
              label="Judge run"
              options={(runs.data ?? []).map((one) => ({
                value: one.id,
                label: `${one.judge}, ${one.protocol}, ${one.created_at.slice(0, 16).replace("T", " ")}, ${one.state.replaceAll("_", " ")}`,
              }))}
              value={chosen.id}
              onChange={({ target }) => open(target.value)}
            />
          </div>
          <JudgeRun key={chosen.id} line={chosen} />
          <RunsCompared chosen={chosen} lines={runs.data ?? []} />
        </>
      )}
      {edits && (
        <Section
          title="Have a judge look"
          note="Blind, in both orders, with questions mixed in whose answers are known. Nothing is sent before you have seen the price."
        >
          <JudgeForm experiment={id} first={awaited} onStarted={open} />
        </Section>
      )}
    </>
  );
}
