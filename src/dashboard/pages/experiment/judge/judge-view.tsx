import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { judgeRunsQuery } from "../../../api/judge.ts";
import { useMay } from "../../../api/may.ts";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { SelectField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { JudgeForm } from "./judge-form.tsx";
import { RunsCompared } from "./runs-compared.tsx";
import { LabelPairs } from "./label-pairs.tsx";
import { JudgeRun } from "./judge-run.tsx";

const route = getRouteApi("/experiments/$id");

/** Judge runs of an experiment: each never changes; another criterion is another run. */
export function JudgeView({ id }: { readonly id: string }) {
  const { judge, label } = route.useSearch();
  const navigate = route.useNavigate();
  const runs = useQuery(judgeRunsQuery(id));
  const edits = useMay("editor");
  const open = (run: string): void => void navigate({ search: { tab: "judge", judge: run }, replace: true });
  const chosen = runs.data?.find((one) => one.id === judge) ?? runs.data?.[0];
  if (label !== undefined && chosen?.protocol === "pairwise") return <LabelPairs experiment={id} line={chosen} />;
  return (
    <>
      {runs.isPending && <Skeleton lines={4} />}
      {runs.isError && <ProblemNotice error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isSuccess && runs.data.length === 0 && (
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
          <JudgeForm experiment={id} onStarted={open} />
        </Section>
      )}
    </>
  );
}
