import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Bucket } from "../../compare/bucket.ts";
import type { HumanLabel } from "../../judging/human-labels.ts";
import type { ShownAnswer } from "../../judging/material.ts";
import { ask } from "./client.ts";

/** A judged pair without a word of who answered what. */
export interface PairToLabel {
  readonly request_id: string;
  readonly bucket: Bucket;
  readonly request: unknown;
  readonly a: ShownAnswer;
  readonly b: ShownAnswer;
}

/** What somebody says of a pair: of the replay, or of the answers as a blind pair shows them. */
export interface SaidOfPair {
  readonly request_id: string;
  readonly verdict: HumanLabel["verdict"] | "A" | "B" | "tie";
}

/** What people say of the pairs of an experiment. */
export function labelsQuery(experiment: string) {
  return queryOptions({
    queryKey: ["labels", experiment],
    queryFn: async ({ signal }) =>
      (
        await ask<{ readonly labels: readonly HumanLabel[] }>(
          `/api/experiments/${encodeURIComponent(experiment)}/labels`,
          { signal },
        )
      ).labels,
  });
}

/** Pairs of a judge run to be labelled, the same ones every time. */
export function toLabelQuery(run: string) {
  return queryOptions({
    queryKey: ["judge-runs", "to-label", run],
    queryFn: async ({ signal }) =>
      (
        await ask<{ readonly pairs: readonly PairToLabel[] }>(`/api/judge-runs/${encodeURIComponent(run)}/to-label`, {
          signal,
        })
      ).pairs,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Keeps what somebody says of a pair, in place of what they said before; judge runs are then held against it anew. */
export function useLabelling(experiment: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SaidOfPair) =>
      ask<HumanLabel>(`/api/experiments/${encodeURIComponent(experiment)}/labels`, { method: "POST", body }),
    onSuccess: (label) => {
      client.setQueryData<readonly HumanLabel[]>(labelsQuery(experiment).queryKey, (before = []) => [
        ...before.filter(({ request_id: id, who }) => id !== label.request_id || who !== label.who),
        label,
      ]);
      void client.invalidateQueries({ queryKey: ["judge-runs", "one"] });
    },
  });
}
