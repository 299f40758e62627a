import { sumOrNull } from "../../core/result.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import type { ShadowSide } from "../../shadow/comparison.ts";
import type { RowToAsk } from "../measure/call-row.ts";
import type { Planned } from "../serve/plan-request.ts";
import type { ServedEvent } from "../serve/serve.ts";

/** A live request that a mirror asks of its candidate too, with what its caller was answered: all of it plain data, which a thread can be handed. */
export interface Mirrored {
  /** Id of the mirror. */
  readonly mirror: string;
  readonly asked: Omit<RowToAsk, "body">;
  /** Of the endpoint, as it served the caller; null where there was none. */
  readonly endpoint_version: number | null;
  readonly primary: Omit<ShadowSide, "answer">;
  /** The candidate's plan sees what the caller's saw: this snapshot, and how much its end user uses. */
  readonly facts_id: string;
  readonly spend_percentile: number | null;
  /** The client's body, as it came. */
  readonly request: Uint8Array;
  /** What the caller was sent, in the pieces it went in: a JSON document, or (`response_events`) a stream. */
  readonly response: readonly Uint8Array[];
  readonly response_events: boolean;
}

/** A live request whose plan a provider was asked by. */
export type MirrorableEvent = ServedEvent & { readonly draft: { readonly planned: Planned } };

/** Live requests that a provider was asked for and that their callers waited for: nothing else is mirrored. */
export function isMirrorable(event: ServedEvent): event is MirrorableEvent {
  const { draft, outcome } = event;
  if (draft.origin !== "live" || outcome === "cancelled") return false;
  if (draft.request.dialect === "embeddings") return false;
  return draft.planned !== null && draft.result !== null && draft.result.attempts.length > 0;
}

export function mirroredOf(mirror: string, event: MirrorableEvent): Mirrored {
  const { draft, outcome, failure, latency_ms, response, response_events } = event;
  const { request, identity, endpoint, caller, result } = draft;
  const given = result?.answer ?? null;
  const usage = given?.usage ?? null;
  const { facts } = draft.planned;
  return {
    mirror,
    asked: {
      request_id: request.request_id,
      created_at: request.created_at,
      project: identity.project,
      endpoint: endpoint?.stored.name ?? null,
      api_key: identity.key?.id ?? null,
      end_user: caller.end_user,
      tags: caller.tags,
      metadata: caller.metadata,
      dialect: request.dialect,
    },
    endpoint_version: endpoint?.stored.version ?? null,
    primary: {
      request_id: request.request_id,
      target: given?.target ?? null,
      failure: outcome === "ok" ? null : (given?.failure ?? failure),
      latency_ms,
      cost_usd: sumOrNull((result?.attempts ?? []).map(({ outcome: made }) => made.cost_usd)),
      input_tokens: usage === null ? null : inputTokens(usage),
      output_tokens: usage === null ? null : outputTokens(usage),
    },
    facts_id: facts.facts_id,
    spend_percentile: caller.end_user === null ? null : facts.spendPercentile(identity.project, caller.end_user),
    request: request.body,
    response: outcome === "ok" ? response : [],
    response_events,
  };
}
