import { useQuery } from "@tanstack/react-query";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { childrenQuery, type LoggedExchange } from "../../../api/logs.ts";
import { Button } from "../../../parts/button.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { costOf, StatusBadge, targetOf } from "../columns.tsx";

/** The row this one was made of, and the rows that were made of it. */
export function FamilyTab({ row, onShow }: { readonly row: LoggedExchange; readonly onShow: (id: string) => void }) {
  const children = useQuery(childrenQuery(row.request_id));
  const { parent_request_id: parent } = row;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {parent === null ? (
        <p className="text-soft">A client sent this request; it is no replay.</p>
      ) : (
        <p>
          Made of{" "}
          <Button weight="quiet" onClick={() => onShow(parent)}>
            {parent}
          </Button>
        </p>
      )}
      {children.isPending && <Skeleton lines={2} />}
      {children.isError && <ProblemNotice error={children.error} retry={() => void children.refetch()} />}
      {children.isSuccess && children.data.rows.length === 0 && (
        <p className="text-soft">Nothing was made of it yet.</p>
      )}
      <ul className="flex flex-col gap-2">
        {children.data?.rows.map((child) => (
          <li key={child.request_id} className="flex flex-wrap items-center gap-2 rounded-md border border-rule p-2">
            <StatusBadge status={child.status} />
            <span>
              {child.origin} by {targetOf(child)}, {milliseconds(child.latency_ms)}, {usd(costOf(child))}
            </span>
            <Button weight="quiet" onClick={() => onShow(child.request_id)}>
              Open
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
