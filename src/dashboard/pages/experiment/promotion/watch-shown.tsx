import { counted, thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { percent } from "../../../../core/figures/percent.ts";
import type { Watch, WatchFigure } from "../../../api/watches.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";
import { BlockTable } from "../../../parts/block-table.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Instant } from "../../../parts/instant.tsx";

const TONES: Readonly<Record<Watch["state"], Tone>> = {
  watching: "accent",
  alarm: "bad",
  rolled_back: "bad",
  ended: "neutral",
};

/** What a promoted candidate is held to, and what was seen of it. */
export function WatchShown({ watch }: { readonly watch: Watch }) {
  const {
    state,
    created_at: from,
    ends_at: to,
    actor,
    seen,
    min_requests: least,
    figures,
    auto_rollback: back,
  } = watch;
  return (
    <div className="rounded-md border border-rule p-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={TONES[state]}>{state.replaceAll("_", " ")}</Badge>
        <span>
          Watched from <Instant iso={from} /> to <Instant iso={to} />, by {actor}.
        </span>
      </p>
      <p className="my-1 text-sm">
        {counted(seen.requests, "request")} seen, {thousands(seen.failed)} failed <EvidenceBadge evidence="recorded" />.{" "}
        <span className="text-soft">
          {seen.requests < least ? `Nothing is said before ${least}. ` : ""}
          {back
            ? "Where a limit is surely exceeded, it is rolled back."
            : "Where a limit is surely exceeded, it is said."}
        </span>
      </p>
      <BlockTable
        caption="Limits of the watch and what was seen"
        rows={figures}
        rowKey={({ limit }) => limit}
        columns={[
          { head: "Limit", render: limitText },
          { head: "Seen", numeric: true, render: (one) => written(one, one.estimate) },
          { head: "Surely above", numeric: true, render: (one) => written(one, one.lower) },
          { head: "n", numeric: true, render: ({ n }) => thousands(n) },
          {
            head: "Held",
            render: ({ exceeded, n }) => (
              <Badge tone={exceeded ? "bad" : n < least ? "neutral" : "good"}>
                {exceeded ? "exceeded" : n < least ? "too few yet" : "held"}
              </Badge>
            ),
          },
        ]}
      />
      {watch.events.length > 0 && (
        <ul className="mt-2 text-sm text-soft">
          {watch.events.map(({ at, state: now, details }) => (
            <li key={`${at} ${now}`}>
              <Instant iso={at} />: {now.replaceAll("_", " ")}
              {reasonOf(details)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function limitText({ limit, value }: WatchFigure): string {
  if (limit === "max_error_rate") return `errors, at most ${percent(value)} of requests`;
  if (limit === "max_cost_per_request_usd") return `cost of a request, at most ${usd(value)}`;
  return `95th percentile, at most ${milliseconds(value)}: at most 5% of answers slower`;
}

function written({ limit }: WatchFigure, value: number | null): string {
  return limit === "max_cost_per_request_usd" ? usd(value) : percent(value);
}

function reasonOf(details: object): string {
  const { reason } = details as { readonly reason?: unknown };
  return typeof reason === "string" ? `, ${reason}` : "";
}
