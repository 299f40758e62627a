import type { LiveFacts } from "./actions/facts/live-facts.ts";
import type { LiveLimits } from "./actions/serve/live-limits.ts";
import type { ServedEvent } from "./actions/serve/serve.ts";
import { outputTokens } from "./core/usage.ts";
import type { EndpointSession } from "./store/gateway-control.ts";

/** Attempts of live traffic, as facts take them in. */
export function observe(facts: LiveFacts, { draft }: ServedEvent): void {
  for (const { target, started_ms, outcome } of draft.result?.attempts ?? []) {
    const failed = outcome.failure;
    // What we did not send says nothing of the target.
    if (failed?.class === "cancelled" || failed?.class === "invalid_request") continue;
    if (failed?.code === "unsupported_for_target" || failed?.code === "not_recorded") continue;
    const { latency_ms, ttft_ms, usage, failure } = outcome;
    facts.observe(
      target,
      {
        ended_at: draft.request.created_at + started_ms + (latency_ms ?? 0),
        failed: !outcome.ok,
        latency_ms,
        ttft_ms,
        output_tokens: usage === null ? null : outputTokens(usage),
      },
      failure,
    );
  }
}

/** What a key's request cost, against its budget. */
export function charge(limits: LiveLimits, { draft }: ServedEvent): void {
  const { key } = draft.identity;
  const usd = draft.result?.cost_usd ?? null;
  if (key !== null && usd !== null && usd > 0) limits.charge(key.id, usd, draft.request.created_at);
}

/** Counts a request of a session. */
export function touch(sessions: Map<string, EndpointSession>, { draft }: ServedEvent): void {
  const { session } = draft.caller;
  const endpoint = draft.endpoint?.stored.name;
  if (session === null || endpoint === undefined) return;
  const { project } = draft.identity;
  const at = draft.request.created_at;
  const id = `${project}/${endpoint}/${session}`;
  const known = sessions.get(id);
  if (known === undefined) sessions.set(id, { project, endpoint, session, first_at: at, last_at: at, requests: 1 });
  else {
    sessions.set(id, { ...known, last_at: at, requests: known.requests + 1 });
  }
}
