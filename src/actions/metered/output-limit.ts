import type { Dialect } from "../../core/exchange.ts";
import type { Capabilities } from "../../core/facts.ts";
import { objectOf, type JsonObject } from "../../core/json.ts";

/** How a request's output is limited. */
export interface OutputLimit {
  /** Tokens, reasoning included, of one answer. */
  readonly tokens: number;
  /** The field to set, where the request has no limit of its own; null where it has. */
  readonly set: string | null;
}

export interface LimitedCall {
  /** As it is sent. */
  readonly body: JsonObject;
  readonly dialect: Dialect;
  /** Of the provider it goes to: `openai`, `anthropic` ... */
  readonly kind: string;
  readonly capabilities: Pick<Capabilities, "max_output" | "context_window">;
  /** Output tokens of the answer in the log; null = not known. */
  readonly baseline_output: number | null;
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "openai-chat": ["max_completion_tokens", "max_tokens"],
  "openai-responses": ["max_output_tokens"],
  "anthropic-messages": ["max_tokens"],
};

/** Providers that want the newer name in chat completions; all others know the older one. */
const NEWER_NAME: ReadonlySet<string> = new Set(["openai", "azure"]);

const LEAST = 1_024;
const TIMES_BASELINE = 4;

/** The limit a request has, or the one its call is given: min(what the model can, max(1,024, 4 x the answer in the log)). Null for embeddings. */
export function outputLimit(call: LimitedCall): OutputLimit | null {
  const { body, dialect, kind, capabilities, baseline_output: baseline } = call;
  const fields = FIELDS[dialect];
  if (fields === undefined) return null;
  const most = Math.min(
    capabilities.max_output ?? Number.POSITIVE_INFINITY,
    capabilities.context_window ?? Number.POSITIVE_INFINITY,
  );
  const given = fields.map((field) => body[field]).filter((value) => typeof value === "number");
  if (given.length > 0) return { tokens: Math.min(most, Math.max(...given)), set: null };
  const thinking = objectOf(body["thinking"])["budget_tokens"];
  const least = LEAST + (typeof thinking === "number" ? thinking : 0);
  const tokens = Math.min(most, Math.max(least, TIMES_BASELINE * (baseline ?? 0)));
  const newer = dialect !== "openai-chat" || NEWER_NAME.has(kind);
  return { tokens, set: (newer ? fields[0] : "max_tokens") as string };
}
