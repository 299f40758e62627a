import type { FailureClass } from "../../../../src/core/outcome.ts";
import type { Usage } from "../../../../src/core/usage.ts";

/** The API that was spoken: OpenAI's chat completions or Responses, or Anthropic's Messages. */
export type Api = "chat" | "responses" | "messages";

export interface Tool {
  readonly name: string;
  readonly about: string;
  /** JSON Schema of its arguments. */
  readonly takes: object;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly given: object;
}

export type Turn =
  | { readonly who: "user"; readonly says: string; readonly shows?: { readonly type: string; readonly base64: string } }
  | { readonly who: "model"; readonly says: string | null; readonly calls: readonly ToolCall[] }
  | { readonly who: "tool"; readonly answers: string; readonly says: string };

export interface Asked {
  readonly system: string;
  /** The system prompt is to be kept in the provider's cache. */
  readonly keep?: true;
  readonly turns: readonly Turn[];
  readonly tools?: readonly Tool[];
  /** Some tool has to be called. */
  readonly must_call?: true;
  readonly temperature?: number;
  readonly most_tokens?: number;
  readonly effort?: "low";
  /** JSON Schema of the answer. */
  readonly form?: object;
}

export interface Answer {
  readonly says: string | null;
  readonly calls: readonly ToolCall[];
  /** It ran into the limit of tokens. */
  readonly cut?: true;
}

export interface Refusal {
  readonly status: number;
  /** The provider's word for it. */
  readonly type: string;
  /** The name of the error's class in the provider's SDK. */
  readonly thrown: string;
  readonly message: string;
  readonly class: FailureClass;
}

/** One call of a model, in no vendor's words. */
export interface NeutralCall {
  /** What it is, in a word; its id wherever a format has one to give. */
  readonly name: string;
  readonly api: Api;
  /** ms since the epoch. */
  readonly at: number;
  readonly latency_ms: number;
  /** Null = the answer came in one piece. */
  readonly ttft_ms: number | null;
  readonly user: string;
  readonly session: string;
  readonly model_asked: string;
  readonly model: string;
  readonly asked: Asked;
  readonly ended: { readonly answer: Answer; readonly usage: Usage } | { readonly refusal: Refusal };
  /** USD. */
  readonly cost: number;
  /** Answered by the gateway, out of its own cache. */
  readonly from_gateway_cache: boolean;
}

export function answerOf({ ended }: NeutralCall): Answer | null {
  return "answer" in ended ? ended.answer : null;
}

export function usageOf({ ended }: NeutralCall): Usage | null {
  return "usage" in ended ? ended.usage : null;
}

export function refusalOf({ ended }: NeutralCall): Refusal | null {
  return "refusal" in ended ? ended.refusal : null;
}

export function providerOf({ api }: NeutralCall): "openai" | "anthropic" {
  return api === "messages" ? "anthropic" : "openai";
}

/** Input with what came from and went into the cache, output with reasoning: as all but Anthropic count. */
export function inclusive(usage: Usage): { readonly input: number; readonly output: number; readonly total: number } {
  const input = usage.input_uncached + usage.cache_read + usage.cache_write;
  const output = usage.output + usage.reasoning;
  return { input, output, total: input + output };
}

/** ms since the epoch. */
export function endOf({ at, latency_ms }: NeutralCall): number {
  return at + latency_ms;
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
