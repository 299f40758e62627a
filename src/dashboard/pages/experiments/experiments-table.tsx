import { Link } from "@tanstack/react-router";
import { thousands } from "../../../core/counts.ts";
import { usd } from "../../../core/figures/money.ts";
import type { ExperimentLine } from "../../api/experiments.ts";
import type { RunProgress } from "../../api/runs.ts";
import { EvidenceBadge } from "../../parts/evidence-badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { RunState } from "../../parts/run-state.tsx";
import { savingInterval, savingText } from "../../parts/saving.ts";

const HEADS = ["Candidate", "State", "Window", "Requests", "Saving", "Spend"];

/** Experiments; on a narrow screen each becomes a block of its own. */
export function ExperimentsTable({ rows }: { readonly rows: readonly ExperimentLine[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Experiments, newest first</caption>
      <thead className="hidden text-left text-soft md:table-header-group">
        <tr className="border-b border-rule">
          {HEADS.map((head) => (
            <th key={head} scope="col" className={`py-1.5 pr-4 font-medium ${head === "Requests" ? "text-right" : ""}`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((line) => (
          <Row key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  );
}

const CELL = "block py-0.5 pr-4 md:table-cell md:py-2";

function Row({ line }: { readonly line: ExperimentLine }) {
  const { id, created_at: at, mode, policy, requests, window, saving, progress } = line;
  return (
    <tr className="block border-b border-rule py-2 align-top hover:bg-card md:table-row md:py-0">
      <td className={CELL}>
        <Link
          to="/experiments/$id"
          params={{ id }}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {policy}
        </Link>
        <span className="block text-xs text-soft">
          {mode.replaceAll("_", " ")}, <Instant iso={at} />
        </span>
        <span className="block font-mono text-xs text-soft">{id}</span>
      </td>
      <td className={CELL}>
        <RunState state={progress?.state ?? "completed"} />
        {progress?.state === "running" && <Bar progress={progress} />}
      </td>
      <td className={`${CELL} text-soft`}>
        {window === null ? (
          "–"
        ) : (
          <>
            <span className="whitespace-nowrap">{day(window.start)}</span> to{" "}
            <span className="whitespace-nowrap">{day(window.end)}</span>
          </>
        )}
      </td>
      <td className={`${CELL} md:text-right`}>
        {thousands(requests)} <span className="text-soft md:hidden">requests</span>
      </td>
      <td className={CELL}>
        {saving === null ? (
          <span className="text-soft">not known yet</span>
        ) : (
          <>
            <span className="font-medium">{savingText(saving)}</span> <EvidenceBadge evidence={saving.evidence} />
            <span className="block text-xs text-soft">
              {savingInterval(saving)}, n = {thousands(saving.n)}
            </span>
          </>
        )}
      </td>
      <td className={CELL}>
        {progress === null ? (
          <span className="text-soft">nothing was called</span>
        ) : (
          <>
            {usd(progress.spent_usd)} <span className="text-soft">of {usd(progress.cap_usd)}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function Bar({ progress: { finished, units } }: { readonly progress: RunProgress }) {
  return (
    <span className="mt-1 block max-w-40 text-xs text-soft">
      {thousands(finished)} of {thousands(units)}
      <progress
        aria-label="Pairs that are done"
        value={finished}
        max={Math.max(1, units)}
        className="block h-1.5 w-full"
      />
    </span>
  );
}

function day(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
