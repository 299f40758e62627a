import type { Evidence } from "../../../../core/evidence.ts";
import { thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { ExperimentResult, Guardrail } from "../../../../experiments/result.ts";
import type { OutcomeResult, PrimaryResult } from "../../../../experiments/outcome-result.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";
import { Bars } from "../../../parts/chart/bars.tsx";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Section } from "../../../parts/page.tsx";
import { COUNTED, interval } from "../../../parts/interval-text.ts";

const DECISION_TONES: Readonly<Record<string, Tone>> = {
  better: "good",
  no_worse: "good",
  worse: "bad",
  harmful: "bad",
};
const GUARDRAIL_TONES: Readonly<Record<Guardrail["status"], Tone>> = { pass: "good", fail: "bad", unknown: "warn" };

/** What was declared to decide, what was supplied besides, and the limits. */
export function Outcomes({
  result: { primary, outcomes, guardrails, control },
}: {
  readonly result: ExperimentResult;
}) {
  if (primary === null && outcomes.length === 0 && guardrails.length === 0) return null;
  return (
    <Section title="Outcomes and guardrails">
      <Figures>
        {primary !== null && <Primary primary={primary} />}
        {outcomes.map((one) => (
          <Outcome key={one.name} outcome={one} />
        ))}
        {guardrails.map(({ metric, estimate, upper_95: upper, limit, status }) => (
          <Figure
            key={metric}
            label={`Guardrail: ${metric.replaceAll("_", " ")}`}
            value={
              <>
                {estimate === null ? "–" : estimate.toFixed(3)} <Badge tone={GUARDRAIL_TONES[status]}>{status}</Badge>
              </>
            }
            below={`${upper === null ? "no bound" : `at most ${upper.toFixed(3)} (95%)`}, limit ${limit}`}
            evidence={estimate === null ? "unidentified" : "measured"}
            n={control?.latency.p95_ratio.n ?? 0}
          />
        ))}
      </Figures>
    </Section>
  );
}

function Decided({ decision }: { readonly decision: string }) {
  return <Badge tone={DECISION_TONES[decision] ?? "warn"}>{decision.replaceAll("_", " ")}</Badge>;
}

function Primary({ primary: { metric, estimate, ci_95, n, margin, decision } }: { readonly primary: PrimaryResult }) {
  return (
    <Figure
      label={`Declared to decide: ${metric}`}
      value={
        <>
          {percent(estimate, { sign: true })} <Decided decision={decision} />
        </>
      }
      below={`${interval(ci_95, percentInterval)}, margin ${percent(margin)}`}
      evidence={estimate === null ? "unidentified" : "measured"}
      n={n}
    />
  );
}

function Outcome({
  outcome: { name, delta, wins, losses, ties, non_inferiority: told },
}: {
  readonly outcome: OutcomeResult;
}) {
  return (
    <Figure
      label={`Outcome: ${name}`}
      value={
        <>
          {percent(delta.estimate, { sign: true })} <Decided decision={told.decision} />
        </>
      }
      below={`${interval(delta.ci_95, percentInterval)}; ${thousands(wins)} better, ${thousands(losses)} worse, ${thousands(ties)} alike`}
      evidence={delta.evidence}
      n={delta.n}
      estimand={delta.estimand}
    />
  );
}

/** What became of originals and replays: who failed, refused or said nothing. */
export function OutcomeClasses({
  classes,
  n,
  evidence,
}: {
  readonly classes: ExperimentResult["outcome_classes"];
  readonly n: number;
  readonly evidence: Evidence;
}) {
  const found = Object.entries(classes).filter(([, count]) => count > 0);
  return (
    <Section title="Outcome classes">
      <Bars
        title="Pairs by what became of both sides"
        note={`Shares of these pairs; ${COUNTED}.`}
        unit="pairs"
        n={n}
        evidence={evidence}
        max={Math.max(1, n)}
        bars={found
          .toSorted(([, a], [, b]) => b - a)
          .map(([name, count]) => ({
            label: name.replaceAll("_", " "),
            value: count,
            text: `${thousands(count)}, ${percent(count / n)}`,
          }))}
      />
    </Section>
  );
}
