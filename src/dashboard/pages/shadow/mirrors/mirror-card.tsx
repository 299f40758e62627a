import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { counted, thousands } from "../../../../core/counts.ts";
import { percent } from "../../../../core/figures/percent.ts";
import { changeMirror, type Mirror } from "../../../api/mirrors.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button } from "../../../parts/button.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { PolicyTreeView } from "../../../parts/policy/policy-tree-view.tsx";
import { VerdictBadge } from "../verdict-badge.tsx";
import { SpentToday } from "./spent-today.tsx";

const MEANINGS: Readonly<Record<string, string>> = {
  compared: "both sides were held against each other",
  failed: "the candidate did not answer",
  skipped: "it would have touched state twice",
  dropped: "too many waited, the mirror was paused, or the machine was too busy",
  capped: "the day's money was spent",
};

/** A mirror: what it asks whom, what it did today, and what came of it. */
export function MirrorCard({
  mirror,
  may,
  onRemove,
}: {
  readonly mirror: Mirror;
  /** Whoever looks may change mirrors. */
  readonly may: boolean;
  readonly onRemove: () => void;
}) {
  const { id, candidate, scope, share, pack, contracts, state, run, summary, today } = mirror;
  const client = useQueryClient();
  const changed = useMutation({
    mutationFn: () => changeMirror(id, state === "running" ? "pause" : "resume"),
    onSettled: () => client.invalidateQueries({ queryKey: ["mirrors"] }),
  });
  const counts = Object.entries(today.requests);
  return (
    <article aria-label={`${candidate} on ${scope}`} className="rounded-md border border-rule p-3 text-sm">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">{candidate}</h2>
        <span className="text-soft">
          on {percent(share)} of <code>{scope}</code>
        </span>
        <Badge tone={state === "running" ? "good" : "warn"}>{state}</Badge>
      </header>
      <p className="mt-1 text-xs text-soft">
        {pack === null
          ? "no contracts: answers are only compared"
          : `pack ${pack.name}, ${counted(contracts.length, "contract")}`}
        {`, within ${thousands(mirror.timeout_ms / 1000)} s, ${mirror.concurrency} at a time, by ${mirror.actor}`}
      </p>
      <details className="mt-1">
        <summary className="text-xs text-accent">
          The candidate’s plan{contracts.length > 0 && ", and its contracts"}
        </summary>
        <PolicyTreeView policy={mirror.policy} />
        {contracts.length > 0 && <p className="mt-1 text-xs wrap-anywhere">{contracts.join(", ")}</p>}
      </details>
      <SpentToday mirror={mirror} />
      <dl className="mt-3 flex flex-wrap gap-x-5 gap-y-1" aria-label="Chosen requests today">
        {counts.map(([name, count]) => (
          <div key={name} title={MEANINGS[name]}>
            <dt className="text-xs text-soft">{name}</dt>
            <dd className="tabular-nums">{thousands(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 flex flex-wrap items-center gap-2">
        {run === null || summary === null ? (
          <span className="text-soft">Nothing was compared yet.</span>
        ) : (
          <>
            <VerdictBadge verdict={summary.verdict} />
            <Link to="/shadow/runs/$id" params={{ id: run }} className="text-accent hover:underline">
              newest run, {counted(summary.comparable_n, "pair")}
            </Link>
          </>
        )}
      </p>
      {changed.isError && <ProblemNotice error={changed.error} />}
      {may && (
        <div className="mt-3 flex gap-2">
          <Button busy={changed.isPending} onClick={() => changed.mutate()}>
            {state === "running" ? "Pause" : "Resume"}
          </Button>
          <Button weight="danger" onClick={onRemove}>
            Remove
          </Button>
        </div>
      )}
    </article>
  );
}
