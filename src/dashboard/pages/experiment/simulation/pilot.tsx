import { usd, usdInterval } from "../../../../core/figures/money.ts";
import type { PilotResult } from "../../../../replay/result.ts";
import { counted } from "../../../../core/counts.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Section } from "../../../parts/page.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";

/** What a few real calls say of the rows that the log cannot tell the cost of. */
export function Pilot({ pilot }: { readonly pilot: PilotResult }) {
  const { targets, state, reason, cost_usd: cost, ratio, n, requests, failed, spent_usd, cap_usd } = pilot;
  const text = (value: number | null): string => (value === null ? "–" : value.toFixed(2));
  return (
    <Section
      title="Pilot"
      note={`${counted(pilot.calls, "real call")} to ${targets.join(", ")}: ${state.replaceAll("_", " ")}${reason === null ? "" : `, ${reason}`}. ${counted(failed, "call")} failed.`}
    >
      <Figures>
        <Figure
          label={`Cost of ${counted(requests, "request")} it speaks for`}
          value={usd(cost.estimate)}
          below={cost.ci_95.lower === null ? "no interval" : `95%: ${usdInterval(cost.ci_95.lower, cost.ci_95.upper)}`}
          evidence={pilot.evidence}
          n={n}
          estimand={pilot.estimand}
        />
        <Figure
          label="Measured cost over price times the baseline's tokens"
          value={text(ratio.estimate)}
          below={
            ratio.ci_95.lower === null ? "no interval" : `95%: ${text(ratio.ci_95.lower)} to ${text(ratio.ci_95.upper)}`
          }
          evidence={pilot.evidence}
          n={n}
        />
        <Figure
          label="Spent"
          value={usd(spent_usd)}
          below={`of at most ${usd(cap_usd)}; ${COUNTED}`}
          evidence="measured"
          n={pilot.calls}
        />
      </Figures>
    </Section>
  );
}
