import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { childrenQuery, type LoggedExchange } from "../../../api/logs.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button } from "../../../parts/button.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { costOf, StatusBadge, targetOf } from "../columns.tsx";

interface Parts {
  readonly row: LoggedExchange;
  readonly onShow: (id: string) => void;
}

/** The row this one was made of with all that was made of it, and the rows that were made of this one. */
export function FamilyTab({ row, onShow }: Parts) {
  const { parent_request_id: parent } = row;
  return (
    <div className="flex flex-col gap-4 text-sm">
      {parent === null ? (
        <p className="text-soft">A client sent this request; it is no replay.</p>
      ) : (
        <>
          <p>
            Made of{" "}
            <Button weight="quiet" onClick={() => onShow(parent)}>
              {parent}
            </Button>
          </p>
          <Replays of={parent} here={row.request_id} title="All that was made of that request" onShow={onShow} />
        </>
      )}
      <Replays of={row.request_id} here={row.request_id} title="Made of this request" onShow={onShow} />
    </div>
  );
}

/** Oldest first. @param here the row that is open */
function Replays({
  of,
  here,
  title,
  onShow,
}: {
  readonly of: string;
  readonly here: string;
  readonly title: string;
  readonly onShow: (id: string) => void;
}) {
  const children = useQuery(childrenQuery(of));
  const rows = children.data?.rows.toReversed() ?? [];
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-semibold">{title}</h3>
      {children.isPending && <Skeleton lines={2} />}
      {children.isError && <ProblemNotice error={children.error} retry={() => void children.refetch()} />}
      {children.isSuccess && rows.length === 0 && <p className="text-soft">Nothing was made of it yet.</p>}
      <ol className="flex flex-col gap-2">
        {rows.map((child) => (
          <li key={child.request_id} className="flex flex-wrap items-center gap-2 rounded-md border border-rule p-2">
            <StatusBadge status={child.status} />
            <span>
              <Instant iso={child.created_at} />, {child.origin} by {targetOf(child)}, {milliseconds(child.latency_ms)},{" "}
              {usd(costOf(child))}
            </span>
            {child.request_id === here ? (
              <Badge>this one</Badge>
            ) : (
              <Button weight="quiet" onClick={() => onShow(child.request_id)}>
                Open
              </Button>
            )}
          </li>
        ))}
      </ol>
      {rows.length > 0 && (
        <Link
          to="/logs"
          search={{ parent_request_id: of }}
          className="mt-1 inline-block min-h-[24px] leading-[24px] text-accent underline"
        >
          These in the table
        </Link>
      )}
    </section>
  );
}
