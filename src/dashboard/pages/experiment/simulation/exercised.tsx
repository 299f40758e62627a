import { thousands } from "../../../../core/counts.ts";
import { usd, usdInterval } from "../../../../core/figures/money.ts";
import type { Rate, SimulationResult } from "../../../../replay/result.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Section } from "../../../parts/page.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";
import { rateCell } from "../shown/figures.ts";

/** What fallbacks, retries and escalations came to. */
export function Exercised({
  result: { fallback, cascade, candidate, requests },
}: {
  readonly result: SimulationResult;
}) {
  const { exercised, budget_misses: misses, retried } = fallback;
  return (
    <Section title="Fallbacks and escalations">
      <Figures>
        <RateFigure label="A fallback was asked" rate={exercised} />
        <Figure
          label="The time budget ran out"
          value={thousands(misses)}
          below={`requests; ${COUNTED}`}
          evidence={exercised.evidence}
          n={requests}
        />
        <Figure
          label="A target was tried again"
          value={thousands(retried)}
          below={`requests; ${COUNTED}`}
          evidence={exercised.evidence}
          n={requests}
        />
        {cascade !== null && (
          <>
            <RateFigure label="An answer was escalated" rate={cascade.escalated} />
            <Figure
              label="Blended cost of the cascade"
              value={usd(cascade.blended_cost_usd)}
              below={
                cascade.bounds === null
                  ? COUNTED
                  : `${usdInterval(cascade.bounds.all_accepted_usd, cascade.bounds.all_escalated_usd)}: every unknown answer accepted, every one escalated`
              }
              evidence={candidate.evidence}
              n={requests}
            />
          </>
        )}
      </Figures>
    </Section>
  );
}

function RateFigure({ label, rate }: { readonly label: string; readonly rate: Rate }) {
  const { text, below } = rateCell(rate);
  return <Figure label={label} value={text} below={below} evidence={rate.evidence} n={rate.n} />;
}
