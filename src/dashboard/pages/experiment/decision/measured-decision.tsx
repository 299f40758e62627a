import { useQueries, useQuery } from "@tanstack/react-query";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import { answeredSteps } from "../../../../report/measured/answered-steps.ts";
import { judgeQuery, judgeRunsQuery } from "../../../api/judge.ts";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { DecisionView } from "./decision-view.tsx";

/** The decision on a measured experiment, from its result and what judges said of its pairs. */
export function MeasuredDecision({ result }: { readonly result: ExperimentResult }) {
  const runs = useQuery(judgeRunsQuery(result.id));
  const said = (runs.data ?? []).filter(({ finished }) => finished > 0);
  const judges = useQueries({ queries: said.map((one) => judgeQuery(one)) });
  const failed = [runs, ...judges].find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined) return <ProblemNotice error={failed.error} retry={() => void failed.refetch()} />;
  const found = judges.flatMap(({ data }) => (data === undefined ? [] : [data]));
  if (runs.data === undefined || found.length < said.length)
    return <Skeleton lines={6} label="Asking what judges said" />;
  return <DecisionView result={result} steps={answeredSteps(result, found)} />;
}
