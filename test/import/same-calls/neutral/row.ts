import { deriveColumns, type DerivedColumns } from "../../../../src/core/derived-columns.ts";
import type { Exchange } from "../../../../src/core/exchange.ts";
import { iso, providerOf, refusalOf, usageOf, type NeutralCall } from "./call.ts";
import { dialectOf, requestOf, responseOf } from "./wire.ts";

type Told = Pick<
  Exchange,
  | "latency_ms"
  | "ttft_ms"
  | "stream"
  | "dialect"
  | "model_requested"
  | "model"
  | "provider"
  | "status"
  | "usage"
  | "cost_logged"
  | "gateway_cache_hit"
  | "end_user"
  | "session"
>;

/** In place of a time that is that of the import. */
export const NOW = "now";

/** What an import has to tell of a call: what was logged, and what follows from its bodies. */
export interface Row extends Told, DerivedColumns {
  /** ISO 8601. */
  readonly created_at: string;
  /** Of the failure; null where there is none. */
  readonly failure: string | null;
}

export type Column = keyof Row;

/** The row of a log that loses nothing. */
export function rowOf(call: NeutralCall): Row {
  const refusal = refusalOf(call);
  const usage = usageOf(call);
  return {
    created_at: iso(call.at),
    latency_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    stream: call.ttft_ms !== null,
    dialect: dialectOf(call),
    model_requested: call.model_asked,
    model: call.model,
    provider: providerOf(call),
    status: refusal === null ? "ok" : "failed",
    failure: refusal?.class ?? null,
    usage,
    cost_logged: call.cost,
    gateway_cache_hit: call.from_gateway_cache,
    end_user: call.user,
    session: call.session,
    ...derivedFrom(call, requestOf(call)),
  };
}

/** What follows from the bodies of a call, its request without these members. */
export function withoutMembers(call: NeutralCall, members: readonly string[]): DerivedColumns {
  const kept = Object.entries(requestOf(call)).filter(([name]) => !members.includes(name));
  return derivedFrom(call, Object.fromEntries(kept));
}

/** What follows from the bodies of a call, from another request than the one that was sent. */
export function derivedFrom(call: NeutralCall, request: object): DerivedColumns {
  return deriveColumns({
    dialect: dialectOf(call),
    request,
    response: responseOf(call),
    request_flaw: null,
    response_flawed: false,
    usage: usageOf(call),
  });
}
