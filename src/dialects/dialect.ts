import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import type { Dialect as DialectName } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";

/** What a body says of itself before anything is done with it. */
export interface RequestHead {
  readonly model: string;
  readonly stream: boolean;
  /** `safety_identifier`, `user`, `metadata.user_id`: whoever the client says it asks for. */
  readonly end_user: string | null;
  /** The client's own metadata object, where the dialect has one. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A body that cannot be served: a 400 in the dialect's own shape. */
export interface BadRequest {
  readonly problem: string;
  /** The field that is wrong. */
  readonly field: string | null;
}

/** What an endpoint adds to every body. */
export interface Assembly {
  /** Goes first, before whatever instructions the client gave. */
  readonly system_prompt: string | null;
  /** A JSON Schema the answer has to match. */
  readonly response_schema: { readonly name: string; readonly schema: JsonObject } | null;
  /** Parameters in the neutral names `temperature`, `top_p`, `max_tokens`, `seed`, `stop`, `reasoning_effort`, taken where the client gave none. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** An error as a client of the dialect expects it. */
export interface ClientError {
  readonly status: number;
  /** A short machine-readable code, such as `invalid_api_key`. */
  readonly code: string;
  readonly message: string;
  readonly field?: string | null;
}

/** Looks at the bytes of an answer's event stream as they pass. Bytes are never changed. */
export interface StreamWatch {
  /** Takes the next bytes; events may be split anywhere. Keep-alive comments count for nothing. */
  push(chunk: Uint8Array): void;
  /** The answer has content: text, reasoning, a tool call, a refusal. */
  readonly begun: boolean;
  /** The dialect's own terminator has come: without it an ended stream is truncated. */
  readonly ended: boolean;
  /** An error event, as a failure. */
  readonly failure: OutcomeFailure | null;
  /** The provider's usage object, once it has come. */
  readonly usage: unknown;
}

/** Through the AI SDK's provider specification to providers that do not speak the dialect. */
export interface Translation {
  /** @returns the call, and the fields that the specification cannot carry */
  toCall(body: JsonObject): {
    readonly call: Omit<LanguageModelV4CallOptions, "abortSignal" | "headers">;
    readonly dropped: readonly string[];
  };
  /** A whole answer as the dialect's response body. */
  toBody(result: LanguageModelV4GenerateResult, about: AnswerHead): JsonObject;
  /** Writes an answer as the dialect's events, part by part; `end` closes what is open and writes the terminator. */
  toEvents(about: AnswerHead & { readonly include_usage: boolean }): {
    part(part: LanguageModelV4StreamPart): string;
    end(): string;
  };
}

/** A body that left something behind, with the names of what. */
export interface WithoutState {
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

export interface AnswerHead {
  /** Of the answer, without the dialect's prefix. */
  readonly id: string;
  readonly model: string;
  /** ms since the epoch. */
  readonly created_at: number;
}

/** Which texts of a body are meant: what the client asks with, or what the model answered. */
export type TextsOf = "request" | "response";

/** A wire format that clients speak. Adding one is one file and one line in `index.ts`. */
export interface Dialect {
  readonly name: DialectName;
  readonly summary: string;
  /** Below the gateway's base URL, such as `/v1/chat/completions`; also what providers that speak the dialect are asked at. */
  readonly path: string;
  read(body: unknown): RequestHead | BadRequest;
  assemble(body: JsonObject, assembly: Assembly): JsonObject;
  /** Every text a guardrail may look at, changed as `change` says; the same body where it changes none. */
  mapTexts(body: JsonObject, which: TextsOf, change: (text: string) => string): JsonObject;
  error(error: ClientError): { readonly status: number; readonly body: JsonObject };
  /** The same inside a stream under way. */
  errorEvent(error: ClientError): string;
  /** Whether a 200 body is an answer at all, and what it failed with if it is an error in disguise. */
  checkBody(body: unknown): OutcomeFailure | null;
  watch(): StreamWatch;
  /** The response body that a stream's bytes amount to; null where they hold no answer. What was cut off is marked as far as the dialect can say it. */
  reassemble(events: string): JsonObject | null;
  /** A response body as the events it would have come in: for cached, guarded and mock answers. */
  toStream(body: JsonObject, includeUsage: boolean): readonly string[];
  /** The body without what we packed into it of another provider's state, for a provider that speaks the dialect itself; null where there is nothing of the kind. */
  withoutForeignState(body: JsonObject): WithoutState | null;
  /** Null where there is nothing to translate to (embeddings). */
  readonly translation: Translation | null;
}
