import { Link } from "@tanstack/react-router";
import type { NextStep } from "../../../../report/steps.ts";
import { buttonLook } from "../../../parts/button.tsx";
import { Command } from "../../../parts/command.tsx";

const PLACES = {
  read: { tab: "pairs", label: "Read the pairs" },
  judge: { tab: "judge", label: "Have a judge look" },
  promote: { tab: "promotion", label: "Promote a share" },
} as const;

/** What answers what is open: the page where it is done, and the command that does the same. @param measure the form of a new run that measures the candidate */
export function NextStepShown({
  next,
  measure,
}: {
  readonly next: NextStep;
  readonly measure: Readonly<Record<string, string>>;
}) {
  const place = next.does === "measure" ? null : PLACES[next.does];
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      {place === null ? (
        <Link to="/experiments/new" search={measure} className={buttonLook()}>
          Measure it
        </Link>
      ) : (
        <Link from="/experiments/$id" to="." search={{ tab: place.tab }} className={buttonLook()}>
          {place.label}
        </Link>
      )}
      <span className="text-soft">{next.text}</span>
      <Command>{next.command}</Command>
    </div>
  );
}
