import { getRouteApi } from "@tanstack/react-router";
import type { SimulationResult } from "../../../replay/result.ts";
import { answeredSteps } from "../../../report/simulation/answered-steps.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { DecisionView } from "./decision/decision-view.tsx";
import { PromotionView } from "./promotion/promotion-view.tsx";
import { SimulationPart } from "./simulation/simulation-part.tsx";

const route = getRouteApi("/experiments/$id");

/** A simulation: its result, what it says of switching, and its candidate in production. */
export function SimulationTabs({ result }: { readonly result: SimulationResult }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { id } = result;
  const tabs = [
    { id: "result", label: "Result", content: <SimulationPart result={result} /> },
    { id: "decision", label: "Decision", content: <DecisionView result={result} steps={answeredSteps(result)} /> },
    { id: "promotion", label: "Promotion", content: <PromotionView id={id} kind="policy" /> },
  ];
  return (
    <Tabs
      label="Parts of the experiment"
      tabs={tabs}
      active={tabs.find((one) => one.id === tab)?.id ?? "result"}
      onChange={(to) => void navigate({ search: to === "result" ? {} : { tab: to }, replace: true })}
    />
  );
}
