import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { auditQuery } from "../../api/audit.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { AuditTable } from "./audit-table.tsx";

const route = getRouteApi("/audit");

/** Every change of the control data, filtered by what it was. */
export function AuditPage() {
  const { action = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const audit = useInfiniteQuery(auditQuery(action === "" ? null : action));
  const rows = audit.data?.pages.flat() ?? [];
  return (
    <Page title="Audit" lead="Every change, and every replay, with who did it.">
      <div className="mb-4 max-w-xs">
        <TextField
          label="Action"
          placeholder="gateway.replay"
          value={action}
          onChange={({ target }) =>
            void navigate({ search: target.value === "" ? {} : { action: target.value }, replace: true })
          }
        />
      </div>
      {audit.isPending && <Skeleton lines={6} />}
      {audit.isError && <ProblemNotice error={audit.error} retry={() => void audit.refetch()} />}
      {audit.isSuccess && rows.length === 0 && (
        <EmptyState title="Nothing is written down here" command="understudy audit">
          {action === "" ? "Changes appear as they are made." : `No entry has the action ${action}.`}
        </EmptyState>
      )}
      {rows.length > 0 && <AuditTable rows={rows} />}
      {audit.hasNextPage && (
        <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()} className="mt-3">
          Older entries
        </Button>
      )}
    </Page>
  );
}
