import type { ReactNode } from "react";
import type { Evidence } from "../../../../core/evidence.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";

/** One request on which both sides lie far apart, as text; where no row knows a number of either side, only the difference is shown. */
export interface OutlierRow {
  readonly key: string;
  /** What opens it. */
  readonly link: ReactNode;
  readonly target: string | null;
  readonly baseline: string;
  readonly candidate: string;
  readonly difference: string;
}

const SIDES = ["Baseline", "Candidate"] as const;

/** Requests that differ most in one respect, the furthest first. It scrolls inside itself on a phone. */
export function OutlierTable({
  title,
  rows,
  evidence,
}: {
  readonly title: string;
  readonly rows: readonly OutlierRow[];
  readonly evidence: Evidence;
}) {
  if (rows.length === 0) return null;
  const known = rows.some(({ baseline, candidate }) => baseline !== UNKNOWN || candidate !== UNKNOWN);
  const heads = ["Request", "Candidate asks", ...(known ? SIDES : []), "Difference"];
  return (
    <div
      className="overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={`Requests that differ most ${title.toLowerCase()}`}
    >
      <table className="w-full min-w-140 text-sm">
        <caption className="mb-1 text-left">
          {title} <EvidenceBadge evidence={evidence} />
        </caption>
        <thead className="text-soft">
          <tr className="border-b border-rule">
            {heads.map((head, at) => (
              <th key={head} scope="col" className={`py-1 pr-3 font-medium ${at < 2 ? "text-left" : "text-right"}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, link, target, baseline, candidate, difference }) => (
            <tr key={key} className="border-b border-rule">
              <td className="py-1 pr-3 whitespace-nowrap">{link}</td>
              <td className="py-1 pr-3">{target ?? "nobody"}</td>
              {(known ? [baseline, candidate] : []).map((side, at) => (
                <td key={SIDES[at]} className="py-1 pr-3 text-right whitespace-nowrap">
                  {side}
                </td>
              ))}
              <td className="py-1 text-right font-semibold whitespace-nowrap">{difference}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
