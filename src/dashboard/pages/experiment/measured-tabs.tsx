import { getRouteApi } from "@tanstack/react-router";
import type { Experiment } from "../../api/experiments.ts";
import { RunPanel } from "../../parts/run-panel.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { MeasuredDecision } from "./decision/measured-decision.tsx";
import { awaitedJudge } from "./judge/awaited.ts";
import { JudgeView } from "./judge/judge-view.tsx";
import { MeasuredView } from "./measured/measured-view.tsx";
import { PairsView } from "./pairs/pairs-view.tsx";
import { PromotionView } from "./promotion/promotion-view.tsx";

const route = getRouteApi("/experiments/$id");

/** A measured experiment: its run above, its result, its pairs and its judges below. */
export function MeasuredTabs({
  experiment: { id, request, progress, result },
}: {
  readonly experiment: Extract<Experiment, { readonly mode: "with_responses" }>;
}) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const tabs = [
    { id: "result", label: "Result", content: <MeasuredView result={result} /> },
    { id: "pairs", label: "Pairs", content: <PairsView id={id} /> },
    { id: "judge", label: "Judge", content: <JudgeView id={id} awaited={awaitedJudge(request)} progress={progress} /> },
    { id: "decision", label: "Decision", content: <MeasuredDecision result={result} /> },
    { id: "promotion", label: "Promotion", content: <PromotionView id={id} kind={result.asked.kind} /> },
  ];
  return (
    <>
      {progress !== null && <RunPanel path="experiments" progress={progress} unit="Pairs" stale={["experiments"]} />}
      <div className="mt-4">
        <Tabs
          label="Parts of the experiment"
          tabs={tabs}
          active={tabs.find((one) => one.id === tab)?.id ?? "result"}
          onChange={(to) => void navigate({ search: to === "result" ? {} : { tab: to }, replace: true })}
        />
      </div>
    </>
  );
}
