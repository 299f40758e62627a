import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { PairView } from "../../../../experiments/pair-view.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { usePairVerdicts } from "./use-pair-verdicts.ts";

/** Both sides of a pair, figure by figure. */
export function Sides({
  experiment,
  pair: { request_id: request, original, replay, similarity, outcomes },
}: {
  readonly experiment: string;
  readonly pair: PairView;
}) {
  const scored = usePairVerdicts(experiment, request).find(({ pair }) => pair.score !== null);

  const count = (value: number | null): string => (value === null ? "–" : thousands(value));
  const rows = [
    ["Model", original.target ?? "nobody", replay.target ?? "nobody"],
    ["Input tokens", count(original.input_tokens), count(replay.input_tokens)],
    ["Output tokens", count(original.output_tokens), count(replay.output_tokens)],
    ["Cost", usd(original.cost_usd), usd(replay.cost_usd)],
    ["Latency", milliseconds(original.latency_ms), milliseconds(replay.latency_ms)],
    ["Similarity, 0 to 1", "–", similarity === null ? "–" : similarity.toFixed(3)],
    ["Quality score, 0 to 1", "–", scored?.pair.score?.toFixed(2) ?? "–"],
    ...Object.entries(outcomes).map(([name, one]) => [name, count(one.original), count(one.replay)]),
  ];
  return (
    <table className="mt-2 w-full max-w-2xl text-sm">
      <caption className="sr-only">Both sides of the pair</caption>
      <thead className="text-soft">
        <tr className="border-b border-rule">
          <th scope="col" className="py-1 text-left font-medium">
            Figure
          </th>
          <th scope="col" className="py-1 pr-3 text-left font-medium">
            Original <EvidenceBadge evidence={original.evidence} />
          </th>
          <th scope="col" className="py-1 text-left font-medium">
            Replay <EvidenceBadge evidence={replay.evidence} />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, before, after]) => (
          <tr key={name} className="border-b border-rule">
            <th scope="row" className="py-1 pr-3 text-left font-normal text-soft">
              {name}
            </th>
            <td className="py-1 pr-3">{before}</td>
            <td className="py-1">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
