import { queryOptions } from "@tanstack/react-query";
import type { DecisionTrace } from "../../core/trace.ts";
import { ask } from "./client.ts";

/** Why one request goes where it goes under a policy. */
export interface Explained extends DecisionTrace {
  /** What the log says of it; null where it was not logged. */
  readonly logged: {
    readonly target: string | null;
    readonly cost_usd: number | null;
    readonly latency_ms: number | null;
    readonly status: string;
  } | null;
}

/** Asks what a policy decides; nothing is sent to a provider. @param policy `NAME@VERSION`, or one that is written out @param subject the id of a logged request, or a request that was not logged */
export function explain(policy: unknown, subject: string | object): Promise<Explained> {
  const about = typeof subject === "string" ? { request_id: subject } : { request: subject };
  return ask<Explained>("/api/explain", { method: "POST", body: { policy, ...about } });
}

/** The same of a logged request, as something a page shows. */
export function explainQuery(policy: unknown, request: string) {
  return queryOptions({
    queryKey: ["explain", policy, request],
    queryFn: () => explain(policy, request),
    staleTime: 60_000,
    retry: false,
  });
}
