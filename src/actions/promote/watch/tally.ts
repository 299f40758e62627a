import type { WatchLimits, WatchTally } from "../../../store/promotions.ts";
import type { ServedEvent } from "../../serve/serve.ts";

export const NOTHING_SEEN: WatchTally = {
  requests: 0,
  failed: 0,
  priced: 0,
  cost_usd: 0,
  cost_squares: 0,
  timed: 0,
  slow: 0,
  newest: null,
};

/** The tally with one more request; the same where the request says nothing: its client left, or a guardrail blocked it. */
export function withRequest(tally: WatchTally, event: ServedEvent, limits: WatchLimits): WatchTally {
  const { outcome, latency_ms, draft } = event;
  if (outcome !== "ok" && outcome !== "failed") return tally;
  const ok = outcome === "ok";
  const cost = draft.result?.cost_usd ?? null;
  const slow = ok && limits.max_p95_ms !== null && latency_ms > limits.max_p95_ms;
  return {
    requests: tally.requests + 1,
    failed: tally.failed + Number(!ok),
    priced: tally.priced + Number(cost !== null),
    cost_usd: tally.cost_usd + (cost ?? 0),
    cost_squares: tally.cost_squares + (cost ?? 0) ** 2,
    timed: tally.timed + Number(ok),
    slow: tally.slow + Number(slow),
    newest: Math.max(tally.newest ?? 0, draft.request.created_at),
  };
}
