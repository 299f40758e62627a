import type { Exchange } from "../../core/exchange.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import type { Traffic } from "../../store/traffic.ts";
import { BASELINE_ORIGINS } from "../../replay/rows.ts";
import { timestamp } from "./timestamp.ts";

/** One recorded routing decision, in the field names of the replays API. */
export interface Decision {
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly model: string | null;
  readonly provider: string | null;
  readonly endpointId: string | null;
  readonly strategy: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
}

function decision(row: Exchange): Decision {
  return {
    requestId: row.request_id,
    timestamp: timestamp(row.created_at),
    model: row.model,
    provider: row.provider,
    endpointId: row.endpoint,
    strategy: row.strategy,
    inputTokens: row.usage === null ? null : inputTokens(row.usage),
    outputTokens: row.usage === null ? null : outputTokens(row.usage),
    latencyMs: row.latency_ms,
    costUsd: row.cost_logged ?? row.cost_list,
  };
}

/** Recorded decisions since an instant (ms), newest first. @param project null = of every project */
export function listDecisions(
  traffic: Traffic,
  { since, limit, project }: { readonly since: number; readonly limit: number; readonly project: string | null },
): { readonly decisions: readonly Decision[]; readonly count: number } {
  const filter = { from: since, origins: BASELINE_ORIGINS, ...(project === null ? {} : { project }) };
  const decisions = traffic.list(filter, limit).map(decision);
  return { decisions, count: decisions.length };
}
