import { useQueries, useQuery } from "@tanstack/react-query";
import type { JudgedPair } from "../../../../judging/judged-pair.ts";
import { judgeRunsQuery, pairVerdictQuery, type JudgeLine } from "../../../api/judge.ts";

/** What each judge run that looked at a pair said of it, the newest run first. */
export function usePairVerdicts(
  experiment: string,
  request: string,
): readonly { readonly line: JudgeLine; readonly pair: JudgedPair }[] {
  const runs = useQuery(judgeRunsQuery(experiment));
  const lines = runs.data ?? [];
  const said = useQueries({ queries: lines.map((line) => pairVerdictQuery(line, request)) });
  return lines.flatMap((line, at) => {
    const pair = said[at]?.data;
    return pair == null ? [] : [{ line, pair }];
  });
}
