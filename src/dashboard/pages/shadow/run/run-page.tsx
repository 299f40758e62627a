import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { sessionQuery } from "../../../api/session.ts";
import { removeShadowRun, shadowRunQuery, type ShadowRun } from "../../../api/shadow.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button, buttonLook } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Page, Section } from "../../../parts/page.tsx";
import { Properties } from "../../../parts/properties.tsx";
import { RecordProblem } from "../../../parts/record-problem.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { ContractTable } from "../contract-table.tsx";
import { Guidance } from "../guidance.tsx";
import { NoContracts } from "../no-contracts.tsx";
import { OutcomeBars } from "../outcome-bars.tsx";
import { SummaryFigures } from "../summary-figures.tsx";
import { evidenceOf } from "../verdicts.ts";
import { PairsSection } from "./pairs-section.tsx";

const route = getRouteApi("/shadow/runs/$id");

/** A shadow run: what came of it, and its pairs step by step. */
export function RunPage() {
  const { id } = route.useParams();
  const found = useQuery(shadowRunQuery(id));
  const run = found.data;
  return (
    <Page
      title={run === undefined ? "Shadow run" : `${run.candidate} for ${run.primary}`}
      {...(run === undefined ? {} : { lead: <Lead run={run} /> })}
      actions={
        <>
          <Link to="/shadow" search={run === undefined ? {} : pairOf(run)} className={buttonLook()}>
            {run === undefined ? "All pairs" : "Over several runs"}
          </Link>
          {run !== undefined && (
            <>
              <a href={`/api/shadow-runs/${encodeURIComponent(id)}/report`} className={buttonLook()}>
                Report
              </a>
              <Remove id={id} />
            </>
          )}
        </>
      }
    >
      {found.isPending && <Skeleton lines={12} />}
      {found.isError && (
        <RecordProblem
          what="shadow run"
          asked={found}
          list={
            <Link to="/shadow" className={buttonLook()}>
              All shadow pairs
            </Link>
          }
        />
      )}
      {run !== undefined && (
        <>
          <Guidance summary={run.summary}>{run.contracts.length === 0 && <NoContracts />}</Guidance>
          <Section title="Pairs, step by step">
            <PairsSection run={run} />
          </Section>
          <Section title="In numbers">
            <SummaryFigures summary={run.summary} evidence={evidenceOf(run.candidate)} />
            <div className="mt-4">
              <OutcomeBars summary={run.summary} evidence={evidenceOf(run.candidate)} />
            </div>
          </Section>
          {run.contracts.length > 0 && (
            <Section title="Contracts" note="A name leads to its pairs above.">
              <ContractTable contracts={run.contracts} run={id} />
            </Section>
          )}
          <Section title="Where it comes from">
            <Origin run={run} />
          </Section>
        </>
      )}
    </Page>
  );
}

/** The overview of this primary and shadow alone, far back enough. */
function pairOf({ primary, candidate }: ShadowRun) {
  return { last: "90d", primary, candidate };
}

function Lead({ run: { id, created_at: at, finished_at: finished } }: { readonly run: ShadowRun }) {
  return (
    <>
      <Instant iso={at} /> UTC, <code className="text-xs">{id}</code>{" "}
      {finished === null && <Badge tone="accent">goes on</Badge>}
    </>
  );
}

function Origin({ run }: { readonly run: ShadowRun }) {
  const { project, endpoint, pack, mirror, repeat, source } = run;
  return (
    <Properties
      rows={[
        ["project", project],
        ["endpoint", endpoint],
        ["pack", pack === null ? null : `${pack.name} (${pack.hash.slice(0, 12)})`],
        mirror === null ? (["trials of each case", repeat] as const) : (["mirror", mirror] as const),
        ...Object.entries(source).map(([name, value]) => [name.replaceAll("_", " "), value] as const),
      ]}
    />
  );
}

/** Removes the run with its pairs, once it is said twice. */
function Remove({ id }: { readonly id: string }) {
  const [asking, setAsking] = useState(false);
  const session = useQuery(sessionQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const removed = useMutation({
    mutationFn: () => removeShadowRun(id),
    onSuccess: async () => {
      await navigate({ to: "/shadow" });
      await client.invalidateQueries({ queryKey: ["shadow"] });
    },
  });
  if (session.data?.role !== "admin" && session.data?.role !== "editor") return null;
  return (
    <>
      <Button weight="danger" onClick={() => setAsking(true)}>
        Remove
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Remove this run?"
        description="Its pairs go with it, and verdicts over several runs no longer count them. It cannot be brought back."
      >
        {removed.isError && <ProblemNotice error={removed.error} />}
        <div className="flex gap-2">
          <Button weight="danger" busy={removed.isPending} onClick={() => removed.mutate()}>
            Remove the run
          </Button>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
        </div>
      </Dialog>
    </>
  );
}
