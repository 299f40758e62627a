import { inclusive, providerOf, refusalOf, usageOf, type NeutralCall } from "./call.ts";
import type { Difference } from "./format.ts";
import { aliased, refused } from "./which.ts";
import { responseOf } from "./wire.ts";

/** What both logs of LiteLLM tell in another way. */
export const litellmDifferences: readonly Difference[] = [
  {
    calls: aliased,
    columns: ["model"],
    instead: (row) => ({ model: row.model_requested }),
    because: "LiteLLM logs the model that it asked the provider for; under which name it answered stands in the answer",
  },
  {
    calls: refused,
    columns: ["usage", "signals"],
    instead: (row) => ({
      usage: { input_uncached: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
      signals: { ...row.signals, output_tokens: 0 },
    }),
    because: "LiteLLM counts a failure as 0 tokens",
  },
];

const CALL_TYPES = { chat: "acompletion", responses: "aresponses", messages: "anthropic_messages" } as const;

/** Members that both logs of LiteLLM have. */
export function litellmMembers(call: NeutralCall): object {
  const usage = usageOf(call);
  const { input, output, total } = usage === null ? { input: 0, output: 0, total: 0 } : inclusive(usage);
  return {
    call_type: CALL_TYPES[call.api],
    status: refusalOf(call) === null ? "success" : "failure",
    model: call.model_asked,
    model_group: call.model_asked,
    custom_llm_provider: providerOf(call),
    api_base: "https://llm.example.test",
    prompt_tokens: call.api === "messages" && usage !== null ? usage.input_uncached : input,
    completion_tokens: output,
    total_tokens: total,
    request_tags: [],
    end_user: call.user,
  };
}

/** A hit in LiteLLM's cache is marked in the id. */
export function litellmId(call: NeutralCall): string {
  return call.from_gateway_cache ? `${call.name}_cache_hit${call.at / 1000}` : call.name;
}

export function litellmMetadata(call: NeutralCall): object {
  return {
    requester_metadata: { session_id: call.session },
    usage_object: responseOf(call)?.["usage"] ?? null,
  };
}

/** Null where nothing failed. */
export function errorInformation(call: NeutralCall): object | null {
  const refusal = refusalOf(call);
  if (refusal === null) return null;
  return {
    error_code: String(refusal.status),
    error_class: refusal.thrown,
    llm_provider: providerOf(call),
    error_message: refusal.message,
  };
}
