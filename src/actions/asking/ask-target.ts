import type { Answer } from "../../core/answer/answer.ts";
import type { Dialect } from "../../core/exchange.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Target } from "../../core/target.ts";

/** The provider that plays the log of --data. */
export const LOG_PROVIDER = "log";

/** A request as it goes to one target, outside every gateway: no log, no limits, no sessions, no tools executed. */
export interface Asked {
  readonly target: Target;
  readonly dialect: Dialect;
  readonly request: JsonObject;
  /** ms for each try. */
  readonly timeout_ms: number;
  /** Further tries after 429, 5xx, timeouts and broken connections. */
  readonly retries: number;
  /** Of the logged row, for a played log. */
  readonly logged_at: number | null;
}

/** What came of it; never a throw. */
export interface AskedAnswer {
  /** Null where there is none, and for embeddings, which are in the response alone. */
  readonly answer: Answer | null;
  readonly failure: { readonly class: string; readonly code: string | null; readonly message: string } | null;
  /** In the asked dialect; null where there is none. */
  readonly response: JsonObject | null;
  /** Of the try that answered, or of the last one, ms. */
  readonly latency_ms: number | null;
  /** Of the try that answered, USD. */
  readonly cost_usd: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** Of the logged row that was played, where one was; with the outcomes supplied for it. */
  readonly played: { readonly request_id: string; readonly outcomes: Readonly<Record<string, number>> } | null;
  readonly tries: number;
  /** Fields of the request that the target's own dialect could not carry. */
  readonly dropped: readonly string[];
}

/** Asks, in the order of arrival, any number at once: how many is the caller's matter. */
export interface Asking {
  ask(asked: Asked, signal?: AbortSignal): Promise<AskedAnswer>;
  close(): Promise<void>;
}

/** A side of a run as the command line names it. */
export interface AskingSide {
  /** `openai`, `anthropic`, a provider of understudy.yaml, `mock`, or `log` (played from the log of --data). */
  readonly provider: string;
  readonly model: string;
  /** Instead of the provider's own environment variable: the value of REPLAYCI_PROVIDER_KEY or REPLAYCI_SHADOW_PROVIDER_KEY. */
  readonly key: string | null;
}
