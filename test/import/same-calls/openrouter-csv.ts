import { deriveColumns } from "../../../src/core/derived-columns.ts";
import { inclusive, iso, providerOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import type { SameCallsFormat } from "./neutral/format.ts";
import { fromGatewayCache, not, refused, speaks } from "./neutral/which.ts";

/** OpenRouter's activity export, with its byte order mark. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "activity.csv": tableOf(calls.map(cellsOf)) }),
  cannot_hold: [
    { calls: refused, because: "a call that was refused before it began is no generation" },
    { calls: fromGatewayCache, because: "the export does not say it" },
  ],
  differences: [
    {
      columns: ["model_requested", "model", "provider"],
      instead: (row) => {
        const slug = `${row.provider}/${row.model}`;
        return { model_requested: slug, model: slug, provider: "openrouter" };
      },
      because: "OpenRouter sells under its own slugs, and says no other name that was asked for",
    },
    {
      columns: ["session", "needs", "signals", "prompt_hash", "request_hash", "answer_hash", "replayability"],
      instead: (row, call) => ({
        session: null,
        ...deriveColumns({
          dialect: row.dialect,
          request: null,
          response: null,
          request_flaw: "body_missing",
          response_flawed: false,
          usage: usageOf(call),
        }),
      }),
      because: "the export has no bodies, and no sessions",
    },
    {
      calls: not(speaks("chat")),
      columns: ["dialect"],
      instead: () => ({ dialect: "openai-chat" }),
      because:
        "the export does not say which of OpenRouter's APIs was spoken: most often it is that of chat completions",
    },
    {
      columns: ["usage"],
      instead: ({ usage }) => ({
        usage:
          usage === null
            ? null
            : { ...usage, input_uncached: usage.input_uncached + usage.cache_write, cache_write: 0 },
      }),
      because: "what went into the cache has no column: it is part of the input",
    },
  ],
};

function cellsOf(call: NeutralCall): Readonly<Record<string, unknown>> {
  const usage = usageOf(call);
  const { input, output } = usage === null ? { input: "", output: "" } : inclusive(usage);
  return {
    generation_id: `gen-${call.name}`,
    created_at: iso(call.at).replace("T", " ").replace("Z", ""),
    cost_total: call.cost,
    cost_web_search: 0,
    cost_cache: 0,
    cost_file_processing: 0,
    byok_usage_inference: 0,
    tokens_prompt: input,
    tokens_completion: output,
    tokens_reasoning: usage?.reasoning ?? "",
    tokens_cached: usage?.cache_read ?? "",
    model_permaslug: `${providerOf(call)}/${call.model}`,
    provider_name: call.api === "messages" ? "Anthropic" : "OpenAI",
    variant: "",
    cancelled: false,
    streamed: call.ttft_ms !== null,
    user: call.user,
    finish_reason_raw: "stop",
    finish_reason_normalized: "stop",
    generation_time_ms: call.latency_ms,
    time_to_first_token_ms: call.ttft_ms ?? "",
    app_name: "desk",
    api_key_name: "prod",
  };
}

function tableOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const header = Object.keys(rows[0] ?? {}).join(",");
  return `\uFEFF${[header, ...rows.map((row) => Object.values(row).join(","))].join("\n")}\n`;
}
