import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { thousands } from "../../../core/counts.ts";
import { endpointSessionsQuery, type Endpoint } from "../../api/endpoints.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

/** The latest sessions of an endpoint, each with a way to its requests. */
export function SessionsTab({ of }: { readonly of: Endpoint }) {
  const sessions = useQuery(endpointSessionsQuery(of));
  if (sessions.isPending) return <Skeleton lines={4} />;
  if (sessions.isError) return <ProblemNotice error={sessions.error} retry={() => void sessions.refetch()} />;
  if (sessions.data.length === 0)
    return (
      <EmptyState title="No session was counted yet">
        {of.definition.sessions === true
          ? "Clients name one in the header x-understudy-session."
          : "This version does not count them: `sessions: true` in its definition does."}
      </EmptyState>
    );
  return (
    <BlockTable
      caption="Sessions, the latest first"
      rows={sessions.data}
      rowKey={({ session }) => session}
      columns={[
        {
          head: "Session",
          render: ({ session }) => (
            <Link to="/logs" search={{ session }} className="text-accent underline-offset-2 hover:underline">
              {session}
            </Link>
          ),
        },
        { head: "Requests", render: ({ requests }) => thousands(requests) },
        { head: "First", render: ({ first_at: at }) => <Instant iso={at} /> },
        { head: "Last", render: ({ last_at: at }) => <Instant iso={at} /> },
      ]}
    />
  );
}
