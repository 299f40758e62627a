import { Link } from "@tanstack/react-router";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import type { NextStep } from "../../../../report/steps.ts";
import { buttonLook } from "../../../parts/button.tsx";
import { Command } from "../../../parts/command.tsx";
import { runForm } from "./run-form.ts";

const TABS = {
  read: { tab: "pairs", label: "Read the pairs" },
  judge: { tab: "judge", label: "Have a judge look" },
  promote: { tab: "promotion", label: "Promote a share" },
} as const;
const RUNS = { measure: "Measure it", simulate: "Simulate more" } as const;

/** What answers what is open: the page where it is done, and the command that does the same. */
export function NextStepShown({
  next: { does, text, command },
  result,
}: {
  readonly next: NextStep;
  readonly result: SimulationResult | ExperimentResult;
}) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      {does === "measure" || does === "simulate" ? (
        <Link to="/experiments/new" search={runForm(result, does)} className={buttonLook()}>
          {RUNS[does]}
        </Link>
      ) : (
        <Link from="/experiments/$id" to="." search={{ tab: TABS[does].tab }} className={buttonLook()}>
          {TABS[does].label}
        </Link>
      )}
      <span className="text-soft">{text}</span>
      <Command>{command}</Command>
    </div>
  );
}
