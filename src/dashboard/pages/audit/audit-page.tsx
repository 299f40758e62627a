import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { auditFile, auditQuery } from "../../api/audit.ts";
import { Button, buttonLook } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useKeys } from "../../shell/keys.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditTable } from "./audit-table.tsx";
import { EntryDrawer } from "./entry-drawer.tsx";
import { filterIn, type AuditFilter } from "./filters.ts";

const route = getRouteApi("/audit");

/** Every change of the control data, filtered by what it was, who made it, when, and what it says. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const written = JSON.stringify(filterIn(search));
  const filter = useMemo(() => JSON.parse(written) as AuditFilter, [written]);
  const audit = useInfiniteQuery(auditQuery(filter));
  const rows = useMemo(() => audit.data?.pages.flatMap(({ entries }) => entries) ?? [], [audit.data]);
  const [chosen, setChosen] = useState(search.open);
  const active = rows.findIndex(({ id }) => id === chosen);
  const show = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: id }), replace: id === undefined });
  const move = (by: number): void => setChosen(rows[Math.max(0, Math.min(rows.length - 1, active + by))]?.id);
  useKeys([
    { key: "j", does: "next entry", run: () => move(1) },
    { key: "k", does: "entry before", run: () => move(-1) },
    { key: "Enter", does: "open the entry", run: () => active >= 0 && show(chosen) },
    {
      key: "/",
      does: "find",
      run: () => document.querySelector<HTMLInputElement>("search input[type=search]")?.focus(),
    },
  ]);
  return (
    <Page
      title="Audit"
      lead="Every change, and every replay, with who did it."
      actions={(["csv", "json"] as const).map((format) => (
        <a key={format} href={auditFile(filter, format)} download className={buttonLook()}>
          {format.toUpperCase()}
          <span className="sr-only"> of these entries</span>
        </a>
      ))}
    >
      <AuditFilters
        filter={filter}
        onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      />
      {audit.isPending && <Skeleton lines={6} />}
      {audit.isError && <ProblemNotice error={audit.error} retry={() => void audit.refetch()} />}
      {audit.isSuccess && rows.length === 0 && (
        <EmptyState
          title={written === "{}" ? "Nothing is written down here" : "No entry fits these filters"}
          command="understudy audit"
        >
          {written === "{}" ? "Changes appear as they are made." : "Clear one of the filters above, or all of them."}
        </EmptyState>
      )}
      {rows.length > 0 && <AuditTable rows={rows} active={active} />}
      {audit.hasNextPage && (
        <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()} className="mt-3">
          Older entries
        </Button>
      )}
      {search.open !== undefined && <EntryDrawer id={search.open} onClose={() => show(undefined)} />}
    </Page>
  );
}
