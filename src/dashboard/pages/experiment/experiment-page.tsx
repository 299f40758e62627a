import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { experimentQuery, type Experiment } from "../../api/experiments.ts";
import { Badge } from "../../parts/badge.tsx";
import { buttonLook } from "../../parts/button.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { RecordProblem, type Asked } from "../../parts/record-problem.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { MeasuredTabs } from "./measured-tabs.tsx";
import { PromotedNote } from "./promotion/promoted-note.tsx";
import { SimulationTabs } from "./simulation-tabs.tsx";

const route = getRouteApi("/experiments/$id");

/** One experiment: what it came to, or how far it is. */
export function ExperimentPage() {
  const { id } = route.useParams();
  const experiment = useQuery(experimentQuery(id));
  if (experiment.data === undefined)
    return (
      <Page title="Experiment" lead={<code>{id}</code>}>
        {experiment.isPending ? <Skeleton lines={8} /> : <Trouble asked={experiment} />}
      </Page>
    );
  return (
    <Page
      title={experiment.data.result.policy.name}
      lead={<Lead experiment={experiment.data} />}
      actions={
        <a
          href={`/api/experiments/${encodeURIComponent(id)}/report`}
          target="_blank"
          rel="noreferrer"
          className={buttonLook()}
        >
          Report as one page
        </a>
      }
    >
      {experiment.isError && <Trouble asked={experiment} />}
      <PromotedNote id={id} />
      <Body experiment={experiment.data} />
    </Page>
  );
}

function Trouble({ asked }: { readonly asked: Asked }) {
  const list = (
    <Link to="/experiments" className={buttonLook()}>
      All experiments
    </Link>
  );
  return <RecordProblem what="experiment" asked={asked} list={list} />;
}

function Body({ experiment }: { readonly experiment: Experiment }) {
  if (experiment.mode === "routing_only") return <SimulationTabs result={experiment.result} />;
  return <MeasuredTabs experiment={experiment} />;
}

function Lead({ experiment }: { readonly experiment: Experiment }) {
  const { id, created_at: at, mode, result } = experiment;
  const { policy, window } = result;
  return (
    <span className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone="accent">{mode.replaceAll("_", " ")}</Badge>
        {policy.strategy.replaceAll("_", " ")}
        {policy.version === null ? "" : `, version ${policy.version}`}
      </span>
      <span>
        Requests from {minute(window.start)} to {minute(window.end)} UTC; asked <Instant iso={at} />.
      </span>
      <code className="text-xs">{id}</code>
    </span>
  );
}

function minute(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
