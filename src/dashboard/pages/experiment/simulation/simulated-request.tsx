import { useQuery } from "@tanstack/react-query";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import { explainQuery, type Explained } from "../../../api/explain.ts";
import { Button } from "../../../parts/button.tsx";
import { DecisionTraceView } from "../../../parts/decision-trace.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Section } from "../../../parts/page.tsx";
import { RecordProblem } from "../../../parts/record-problem.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { LoggedTrace } from "../shown/logged-trace.tsx";

/** One request of a simulation: what both sides came to, and why each went where it went. */
export function SimulatedRequest({
  id,
  result,
  onClose,
}: {
  readonly id: string;
  readonly result: SimulationResult;
  readonly onClose: () => void;
}) {
  const explained = useQuery(explainQuery(result.policy.data, id));
  return (
    <Dialog open onClose={onClose} title="Request of the simulation" shape="drawer">
      <p className="-mt-2 mb-3 font-mono text-xs text-soft">{id}</p>
      {explained.isPending && <Skeleton lines={8} label="Replaying the request" />}
      {explained.isError && (
        <RecordProblem what="request" asked={explained} list={<Button onClick={onClose}>Back to the result</Button>} />
      )}
      {explained.data !== undefined && <Both explained={explained.data} result={result} />}
      <Section title="Why the baseline went there">
        <LoggedTrace id={id} what="The request" />
      </Section>
    </Dialog>
  );
}

function Both({ explained, result }: { readonly explained: Explained; readonly result: SimulationResult }) {
  const { logged, measured, projected, facts_id: facts } = explained;
  const came = measured ?? projected;
  return (
    <>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Both sides of the request">
        <table className="w-full min-w-110 text-sm">
          <caption className="sr-only">Both sides of the request</caption>
          <thead className="text-soft">
            <tr className="border-b border-rule">
              {["Side", "Answered", "Cost", "Latency", "Stands on"].map((head) => (
                <th key={head} scope="col" className="py-1 pr-3 text-left font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {logged !== null && (
              <tr className="border-b border-rule">
                <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                  Baseline
                </th>
                <td className="py-1 pr-3">
                  {logged.target ?? "nobody"}
                  {logged.status === "ok" ? "" : `, ${logged.status}`}
                </td>
                <td className="py-1 pr-3 whitespace-nowrap">{usd(logged.cost_usd)}</td>
                <td className="py-1 pr-3 whitespace-nowrap">{milliseconds(logged.latency_ms)}</td>
                <td className="py-1">
                  <EvidenceBadge evidence="recorded" />
                </td>
              </tr>
            )}
            <tr className="border-b border-rule">
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                Candidate
              </th>
              <td className="py-1 pr-3">{explained.answered ?? "nobody"}</td>
              <td className="py-1 pr-3 whitespace-nowrap">{usd(came?.cost_usd ?? null)}</td>
              <td className="py-1 pr-3 whitespace-nowrap">{milliseconds(came?.latency_ms ?? null)}</td>
              <td className="py-1">
                <EvidenceBadge evidence={came?.evidence ?? "unidentified"} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className="mt-1 text-xs text-soft">One request has no interval.</p>
      <Section title="Why the candidate goes there">
        <DecisionTraceView trace={{ ...explained, policy_name: result.policy.name }} />
        {facts !== result.facts_id && (
          <p className="mt-2 text-xs text-soft">
            Decided by what is known now ({facts}); the simulation knew {result.facts_id}, and may have decided
            otherwise.
          </p>
        )}
      </Section>
    </>
  );
}
