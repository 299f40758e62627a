import type { LoggedExchange } from "../../../api/logs.ts";
import { LongText } from "../../../parts/long-text.tsx";
import { Properties } from "../../../parts/properties.tsx";

/** Who asked, under what, and where the row comes from. */
export function AboutTab({ row }: { readonly row: LoggedExchange }) {
  const metadata =
    Object.keys(row.metadata).length === 0 ? null : (
      <LongText text={JSON.stringify(row.metadata, null, 2)} label="Metadata" />
    );
  return (
    <div className="flex flex-col gap-4">
      <Properties
        rows={[
          ["project", row.project],
          ["endpoint", row.endpoint],
          ["API key", row.api_key],
          ["end user", row.end_user],
          ["session", row.session],
          ["tags", row.tags.length === 0 ? null : row.tags.join(", ")],
          ["metadata", metadata],
          ["dialect", row.dialect],
          ["stream", row.stream ? "yes" : "no"],
          ["asked for", row.model_requested],
          ["strategy", row.strategy],
          ["config", row.config],
          ["facts", row.facts_id],
          ["source", row.source_id === null ? row.source : `${row.source}: ${row.source_id}`],
          ["can be replayed", row.replayability === "exact" ? "exactly" : row.replayability.replaceAll("_", " ")],
          ["request hash", row.request_hash],
        ]}
      />
    </div>
  );
}
