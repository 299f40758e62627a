import { useQuery } from "@tanstack/react-query";
import { thousands } from "../../../core/counts.ts";
import { usd } from "../../../core/figures/money.ts";
import { pricesQuery, type Price } from "../../api/health.ts";
import { Badge } from "../../parts/badge.tsx";
import { BlockTable } from "../../parts/block-table.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

type Kind = Exclude<keyof Price["tiers"][number], "from_input_tokens">;

/** A price, and what it becomes for longer requests. */
function written({ tiers }: Price, kind: Kind): string | null {
  if (tiers.length === 0) return null;
  return tiers
    .map((tier) =>
      tier.from_input_tokens === 0
        ? usd(tier[kind])
        : `${usd(tier[kind])} from ${thousands(tier.from_input_tokens)} tokens in`,
    )
    .join(", ");
}

/** What targets cost now, and where that is known from. */
export function Prices({ targets }: { readonly targets: readonly string[] }) {
  const prices = useQuery(pricesQuery(targets));
  if (prices.isPending) return <Skeleton lines={3} />;
  if (prices.isError) return <ProblemNotice error={prices.error} retry={() => void prices.refetch()} />;
  return (
    <>
      <BlockTable
        caption="Prices in force, USD for a million tokens"
        rows={prices.data.prices}
        rowKey={({ target }) => target}
        columns={[
          { head: "Target", render: ({ target }) => target },
          { head: "Input", numeric: true, render: (price) => written(price, "input") },
          { head: "Cached input", numeric: true, render: (price) => written(price, "cache_read") },
          { head: "Output", numeric: true, render: (price) => written(price, "output") },
          { head: "Since", render: ({ since }) => (since === null ? null : <Instant iso={since} />) },
          {
            head: "Source",
            render: ({ source }) =>
              source === null ? (
                <Badge tone="warn">not known</Badge>
              ) : source === "user" ? (
                "the operator’s file"
              ) : (
                "the library"
              ),
          },
        ]}
      />
      <p className="mt-2 text-xs wrap-anywhere text-soft">Price book {prices.data.version}</p>
    </>
  );
}
