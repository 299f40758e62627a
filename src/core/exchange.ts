import type { OutcomeFailure, Signals } from "./outcome.ts";
import type { Usage } from "./usage.ts";

/** Who caused an exchange. Only `live` counts for billing, limits, sessions and live health. Stored by position: append only. */
export const ORIGINS = ["live", "import", "replay", "experiment", "shadow", "judge"] as const;
export type Origin = (typeof ORIGINS)[number];
/** Origins whose rows are kept for a project's retention only; the others stay until somebody removes them. */
export const PASSING_ORIGINS: readonly Origin[] = ["live", "replay", "shadow"];

/** Stored by position: append only. */
export const STATUSES = ["ok", "failed", "cancelled", "blocked"] as const;
export type Status = (typeof STATUSES)[number];

/** Whether a row can be sent again, and if not why. Stored by position: append only. */
export const REPLAYABILITY = [
  "exact",
  "truncated",
  "redacted",
  "body_missing",
  "stateful",
  "hosted_tool",
  "external_file",
  "unknown_dialect",
] as const;
export type Replayability = (typeof REPLAYABILITY)[number];

/** Wire formats a client may have spoken. Stored by position: append only. */
export const DIALECTS = ["unknown", "openai-chat", "openai-responses", "anthropic-messages", "embeddings"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What a request asks of a model; capabilities of a target are held against it. */
export interface Needs {
  readonly tools: boolean;
  readonly images: boolean;
  readonly json_schema: boolean;
}

/** One logged request with its outcome: a row of `gateway_logs`, and its two bodies. */
export interface Exchange {
  /** UUIDv7 for our own, UUIDv5 of (source, source id) for imports. */
  readonly request_id: string;
  readonly parent_request_id: string | null;
  /** Milliseconds since the epoch, UTC: when the request arrived. */
  readonly created_at: number;
  /** The importer's name, or `gateway`. */
  readonly source: string;
  readonly source_id: string | null;
  readonly origin: Origin;

  readonly project: string;
  readonly endpoint: string | null;
  readonly api_key: string | null;
  readonly end_user: string | null;
  readonly session: string | null;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;

  readonly dialect: Dialect;
  readonly stream: boolean;
  readonly needs: Needs;
  /** The model the client asked for. */
  readonly model_requested: string;
  /** What served it; null where nothing did. */
  readonly model: string | null;
  readonly provider: string | null;
  /** The leaf policy's tag; `unknown` for imports. */
  readonly strategy: string;
  /** `name@version` of the routing config that decided, or null. */
  readonly config: string | null;
  readonly facts_id: string | null;
  /** Input tokens the plan saw, where it planned on an estimate; null = the usage's. */
  readonly planned_input_tokens: number | null;

  readonly status: Status;
  readonly failure: OutcomeFailure | null;
  /** Disjoint buckets; null where the source has no usage. */
  readonly usage: Usage | null;
  readonly usage_raw: unknown;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  /** What the source says the call cost, USD. */
  readonly cost_logged: number | null;
  /** What our price table says at the row's date, USD. */
  readonly cost_list: number | null;
  readonly price_version: string | null;
  /** Answered from a gateway's own cache: never a baseline row. */
  readonly gateway_cache_hit: boolean;

  readonly signals: Signals;
  /** SHA-256 in hex, or null where the request's body is not known. */
  readonly prompt_hash: string | null;
  readonly request_hash: string | null;
  readonly answer_hash: string | null;
  readonly replayability: Replayability;

  /** Provider-native bodies as JSON text; null where missing. */
  readonly request_body: string | null;
  readonly response_body: string | null;
  /** Decision trace and attempts of our own rows, as JSON text. */
  readonly trace: string | null;
}

/** The key that keeps one user on one arm: session, else end user, else the request itself. */
export function stickyKey(row: {
  readonly session: string | null;
  readonly end_user: string | null;
  readonly request_id: string;
}): { readonly kind: "session" | "end_user" | "request_id"; readonly key: string } {
  if (row.session !== null) return { kind: "session", key: row.session };
  if (row.end_user !== null) return { kind: "end_user", key: row.end_user };
  return { kind: "request_id", key: row.request_id };
}
