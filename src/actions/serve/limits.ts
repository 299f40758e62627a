import type { LoadedEndpoint } from "./gateway-state.ts";
import type { Identity } from "./identify.ts";
import { blocked, type Refusal } from "./refusal.ts";

/** Limits that live traffic is held against, and replays are not. */
export interface Limits {
  /** Null = go on; else ms until it may be tried again. */
  readonly rate: (
    endpoint: string,
    limit: { readonly requests: number; readonly per_seconds: number },
    now: number,
  ) => number | null;
  /** Whether the key's budget of the day is spent. */
  readonly spent: (key: string, budget: number, now: number) => boolean;
}

/** What a request runs into; null = nothing. */
export function overLimit(limits: Limits, who: Identity, endpoint: LoadedEndpoint | null, now: number): Refusal | null {
  const limit = endpoint?.stored.definition.rate_limit;
  if (limit !== undefined && endpoint !== null) {
    const wait = limits.rate(`${who.project}/${endpoint.stored.name}`, limit, now);
    if (wait !== null) {
      const message = `Endpoint ${endpoint.stored.name} takes ${limit.requests} requests in ${limit.per_seconds} s.`;
      return blocked(429, "rate_limit_exceeded", message, "rate_limit", Math.ceil(wait / 1_000));
    }
  }
  const budget = who.key?.budget_usd_per_day ?? null;
  if (who.key !== null && budget !== null && limits.spent(who.key.id, budget, now)) {
    return blocked(
      429,
      "budget_exceeded",
      `This key's budget of ${budget} USD a day is spent; it is renewed at 00:00 UTC.`,
      "rate_limit",
    );
  }
  return null;
}
