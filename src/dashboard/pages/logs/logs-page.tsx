import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { thousands } from "../../../core/counts.ts";
import { logCountQuery, logsQuery, type LogRow } from "../../api/logs.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { VirtualTable } from "../../parts/virtual-table.tsx";
import { useKeys } from "../../shell/keys.ts";
import { LOG_COLUMNS } from "./columns.tsx";
import { LogDrawer } from "./drawer/log-drawer.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterIn, type LogFilter } from "./filters.ts";
import { SavedViews } from "./saved-views.tsx";
import { useTail } from "./tail.ts";

const route = getRouteApi("/logs");
const rowId = ({ request_id: id }: LogRow): string => id;

/** Live Logs: every request the gateway served or an import brought, newest first. */
export function LogsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { open, tab } = search;
  const written = JSON.stringify(filterIn(search));
  const filter = useMemo(() => JSON.parse(written) as LogFilter, [written]);
  const logs = useInfiniteQuery(logsQuery(filter));
  const count = useQuery(logCountQuery(filterless(filter)));
  const [following, setFollowing] = useState(true);
  const [chosen, setChosen] = useState<string | undefined>(open);
  useTail(filter, following && open === undefined && logs.isSuccess);

  const rows = useMemo(() => logs.data?.pages.flatMap((page) => page.rows) ?? [], [logs.data]);
  // By its id: rows that come in move it down.
  const active = useMemo(
    () => (chosen === undefined ? -1 : rows.findIndex((row) => rowId(row) === chosen)),
    [rows, chosen],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = logs;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const show = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: id, tab: id === undefined ? undefined : before.tab }) });
  const move = (by: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, active + by))]?.request_id;
    setChosen(next);
    if (open !== undefined && next !== undefined) show(next);
  };
  useKeys([
    { key: "j", does: "next row", run: () => move(1) },
    { key: "k", does: "row before", run: () => move(-1) },
    { key: "Enter", does: "open the row", run: () => active >= 0 && show(chosen) },
    {
      key: "/",
      does: "find",
      run: () => document.querySelector<HTMLInputElement>("search input[type=search]")?.focus(),
    },
    { key: "f", does: "follow new rows, or stop following", run: () => setFollowing(!following) },
  ]);
  const looked = logs.data?.pages.reduce((sum, page) => sum + page.looked_at, 0) ?? 0;

  return (
    <Page
      title="Live Logs"
      lead={
        count.data === undefined
          ? "Every request, newest first."
          : `${thousands(count.data.rows)} requests${filter.bodies === "true" ? ` (found so far: ${thousands(rows.length)} of ${thousands(looked)} looked at)` : ""}, newest first.`
      }
      actions={
        <>
          <SavedViews filter={filter} onPick={(picked) => void navigate({ search: picked })} />
          <Button aria-pressed={following} onClick={() => setFollowing(!following)}>
            <span aria-hidden className={`size-2 rounded-full ${following ? "bg-good" : "bg-rule"}`} />
            {following ? "Following" : "Follow"}
          </Button>
        </>
      }
    >
      <FilterBar
        filter={filter}
        onChange={(changes) => {
          setChosen(undefined);
          void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
        }}
      />
      {logs.isPending && <Skeleton lines={12} />}
      {logs.isError && <ProblemNotice error={logs.error} retry={() => void logs.refetch()} />}
      {logs.isSuccess && rows.length === 0 && !hasNextPage && <NoRows filtered={written !== "{}"} />}
      {logs.isSuccess && (rows.length > 0 || hasNextPage) && (
        <VirtualTable
          label="Logged requests"
          rows={rows}
          columns={LOG_COLUMNS}
          rowId={rowId}
          active={active}
          onOpen={({ request_id: id }) => {
            setChosen(id);
            show(id);
          }}
          onEnd={onEnd}
        />
      )}
      {hasNextPage && (
        <Button className="mt-2" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? "Looking at older rows" : "Older rows"}
        </Button>
      )}
      {open !== undefined && (
        <LogDrawer
          id={open}
          tab={tab}
          onTab={(next) => void navigate({ search: (before) => ({ ...before, tab: next }), replace: true })}
          onShow={show}
          onClose={() => show(undefined)}
        />
      )}
    </Page>
  );
}

/** Counting reads no bodies: a text that is looked for there is left out. */
function filterless({ bodies, ...filter }: LogFilter): LogFilter {
  if (bodies !== "true") return filter;
  const { text: _, ...rest } = filter;
  return rest;
}

function NoRows({ filtered }: { readonly filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="No request fits these filters">Remove one of the chips above, or widen the window.</EmptyState>
    );
  return (
    <EmptyState title="Nothing is logged yet" command="understudy import logs.jsonl">
      Bring a log that you have, or point a client’s base URL at this gateway: each request appears here as it ends.
    </EmptyState>
  );
}
