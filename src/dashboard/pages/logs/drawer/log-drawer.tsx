import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { logQuery, type LoggedExchange } from "../../../api/logs.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { RecordProblem } from "../../../parts/record-problem.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { Tabs } from "../../../parts/tabs.tsx";
import { StatusBadge, targetOf } from "../columns.tsx";
import { AboutTab } from "./about-tab.tsx";
import { FamilyTab } from "./family-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { ResponseTab } from "./response-tab.tsx";
import { TraceTab } from "./trace-tab.tsx";
import { UsageTab } from "./usage-tab.tsx";

interface Parts {
  readonly id: string;
  readonly tab: string | undefined;
  readonly onTab: (tab: string) => void;
  /** Opens another row. */
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}

/** Loaded with the first one: schemas of requests are not small. */
const ReplayTab = lazy(async () => ({ default: (await import("./replay-tab.tsx")).ReplayTab }));

/** One request, closely. */
export function LogDrawer({ id, tab, onTab, onShow, onClose }: Parts) {
  const found = useQuery(logQuery(id));
  return (
    <Dialog open onClose={onClose} title="Request" shape="drawer">
      <p className="-mt-2 mb-3 font-mono text-xs text-soft">{id}</p>
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && (
        <RecordProblem what="request" asked={found} list={<Button onClick={onClose}>All requests</Button>} />
      )}
      {found.isSuccess && <Opened row={found.data} tab={tab} onTab={onTab} onShow={onShow} />}
    </Dialog>
  );
}

function Opened({ row, tab, onTab, onShow }: Omit<Parts, "id" | "onClose"> & { readonly row: LoggedExchange }) {
  const tabs = [
    { id: "messages", label: "Messages", content: <MessagesTab row={row} /> },
    { id: "response", label: "Response", content: <ResponseTab row={row} /> },
    { id: "trace", label: "Attempts and trace", content: <TraceTab row={row} /> },
    { id: "usage", label: "Usage and cost", content: <UsageTab row={row} /> },
    { id: "about", label: "About", content: <AboutTab row={row} /> },
    { id: "family", label: "Replays", content: <FamilyTab row={row} onShow={onShow} /> },
    {
      id: "replay",
      label: "Replay",
      content: (
        <Suspense fallback={<Skeleton lines={8} />}>
          <ReplayTab key={row.request_id} row={row} onShow={onShow} />
        </Suspense>
      ),
    },
  ];
  return (
    <>
      <p className="mb-3 flex flex-wrap items-center gap-2 text-sm">
        <StatusBadge status={row.status} />
        <strong>{targetOf(row)}</strong>
        <Instant iso={row.created_at} />
        <Badge>{row.origin}</Badge>
        {row.replayability !== "exact" && (
          <Badge tone="warn" title="Whether the request can be sent again as it was">
            {row.replayability.replaceAll("_", " ")}
          </Badge>
        )}
      </p>
      {row.failure !== null && (
        <p className="mb-3 rounded-md border border-bad bg-bad-soft p-2 text-sm">
          <strong>{row.failure.class.replaceAll("_", " ")}</strong>
          {row.failure.code === null ? "" : ` (${row.failure.code})`}: {row.failure.message}
        </p>
      )}
      <Tabs
        label="Parts of the request"
        tabs={tabs}
        active={tabs.some((one) => one.id === tab) ? (tab as string) : "messages"}
        onChange={onTab}
      />
    </>
  );
}
