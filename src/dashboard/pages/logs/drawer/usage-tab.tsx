import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { inputTokens, outputTokens } from "../../../../core/usage.ts";
import type { LoggedExchange } from "../../../api/logs.ts";
import { LongText } from "../../../parts/long-text.tsx";
import { Properties } from "../../../parts/properties.tsx";

/** Tokens by bucket, what they cost and by whose word, and how long it took. */
export function UsageTab({ row }: { readonly row: LoggedExchange }) {
  const { usage } = row;
  return (
    <div className="flex flex-col gap-4">
      <Properties
        rows={
          usage === null
            ? [["tokens", "the source says nothing of them"]]
            : [
                ["input tokens", thousands(inputTokens(usage))],
                ["  not cached", thousands(usage.input_uncached)],
                ["  read from a cache", thousands(usage.cache_read)],
                ["  written to a cache", thousands(usage.cache_write)],
                ["output tokens", thousands(outputTokens(usage))],
                ["  of it reasoning", thousands(usage.reasoning)],
              ]
        }
      />
      <Properties
        rows={[
          ["cost as logged", usd(row.cost_logged)],
          ["cost by price list", usd(row.cost_list)],
          ["price list", row.price_version],
          ["latency", milliseconds(row.latency_ms)],
          ["time to first token", milliseconds(row.ttft_ms)],
          ["from a gateway's cache", row.gateway_cache_hit ? "yes: never a baseline" : "no"],
        ]}
      />
      {row.usage_raw != null && (
        <details>
          <summary className="text-sm text-accent">The provider’s own usage</summary>
          <LongText text={JSON.stringify(row.usage_raw, null, 2)} label="Usage as the provider wrote it" />
        </details>
      )}
    </div>
  );
}
