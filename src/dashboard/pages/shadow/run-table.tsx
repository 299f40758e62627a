import { Link } from "@tanstack/react-router";
import { thousands } from "../../../core/counts.ts";
import { percent } from "../../../core/figures/percent.ts";
import type { ShadowRun } from "../../api/shadow.ts";
import { EvidenceBadge } from "../../parts/evidence-badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";
import { evidenceOf, intervalText } from "./verdicts.ts";

const CELL = "block py-0.5 pr-4 sm:table-cell sm:py-1.5";

/** Runs of a pair, newest first; on a narrow screen each becomes a block of its own. */
export function RunTable({ runs }: { readonly runs: readonly ShadowRun[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Runs of the window, newest first</caption>
      <thead className="hidden text-left text-soft sm:table-header-group">
        <tr className="border-b border-rule">
          {["When (UTC)", "Verdict", "Of", "Would fail", "Differ", "Success rate, difference"].map((head) => (
            <th key={head} scope="col" className="py-1.5 pr-4 font-medium">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map(({ id, created_at: at, finished_at: finished, pack, mirror, source, candidate, summary }) => (
          <tr key={id} className="block border-b border-rule py-1.5 align-top sm:table-row sm:py-0">
            <th scope="row" className={`${CELL} text-left font-normal`}>
              <Link
                to="/shadow/runs/$id"
                params={{ id }}
                className="inline-block text-accent hover:underline leading-6"
              >
                <Instant iso={at} />
              </Link>
              {finished === null && <span className="text-soft">, goes on</span>}
            </th>
            <td className={CELL}>
              <VerdictBadge verdict={summary.verdict} />
            </td>
            <td className={CELL}>
              {mirror === null ? (pack === null ? "a pack" : `pack ${pack.name}`) : "mirror"}
              <span className="block text-xs wrap-anywhere text-soft">
                {Object.entries(source)
                  .map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`)
                  .join(", ")}
              </span>
            </td>
            <td className={CELL}>
              {thousands(summary.would_fail)}
              <span className="text-soft"> of {thousands(summary.comparable_n)}</span>
              <span className="text-soft sm:hidden"> would fail</span>
            </td>
            <td className={CELL}>
              {thousands(summary.differs)}
              <span className="text-soft sm:hidden"> differ</span>
            </td>
            <td className={CELL}>
              {percent(summary.success_rate_delta, { sign: true })}{" "}
              <span className="text-xs text-soft">{intervalText(summary.interval)}</span>{" "}
              <EvidenceBadge evidence={evidenceOf(candidate)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
