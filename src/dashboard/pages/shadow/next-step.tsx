import { Link } from "@tanstack/react-router";
import type { ShadowPair, ShadowRun } from "../../api/shadow.ts";
import { buttonLook } from "../../parts/button.tsx";
import { Command } from "../../parts/command.tsx";
import { repeatCommand } from "./repeat-command.ts";

/** Where a verdict leads: to the pairs that are to be read, or to a run that tells more. */
export function NextStep({ pair, runs }: { readonly pair: ShadowPair; readonly runs: readonly ShadowRun[] }) {
  const { verdict } = pair.summary;
  const lost = runs.find(({ summary }) => summary.losses > 0);
  const changed = runs.find(({ summary }) => summary.differs > 0);
  if (verdict === "needs_review" && lost !== undefined)
    return <PairsLink run={lost.id} show="loss" text="Read the pairs that would fail" />;
  if (verdict === "changed_but_passing" && changed !== undefined)
    return <PairsLink run={changed.id} show="differs" text="Read the answers that differ" />;
  const command =
    verdict === "needs_better_evidence" && runs[0]?.origin === "cli"
      ? repeatCommand(pair.primary, pair.candidate)
      : null;
  if (command === null) return null;
  return (
    <div className="mt-3">
      <Command>{command}</Command>
    </div>
  );
}

function PairsLink({ run, show, text }: { readonly run: string; readonly show: string; readonly text: string }) {
  return (
    <p className="mt-3">
      <Link to="/shadow/runs/$id" params={{ id: run }} search={{ show }} className={buttonLook()}>
        {text}
      </Link>
    </p>
  );
}
