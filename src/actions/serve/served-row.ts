import { stickyKey, type Origin } from "../../core/exchange.ts";
import type { AnswerEnd } from "../../core/live/live-send.ts";
import type { GuardrailFinding, LiveTrace } from "../../core/live/live-trace.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { sumOrNull, type Result } from "../../core/result.ts";
import { splitTarget } from "../../core/target.ts";
import { decisionTrace } from "../../core/trace.ts";
import type { ServedRow } from "../../store/log-writer.ts";
import type { Caller } from "./caller.ts";
import type { ClientRequest } from "./client-request.ts";
import type { LiveFeatures } from "./features.ts";
import type { LoadedEndpoint } from "./gateway-state.ts";
import type { Identity } from "./identify.ts";
import type { Planned } from "./plan-request.ts";

/** What is known of a request by the time its row is written; it is filled in on the way. */
export interface RowDraft {
  readonly request: ClientRequest;
  readonly origin: Origin;
  readonly parent: string | null;
  readonly identity: Identity;
  model: string;
  stream: boolean;
  caller: Caller;
  endpoint: LoadedEndpoint | null;
  features: LiveFeatures | null;
  planned: Planned | null;
  assembled: unknown;
  readonly findings: GuardrailFinding[];
  result: Result | null;
}

export interface RowEnd {
  readonly status: ServedRow["status"];
  readonly failure: OutcomeFailure | null;
  /** Of the answer the client got; null where no answer of a provider was passed on. */
  readonly answer: AnswerEnd | null;
  readonly latency_ms: number;
  readonly response: readonly Uint8Array[];
  readonly response_events: boolean;
  readonly dropped: readonly string[];
  readonly price_version: string;
}

/** The result with the answering attempt as it really ended: an attempt at a stream settles at its first content. */
export function ended(result: Result, end: AnswerEnd): Result {
  const { answer } = result;
  if (answer === null) return result;
  const whole = {
    ...answer,
    ok: end.ok,
    failure: end.failure,
    cost_usd: end.cost_usd,
    latency_ms: end.latency_ms,
    ttft_ms: end.ttft_ms,
    usage: end.usage,
  };
  const attempts = result.attempts.map((made) => (made.outcome === answer ? { ...made, outcome: whole } : made));
  return { ...result, answer: whole, attempts, cost_usd: sumOrNull(attempts.map(({ outcome }) => outcome.cost_usd)) };
}

export function traceOf(draft: RowDraft, result: Result | null, dropped: readonly string[]): LiveTrace {
  const { planned, features, request, endpoint } = draft;
  const decision =
    planned === null || features === null
      ? null
      : decisionTrace({
          requestId: request.request_id,
          policyName: planned.policy.name,
          plan: planned.plan,
          result,
          factsId: planned.facts.facts_id,
          sticky: stickyKey(features).kind,
        });
  return {
    decision,
    endpoint: endpoint?.label ?? null,
    attachment: planned?.policy.attachment ?? "default",
    assembled: draft.assembled,
    guardrails: draft.findings,
    dropped,
  };
}

/** The row of a request that has been answered, in one way or another; its draft's result is as it ended. */
export function servedRow(draft: RowDraft, end: RowEnd): ServedRow {
  const { request, identity, planned, caller, result } = draft;
  const target = result?.answer?.target ?? null;
  const served = target === null ? null : splitTarget(target);
  const first = result?.attempts.find(({ outcome }) => outcome === result.answer);
  const ttft = end.answer?.ttft_ms ?? null;
  return {
    request_id: request.request_id,
    parent_request_id: draft.parent,
    created_at: request.created_at,
    source: "gateway",
    source_id: null,
    origin: draft.origin,
    project: identity.project,
    endpoint: draft.endpoint?.stored.name ?? null,
    api_key: identity.key?.id ?? null,
    end_user: caller.end_user,
    session: caller.session,
    tags: caller.tags,
    metadata: caller.metadata,
    dialect: request.dialect,
    stream: draft.stream,
    model_requested: draft.model,
    model: served?.model ?? null,
    provider: served?.provider ?? null,
    strategy: planned?.plan.leaf ?? "unknown",
    config: planned?.policy.config ?? null,
    facts_id: planned?.facts.facts_id ?? null,
    planned_input_tokens: draft.features?.planned_input_tokens ?? null,
    status: end.status,
    failure: end.failure,
    usage: end.answer?.usage ?? null,
    usage_raw: end.answer?.usage_raw ?? null,
    latency_ms: end.latency_ms,
    ttft_ms: ttft === null ? null : ttft + (first?.started_ms ?? 0),
    cost_logged: result?.cost_usd ?? null,
    cost_list: end.answer?.cost_usd ?? null,
    price_version: end.price_version,
    // A recording played again is no call: it says nothing new of its target, and its cost of nothing is not the target's.
    gateway_cache_hit: result?.answer?.evidence === "recorded",
    trace: traceOf(draft, result, end.dropped),
    request: request.body,
    response: end.response,
    response_events: end.response_events,
  };
}
