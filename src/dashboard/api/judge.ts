import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Bucket } from "../../compare/bucket.ts";
import type { CrossCheck } from "../../judging/cross-check.ts";
import type { JudgeResult } from "../../judging/judge-result.ts";
import type { JudgedPair } from "../../judging/judged-pair.ts";
import type { Protocol } from "../../judging/protocol.ts";
import { ask } from "./client.ts";
import { goesOn, type RunProgress } from "./runs.ts";

/** A judge run in the list of an experiment. */
export interface JudgeLine {
  readonly id: string;
  readonly judge: string;
  readonly protocol: Protocol;
  readonly rubric: { readonly criterion: string };
  readonly bucket: Bucket | null;
  /** ISO 8601. */
  readonly created_at: string;
  readonly state: RunProgress["state"];
  readonly units: number;
  readonly finished: number;
  readonly spent_usd: number;
  readonly cap_usd: number;
}

/** What a judge is asked. */
export interface AskedJudging {
  readonly judge: string;
  readonly criterion?: string;
  readonly protocol: Protocol;
  /** Pairs; as many as the cap admits, at most 300, where it is not said. */
  readonly n?: number;
  /** Only pairs of one. */
  readonly bucket?: Bucket;
  readonly max_spend_usd: number;
}

/** What would be asked, and what it costs. */
interface JudgePreview {
  readonly n: number;
  readonly price: { readonly expected_usd: number | null };
  readonly cap_usd: number;
  readonly rubric: { readonly criterion: string };
  readonly warnings: readonly string[];
}

const AGAIN_MS = 3_000;

/** Judge runs of an experiment, newest first. @param awaited whether one may come by itself */
export function judgeRunsQuery(experiment: string, awaited = false) {
  return queryOptions({
    queryKey: ["judge-runs", "list", experiment],
    queryFn: async ({ signal }) =>
      (
        await ask<{ readonly judge_runs: readonly JudgeLine[] }>(
          `/api/experiments/${encodeURIComponent(experiment)}/judge-runs`,
          { signal },
        )
      ).judge_runs,
    refetchInterval: ({ state }) =>
      state.data?.some(goesOn) === true || (awaited && state.data?.length === 0) ? AGAIN_MS : false,
  });
}

/** How a run stands: once it has ended, what was asked of it before is asked again. */
type Standing = Pick<JudgeLine, "id" | "state">;

/** What a judge run found so far. */
export function judgeQuery({ id, state }: Standing) {
  return queryOptions({
    queryKey: ["judge-runs", "one", id, state],
    queryFn: ({ signal }) => ask<JudgeResult>(`/api/judge-runs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: goesOn({ state }) ? AGAIN_MS : false,
    placeholderData: keepPreviousData,
  });
}

/** What it said of single pairs, the worst first. @param verdict "" = all */
export function verdictsQuery({ id, state }: Standing, verdict: string) {
  return queryOptions({
    queryKey: ["judge-runs", "verdicts", id, state, verdict],
    refetchInterval: goesOn({ state }) ? AGAIN_MS : false,
    queryFn: async ({ signal }) =>
      (
        await ask<{ readonly pairs: readonly JudgedPair[] }>(`/api/judge-runs/${encodeURIComponent(id)}/verdicts`, {
          query: { verdict, lowest: true, limit: 200 },
          signal,
        })
      ).pairs,
  });
}

/** What it said of one pair; null where it did not judge it. */
export function pairVerdictQuery({ id, state }: Standing, request: string) {
  return queryOptions({
    queryKey: ["judge-runs", "verdict", id, state, request],
    queryFn: async ({ signal }) => {
      const path = `/api/judge-runs/${encodeURIComponent(id)}/verdicts`;
      const query = { request_id: request };
      return (await ask<{ readonly pairs: readonly JudgedPair[] }>(path, { query, signal })).pairs[0] ?? null;
    },
  });
}

/** How far two runs say the same of the pairs that both judged. */
export function crossCheckQuery(one: Standing, other: Standing) {
  return queryOptions({
    queryKey: ["judge-runs", "compare", one.id, one.state, other.id, other.state],
    queryFn: ({ signal }) =>
      ask<CrossCheck>(`/api/judge-runs/${encodeURIComponent(one.id)}/compare`, { query: { other: other.id }, signal }),
  });
}

function judging<T>(experiment: string, asked: AskedJudging, preview: boolean): Promise<T> {
  const body = { ...asked, preview };
  return ask<T>(`/api/experiments/${encodeURIComponent(experiment)}/judge-runs`, { method: "POST", body });
}

/** What a judge run would ask and cost: nothing is sent. */
export async function previewJudging(experiment: string, asked: AskedJudging): Promise<JudgePreview> {
  return (await judging<{ readonly preview: JudgePreview }>(experiment, asked, true)).preview;
}

/** Has a model judge the pairs of an experiment. */
export function startJudging(experiment: string, asked: AskedJudging): Promise<{ readonly id: string }> {
  return judging<{ readonly id: string }>(experiment, asked, false);
}
