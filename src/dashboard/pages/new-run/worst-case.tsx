import type { ReactNode } from "react";
import { counted, thousands } from "../../../core/counts.ts";
import { usd } from "../../../core/figures/money.ts";
import type { RunPreview } from "../../api/new-runs.ts";
import { Badge } from "../../parts/badge.tsx";

const HEADS = ["Target", "As", "Calls", "At most", "Expected", "At worst"];
const FIRST_NUMBER = 2;
const NUMBER = "py-1 pl-4 text-right";

/** What would be sent, and what it may cost, before anything is. */
export function WorstCase({
  preview,
  cap,
  children,
}: {
  readonly preview: RunPreview;
  /** USD. */
  readonly cap: number;
  readonly children: ReactNode;
}) {
  const { frame, targets, worst_usd: worst, expected_usd: expected, judge, warnings } = preview;
  return (
    <section aria-label="What would be sent" className="mt-4 rounded-md border border-rule p-3 text-sm">
      <p>
        <strong>{thousands(frame.sampled)}</strong> of {thousands(frame.replayable)} requests that can be sent again (
        {thousands(frame.window_rows)} in the window). Expected {usd(expected)}, at worst <strong>{usd(worst)}</strong>;
        the cap is {usd(cap)}.
      </p>
      {judge !== undefined && (
        <p className="mt-1">
          Then {judge.judge} judges {counted(judge.pairs, "pair")} at most: expected {usd(judge.expected_usd)}, at worst{" "}
          <strong>{usd(judge.worst_usd)}</strong> more, under the same cap.
        </p>
      )}
      {worst + (judge?.worst_usd ?? 0) > cap && (
        <p className="mt-1 text-warn">At worst it would cost more than the cap: then it stops at the cap.</p>
      )}
      <div className="mt-3 overflow-x-auto" tabIndex={0} role="region" aria-label="Calls by target">
        <table className="w-full text-left whitespace-nowrap">
          <caption className="sr-only">Calls by target</caption>
          <thead className="text-soft">
            <tr className="border-b border-rule">
              {HEADS.map((head, at) => (
                <th key={head} scope="col" className={`font-medium ${at < FIRST_NUMBER ? "py-1 pr-4" : NUMBER}`}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {targets.map((one) => (
              <tr key={`${one.role} ${one.target}`} className="border-b border-rule tabular-nums">
                <td className="py-1 pr-4">{one.target}</td>
                <td className="py-1 pr-4">{one.role}</td>
                <td className={NUMBER}>{thousands(one.calls)}</td>
                <td className={NUMBER}>{thousands(one.calls_at_most)}</td>
                <td className={NUMBER}>{usd(one.expected_usd)}</td>
                <td className={NUMBER}>
                  {one.unpriced > 0 && <Badge tone="warn">{thousands(one.unpriced)} without a price</Badge>}{" "}
                  {usd(one.worst_usd)}
                </td>
              </tr>
            ))}
            {judge !== undefined && (
              <tr className="border-b border-rule tabular-nums">
                <td className="py-1 pr-4">{judge.judge}</td>
                <td className="py-1 pr-4">judge</td>
                <td className={NUMBER}>{thousands(judge.calls)}</td>
                <td className={NUMBER}>{thousands(judge.calls_at_most)}</td>
                <td className={NUMBER}>{usd(judge.expected_usd)}</td>
                <td className={NUMBER}>{usd(judge.worst_usd)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {warnings.length > 0 && (
        <ul className="mt-3 list-disc pl-5 text-warn">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <div className="mt-3">{children}</div>
    </section>
  );
}
