import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { parseJson } from "../../../../core/json.ts";
import type { LiveTrace } from "../../../../core/live/live-trace.ts";
import { logQuery } from "../../../api/logs.ts";
import { DecisionTraceView } from "../../../parts/decision-trace.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";

/** The decision trace of a replay, from its own row of the log. */
export function PairTrace({ id }: { readonly id: string }) {
  const row = useQuery(logQuery(id));
  if (row.isPending) return <Skeleton lines={3} label="Loading the trace" />;
  if (row.isError) return <ProblemNotice error={row.error} retry={() => void row.refetch()} />;
  const trace = (row.data.trace === null ? null : parseJson(row.data.trace)) as Partial<LiveTrace> | null | undefined;
  return (
    <>
      {trace?.decision == null ? (
        <p className="text-sm text-soft">No decision was kept with this replay.</p>
      ) : (
        <DecisionTraceView trace={trace.decision} />
      )}
      <p className="mt-2 text-sm">
        <Link to="/logs" search={{ open: id, tab: "trace" }} className="text-accent underline-offset-2 hover:underline">
          The replay in the log
        </Link>
      </p>
    </>
  );
}
