import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { counted, thousands } from "../../../core/counts.ts";
import { percent } from "../../../core/figures/percent.ts";
import { words } from "../../../report/shadow/words.ts";
import type { ShadowPair } from "../../api/shadow.ts";
import { EvidenceBadge } from "../../parts/evidence-badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";
import { evidenceOf, intervalText } from "./verdicts.ts";
import type { ShadowWindow } from "./window-choice.tsx";

const HEADS = [
  "Verdict",
  "Shadow in the place of",
  "Runs",
  "Would fail",
  "Differ",
  "Success rate, difference",
  "Last run",
] as const;
const CELL = "block py-0.5 pr-4 sm:table-cell sm:py-2";
/** Beside the one before, where there are blocks. */
const SHORT = "inline-block py-0.5 pr-4 sm:table-cell sm:py-2";

/** Pairs of targets of a window; on a narrow screen each becomes a block of its own. */
export function PairTable({
  pairs,
  window,
  active,
}: {
  readonly pairs: readonly ShadowPair[];
  readonly window: ShadowWindow;
  /** The row that j and k move; -1 = none. */
  readonly active: number;
}) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Primaries and shadows of the window, what ran last first</caption>
      <thead className="hidden text-left text-soft sm:table-header-group">
        <tr className="border-b border-rule">
          {HEADS.map((head) => (
            <th key={head} scope="col" className="py-1.5 pr-4 font-medium whitespace-nowrap">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair, index) => (
          <PairRow key={pair.id} pair={pair} window={window} active={index === active} />
        ))}
      </tbody>
    </table>
  );
}

function PairRow({
  pair,
  window,
  active,
}: {
  readonly pair: ShadowPair;
  readonly window: ShadowWindow;
  readonly active: boolean;
}) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const { summary, project, endpoint } = pair;
  const scope = [project, endpoint].filter((one) => one !== null).join(" / ");
  return (
    <tr
      ref={row}
      aria-current={active ? "true" : undefined}
      className="block border-b border-rule py-2 align-top aria-[current]:bg-accent-soft sm:table-row sm:py-0"
    >
      <td className={CELL}>
        <VerdictBadge verdict={summary.verdict} />
      </td>
      <th scope="row" className={`${CELL} max-w-xl text-left font-normal`}>
        <Link
          to="/shadow/pairs/$id"
          params={{ id: pair.id }}
          search={window}
          className="block min-h-[24px] w-fit py-0.5 font-semibold text-accent hover:underline"
        >
          {pair.candidate} <span className="font-normal text-soft">for</span> {pair.primary}
        </Link>
        {scope !== "" && project !== null && (
          <Link
            to="/shadow"
            search={(before) => ({ ...before, project, endpoint: endpoint ?? undefined })}
            title="Only these"
            className="block min-h-[24px] w-fit min-w-[24px] pr-2 text-xs leading-[24px] text-soft hover:underline"
          >
            project {scope}
          </Link>
        )}
        <span className="mt-0.5 block text-xs text-soft">{summary.guidance}</span>
      </th>
      <td className={SHORT}>
        {counted(pair.runs, "run")}
        <span className="text-xs whitespace-nowrap text-soft sm:block"> {words(summary.confidence_label)}</span>
      </td>
      <td className={SHORT}>
        <span className={summary.would_fail > 0 ? "font-semibold text-bad" : ""}>{thousands(summary.would_fail)}</span>
        <span className="text-soft"> of {thousands(summary.comparable_n)}</span>
        <span className="text-soft sm:hidden"> would fail</span>
      </td>
      <td className={SHORT}>
        {thousands(summary.differs)}
        <span className="text-soft sm:hidden"> differ</span>
      </td>
      <td className={CELL}>
        <span className="text-soft sm:hidden">success rate, difference </span>
        {percent(summary.success_rate_delta, { sign: true })}{" "}
        <span className="text-xs text-soft sm:block">{intervalText(summary.interval)}</span>
        <span className="mt-0.5 flex items-center gap-1.5 text-xs whitespace-nowrap text-soft">
          n = {thousands(summary.comparable_n)} <EvidenceBadge evidence={evidenceOf(pair.candidate)} />
        </span>
      </td>
      <td className={`${CELL} text-soft sm:whitespace-nowrap`}>
        <Instant iso={pair.last_at} />
      </td>
    </tr>
  );
}
