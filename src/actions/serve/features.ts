import type { Dialect, Needs } from "../../core/exchange.ts";
import type { Features } from "../../core/features.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Caller } from "./caller.ts";
import { estimatedInputTokens } from "./input-tokens.ts";

export interface FeatureSource {
  readonly request_id: string;
  readonly created_at: number;
  readonly dialect: Dialect;
  readonly project: string;
  readonly endpoint: string | null;
  readonly api_key: string | null;
  readonly model: string;
  readonly stream: boolean;
  readonly caller: Caller;
  /** The assembled body, parsed and as bytes. */
  readonly body: JsonObject;
  readonly bytes: Uint8Array;
}

/** Features of a live request. What takes work to tell is told only where a policy asks. */
export interface LiveFeatures extends Features {
  /** The estimate, where the plan asked for it; else null. */
  readonly planned_input_tokens: number | null;
}

const NO_NEEDS: Needs = { tools: false, images: false, json_schema: false };

function noHash(): string {
  return "";
}

export function liveFeatures(source: FeatureSource): LiveFeatures {
  let tokens: number | null = null;
  let needs: Needs | null = null;
  return {
    request_id: source.request_id,
    created_at: source.created_at,
    model: source.model,
    project: source.project,
    endpoint: source.endpoint,
    api_key: source.api_key,
    end_user: source.caller.end_user,
    session: source.caller.session,
    tags: source.caller.tags,
    metadata: source.caller.metadata,
    stream: source.stream,
    get input_tokens() {
      return (tokens ??= estimatedInputTokens(source.bytes));
    },
    get needs() {
      return (needs ??= neutralRequest(source.body, source.dialect, noHash)?.needs ?? NO_NEEDS);
    },
    get planned_input_tokens() {
      return tokens;
    },
  };
}
