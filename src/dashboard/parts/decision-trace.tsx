import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import type { DecisionTrace } from "../../core/trace.ts";
import { Badge } from "./badge.tsx";
import { EvidenceBadge } from "./evidence-badge.tsx";

/** Why one request went, or would go, where it does: who could be asked, in which order and why, and what came of it. */
export function DecisionTraceView({ trace }: { readonly trace: DecisionTrace }) {
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p>
        <strong>{trace.policy_name}</strong> ({trace.policy_type.replaceAll("_", " ")}) chose{" "}
        <strong>{trace.selected ?? "nobody"}</strong>: {trace.selection_reason}
        {trace.arms.length > 0 && <>. Arms: {trace.arms.join(" → ")}</>}
      </p>
      <ol className="flex flex-col gap-1">
        {trace.candidates.map(({ model: target, rank, reason }) => (
          <li key={`${rank} ${target}`} className="flex flex-wrap items-baseline gap-2">
            <Badge tone={target === trace.answered ? "good" : "neutral"}>{rank}</Badge>
            <span className="font-medium">{target}</span>
            <span className="text-soft">{reason}</span>
          </li>
        ))}
        {trace.excluded.map(({ model: target, reason }) => (
          <li key={target} className="flex flex-wrap items-baseline gap-2">
            <Badge tone="bad">left out</Badge>
            <span>{target}</span>
            <span className="text-soft">{reason}</span>
          </li>
        ))}
      </ol>
      {trace.attempts.length > 0 && <Attempts trace={trace} />}
      {trace.notes.length > 0 && (
        <ul className="list-disc pl-5 text-soft">
          {trace.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Attempts({ trace: { attempts } }: { readonly trace: DecisionTrace }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Attempts">
      <table className="w-full text-left whitespace-nowrap">
        <caption className="mb-1 text-left font-medium">Attempts</caption>
        <thead className="text-soft">
          <tr className="border-b border-rule">
            {["Started", "Target", "As", "Came to", "Latency", "Cost", "Evidence"].map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {attempts.map((one) => (
            <tr key={`${one.started_ms} ${one.target} ${one.try} ${one.kind}`} className="border-b border-rule">
              <td className="py-1 pr-3">{milliseconds(one.started_ms)}</td>
              <td className="py-1 pr-3">{one.target}</td>
              <td className="py-1 pr-3 whitespace-nowrap">
                {one.kind.replaceAll("_", " ")}
                {one.try > 1 ? `, try ${one.try}` : ""}
              </td>
              <td className="py-1 pr-3">
                <Badge tone={one.ok ? "good" : "bad"}>
                  {one.ok ? "ok" : (one.failure ?? "failed").replaceAll("_", " ")}
                </Badge>
              </td>
              <td className="py-1 pr-3">{milliseconds(one.latency_ms)}</td>
              <td className="py-1 pr-3">{usd(one.cost_usd)}</td>
              <td className="py-1">
                <EvidenceBadge evidence={one.evidence} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
