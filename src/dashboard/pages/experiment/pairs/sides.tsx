import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { PairView } from "../../../../experiments/pair-view.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { TwoSides, type TwoSided } from "../../../parts/two-sides.tsx";
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
  const rows: readonly TwoSided[] = [
    { name: "Model", before: original.target ?? "nobody", after: replay.target ?? "nobody" },
    { name: "Input tokens", before: count(original.input_tokens), after: count(replay.input_tokens) },
    { name: "Output tokens", before: count(original.output_tokens), after: count(replay.output_tokens) },
    { name: "Cost", before: usd(original.cost_usd), after: usd(replay.cost_usd) },
    { name: "Latency", before: milliseconds(original.latency_ms), after: milliseconds(replay.latency_ms) },
    { name: "Similarity, 0 to 1", before: "–", after: similarity === null ? "–" : similarity.toFixed(3) },
    { name: "Quality score, 0 to 1", before: "–", after: scored?.pair.score?.toFixed(2) ?? "–" },
    ...Object.entries(outcomes).map(([name, one]) => ({
      name,
      before: count(one.original),
      after: count(one.replay),
    })),
  ];
  return (
    <div className="mt-2">
      <TwoSides
        caption="Both sides of the pair"
        heads={[
          <>
            Original <EvidenceBadge evidence={original.evidence} />
          </>,
          <>
            Replay <EvidenceBadge evidence={replay.evidence} />
          </>,
        ]}
        rows={rows}
      />
    </div>
  );
}
