import { useQuery } from "@tanstack/react-query";
import { counted, thousands } from "../../../../core/counts.ts";
import { usd } from "../../../../core/figures/money.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import { outcomeQuery, type ExperimentOutcome } from "../../../api/outcomes.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { OutcomeTable } from "./outcome-table.tsx";

/** What the experiment said of the requests that the candidate served, beside what happened. */
export function OutcomeSection({ id, serves }: { readonly id: string; readonly serves: boolean }) {
  const outcome = useQuery(outcomeQuery(id, serves));
  return (
    <Section
      title="The projection against what happened"
      note="Of the very requests that the promoted candidate served. Where what happened lies outside the band, the experiment was wrong about them."
    >
      {outcome.isPending && <Skeleton lines={5} label="Holding it against the log" />}
      {outcome.isError && <ProblemNotice error={outcome.error} retry={() => void outcome.refetch()} />}
      {outcome.data === null && (
        <p className="text-sm text-soft">
          No request that it served is in the log yet: this fills once requests have come in.
        </p>
      )}
      {outcome.data !== null && outcome.data !== undefined && <Found outcome={outcome.data} />}
    </Section>
  );
}

function Found({ outcome }: { readonly outcome: ExperimentOutcome }) {
  const { from, to, requests, sample, notes, cost_usd: cost, against_control: against } = outcome;
  return (
    <>
      <p className="mb-2 text-sm text-soft">
        {counted(requests, "request")} from <Instant iso={from} /> to <Instant iso={to} />
        {sample.rows === requests ? "" : `, of which ${thousands(sample.rows)} are compared`}.
      </p>
      <OutcomeTable outcome={outcome} />
      {cost.at_frozen_prices_usd !== null && (
        <p className="mt-2 max-w-4xl text-sm text-soft">
          At the experiment’s prices the tokens that were really used cost {usd(cost.at_frozen_prices_usd)}: as far as
          that differs from the projection, tokens were wrong; as far as what happened differs from it, prices, retries
          and fallbacks were.
        </p>
      )}
      {against !== null && <AgainstControl against={against} />}
      {notes.length > 0 && (
        <ul className="mt-3 max-w-4xl list-disc space-y-1 pl-5 text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function AgainstControl({
  against: { requests, cost, cost_pct: more, errors },
}: {
  readonly against: NonNullable<ExperimentOutcome["against_control"]>;
}) {
  const n = requests.control + requests.candidate;
  const share = (value: number | null): number | null => (value === null ? null : value / 100);
  return (
    <>
      <h3 className="mt-4 mb-2 text-sm font-semibold">Beside the other arm, at the same time</h3>
      <Figures>
        <Figure
          label="Cost of a request, candidate against the other arm"
          value={percent(share(more.estimate), { sign: true })}
          below={`${usd(cost.control)} → ${usd(cost.candidate)}${more.lower === null ? "" : `, 95%: ${percentInterval(share(more.lower), share(more.upper))}`}`}
          evidence={more.estimate === null ? "unidentified" : "recorded"}
          n={n}
          estimand="future"
        />
        <Figure
          label="Errors, candidate less the other arm"
          value={percent(errors.estimate, { sign: true })}
          below={`95%: ${percentInterval(errors.lower, errors.upper)}`}
          evidence={errors.estimate === null ? "unidentified" : "recorded"}
          n={n}
          estimand="future"
        />
      </Figures>
    </>
  );
}
