import type { JsonObject } from "../../../core/json.ts";
import type { ReadSpan } from "../read-span.ts";

/** What a span is: a call of a model, by what was asked of it, or something else. */
export type SpanKind =
  | { readonly call: "chat" | "embeddings" | "completion" }
  /** Its operation, for the count of what was left out. */
  | { readonly other: string };

/** What a span holds of a call's texts, in the words of an OpenAI chat completion. What it does not hold is not there. */
export interface SpanTexts {
  /** The request's body as it was sent. */
  readonly sent?: JsonObject;
  /** The response's body as it came. */
  readonly received?: JsonObject;
  readonly messages?: readonly JsonObject[];
  readonly tools?: readonly unknown[];
  /** `choices` of the response. */
  readonly choices?: readonly JsonObject[];
  /** What an embedding was asked of. */
  readonly input?: unknown;
  /** More members of the request. */
  readonly parameters?: JsonObject;
  /** Parts of the request, or of the response, are cut or cannot be said in these words. */
  readonly request_cut?: boolean;
  readonly response_cut?: boolean;
}

/** One way to write a call of a model into the attributes of a span. */
export interface SpanDialect {
  readonly name: string;
  /** Null = the dialect does not say. */
  readonly kind: (span: ReadSpan) => SpanKind | null;
  readonly texts: (span: ReadSpan) => SpanTexts;
}

export const NO_TEXTS: SpanTexts = {};
