import type { Needs, Replayability } from "../exchange.ts";

/** A text alone, or parts where there is more than one text. Images, audio and files stand by hash, url or id. */
export type NeutralContent = string | readonly NeutralPart[];

export type NeutralPart = Readonly<Record<string, unknown>> & { readonly type: string };

export interface NeutralToolCall {
  /** Tool calls are numbered from 0 in the order in which they appear in the request. */
  readonly call: number;
  readonly name: string;
  /** Parsed where they are JSON, the text itself where not. */
  readonly arguments: unknown;
}

export interface NeutralMessage {
  readonly role: string;
  readonly name?: string;
  readonly content?: NeutralContent;
  readonly tool_calls?: readonly NeutralToolCall[];
  /** The call a tool's result answers. */
  readonly call?: number;
  /** A tool's result that reports an error. */
  readonly error?: true;
}

/** A tool the client runs; hosted ones keep their own shape under `hosted`. */
export interface NeutralTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments; null for a tool that takes free text. */
  readonly parameters: unknown;
  readonly strict?: true;
  readonly [more: string]: unknown;
}

/** What a model is asked, in no provider's words: equal prompts of different dialects are equal here. */
export interface NeutralPrompt {
  readonly messages: readonly NeutralMessage[];
  readonly tools: readonly NeutralTool[];
  /** null = the model decides. */
  readonly tool_choice: unknown;
  /** null = text. */
  readonly response_format: NeutralResponseFormat | null;
}

export interface NeutralResponseFormat {
  readonly type: "json_object" | "json_schema";
  readonly description?: string;
  readonly schema?: unknown;
  readonly strict?: true;
}

/** The parameters besides the prompt that make two requests the same; absent = the provider's default. */
export interface NeutralParameters {
  readonly temperature?: unknown;
  readonly top_p?: unknown;
  readonly max_tokens?: unknown;
  readonly seed?: unknown;
  readonly stop?: readonly unknown[];
  readonly reasoning_effort?: unknown;
}

/** Why a request cannot be sent to another target as it is. */
export type Obstacle = Extract<Replayability, "stateful" | "hosted_tool" | "external_file">;

/** A request in no provider's words. */
export interface NeutralRequest {
  readonly prompt: NeutralPrompt;
  readonly parameters: NeutralParameters;
  readonly needs: Needs;
  /** The gravest obstacle to replaying, or null. */
  readonly obstacle: Obstacle | null;
  /** False where part of the prompt lies with the provider (an earlier response, a stored prompt): its hash would say nothing. */
  readonly whole: boolean;
}
