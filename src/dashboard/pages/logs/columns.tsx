import { Link } from "@tanstack/react-router";
import { target } from "../../../core/target.ts";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { usd } from "../../../core/figures/money.ts";
import { thousands } from "../../../core/counts.ts";
import { inputTokens, outputTokens } from "../../../core/usage.ts";
import type { LogRow } from "../../api/logs.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import type { TableColumn } from "../../parts/table-column.ts";

const TONE: Readonly<Record<LogRow["status"], Tone>> = {
  ok: "good",
  failed: "bad",
  blocked: "warn",
  cancelled: "neutral",
};

/** How a request ended. */
export function StatusBadge({ status }: { readonly status: LogRow["status"] }) {
  return <Badge tone={TONE[status]}>{status}</Badge>;
}

/** What answered a row; what was asked for where nothing did. */
export function targetOf({ model, provider, model_requested }: LogRow): string {
  return model === null || provider === null ? model_requested : target(model, provider);
}

/** What a row is known to have cost, USD. */
export function costOf({ cost_logged, cost_list }: LogRow): number | null {
  return cost_logged ?? cost_list;
}

/** Columns of the log. */
export const LOG_COLUMNS: readonly TableColumn<LogRow>[] = [
  {
    id: "created_at",
    header: "When (UTC)",
    width: 160,
    cell: ({ created_at, request_id }) => (
      <Link
        to="/logs"
        search={(before) => ({ ...before, open: request_id })}
        className="hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        <Instant iso={created_at} />
      </Link>
    ),
  },
  { id: "status", header: "Status", width: 96, cell: ({ status }) => <StatusBadge status={status} /> },
  { id: "target", header: "Target", width: 220, cell: (row) => targetOf(row) },
  { id: "endpoint", header: "Endpoint", width: 120, cell: ({ endpoint }) => endpoint ?? "" },
  { id: "end_user", header: "End user", width: 120, cell: ({ end_user }) => end_user ?? "" },
  {
    id: "latency",
    header: "Latency",
    width: 96,
    numeric: true,
    cell: ({ latency_ms }) => milliseconds(latency_ms),
  },
  {
    id: "tokens",
    header: "Tokens in / out",
    width: 130,
    numeric: true,
    cell: ({ usage }) =>
      usage === null ? "–" : `${thousands(inputTokens(usage) ?? 0)} / ${thousands(outputTokens(usage) ?? 0)}`,
  },
  { id: "cost", header: "Cost", width: 100, numeric: true, cell: (row) => usd(costOf(row)) },
  { id: "tags", header: "Tags", width: 120, cell: ({ tags }) => tags.join(", ") },
  {
    id: "origin",
    header: "Origin",
    width: 200,
    cell: ({ origin, parent_request_id: parent }) =>
      parent === null ? (
        origin
      ) : (
        <>
          {origin} of{" "}
          <Link
            to="/logs"
            search={(before) => ({ ...before, open: parent })}
            title={parent}
            className="text-accent underline underline-offset-2"
            onClick={(event) => event.stopPropagation()}
          >
            ↳ {parent.slice(-8)}
          </Link>
        </>
      ),
  },
];
