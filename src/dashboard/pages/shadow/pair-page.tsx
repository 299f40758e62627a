import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { counted } from "../../../core/counts.ts";
import { problemOf } from "../../api/problem.ts";
import { shadowPairQuery, type ShadowPair, type ShadowPairDetails } from "../../api/shadow.ts";
import { buttonLook } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { ContractTable } from "./contract-table.tsx";
import { DifferencesByRun } from "./differences-by-run.tsx";
import { Guidance } from "./guidance.tsx";
import { NextStep } from "./next-step.tsx";
import { NoContracts } from "./no-contracts.tsx";
import { OutcomeBars } from "./outcome-bars.tsx";
import { RunTable } from "./run-table.tsx";
import { SummaryFigures } from "./summary-figures.tsx";
import { evidenceOf } from "./verdicts.ts";
import { WindowChoice } from "./window-choice.tsx";

const route = getRouteApi("/shadow/pairs/$id");

/** One primary and the shadow that might take its place, over the runs of a window. */
export function PairPage() {
  const { id } = route.useParams();
  const window = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(shadowPairQuery(id, window));
  const { data } = found;
  const missing = found.isError && problemOf(found.error).kind === "gone";
  return (
    <Page
      title={data === undefined ? "Shadow pair" : `${data.pair.candidate} for ${data.pair.primary}`}
      {...(data === undefined ? {} : { lead: leadOf(data.pair) })}
      actions={
        <Link to="/shadow" search={window} className={buttonLook()}>
          All pairs
        </Link>
      }
    >
      <div className="mb-4">
        <WindowChoice
          window={window}
          onChange={(changes) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true })}
        />
      </div>
      {found.isPending && <Skeleton lines={10} />}
      {missing && (
        <EmptyState title="This pair has no run in this window" command="understudy shadow list --last 90d">
          Choose a longer window. Runs that were removed are not among them.
        </EmptyState>
      )}
      {found.isError && !missing && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {data !== undefined && !missing && <Judged details={data} />}
    </Page>
  );
}

function leadOf({ runs, project, endpoint }: ShadowPair): string {
  const scope = [project, endpoint].filter((one) => one !== null).join(" / ");
  return `The shadow first, then the primary whose place it would take. ${counted(runs, "run")} in the window${scope === "" ? "" : `, ${scope}`}.`;
}

function Judged({ details: { pair, contracts, runs } }: { readonly details: ShadowPairDetails }) {
  const evidence = evidenceOf(pair.candidate);
  return (
    <>
      <Guidance summary={pair.summary}>
        {contracts.length === 0 && <NoContracts />}
        <NextStep pair={pair} runs={runs} />
      </Guidance>
      {pair.truncated && <p className="mt-2 text-sm text-warn">Judged over the newest 10,000 pairs of the window.</p>}
      <Section title="In numbers">
        <SummaryFigures summary={pair.summary} evidence={evidence} />
      </Section>
      <Section title="Pairs">
        <OutcomeBars summary={pair.summary} evidence={evidence} />
        <div className="mt-4">
          <DifferencesByRun pair={pair} runs={runs} evidence={evidence} />
        </div>
      </Section>
      {contracts.length > 0 && (
        <Section title="Contracts" note="Over all runs of the window; a name leads to its pairs in the newest run.">
          <ContractTable contracts={contracts} run={pair.last_run} />
        </Section>
      )}
      <Section title="Runs">
        <RunTable runs={runs} />
      </Section>
    </>
  );
}
