import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { parseJson } from "../../../../core/json.ts";
import type { LiveTrace } from "../../../../core/live/live-trace.ts";
import { logQuery } from "../../../api/logs.ts";
import { buttonLook } from "../../../parts/button.tsx";
import { DecisionTraceView } from "../../../parts/decision-trace.tsx";
import { RecordProblem } from "../../../parts/record-problem.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";

/** The decision that was kept with a row of the log. @param what names the row: `The replay` */
export function LoggedTrace({ id, what }: { readonly id: string; readonly what: string }) {
  const row = useQuery(logQuery(id));
  if (row.isPending) return <Skeleton lines={3} label="Loading the trace" />;
  if (row.isError) {
    const list = (
      <Link to="/logs" className={buttonLook()}>
        All requests
      </Link>
    );
    return <RecordProblem what="request" asked={row} list={list} />;
  }
  const trace = (row.data.trace === null ? null : parseJson(row.data.trace)) as Partial<LiveTrace> | null | undefined;
  return (
    <>
      {trace?.decision == null ? (
        <p className="text-sm text-soft">
          No decision was kept with it: {row.data.model ?? "no model"} was asked from elsewhere, not by a policy of this
          gateway.
        </p>
      ) : (
        <DecisionTraceView trace={trace.decision} />
      )}
      <p className="mt-2 text-sm">
        <Link
          to="/logs"
          search={{ open: id, tab: "trace" }}
          className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
        >
          {what} in the log
        </Link>
      </p>
    </>
  );
}
