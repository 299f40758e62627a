import type { ExperimentResult } from "../../../../experiments/result.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import type { Phrase } from "../../../../report/phrase.ts";
import type { Reasons, Step, StepState } from "../../../../report/steps.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";
import { Section } from "../../../parts/page.tsx";
import { NextStepShown } from "./next-step-shown.tsx";
import { PhraseShown } from "./phrase-shown.tsx";

const TONES: Readonly<Record<StepState, Tone>> = { yes: "good", partly: "warn", no: "bad", open: "neutral" };

/** The five steps to a decision, answered as the report answers them. */
export function DecisionView({
  result,
  steps,
}: {
  readonly result: SimulationResult | ExperimentResult;
  readonly steps: readonly Step[];
}) {
  return (
    <Section
      title="Decision, step by step"
      note="Answered from this result, as in the report. Open: what is here cannot answer it; what can stands beside it."
    >
      <ol className="flex flex-col gap-3">
        {steps.map((step, at) => (
          <li key={step.question} className="rounded-md border border-rule p-3">
            <StepShown step={step} number={at + 1} result={result} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function StepShown({
  step: { question, state, verdict, facts, reasons, next },
  number,
  result,
}: {
  readonly step: Step;
  readonly number: number;
  readonly result: SimulationResult | ExperimentResult;
}) {
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
        {number}. {question} <Badge tone={TONES[state]}>{state}</Badge>
      </h3>
      <p className="mt-1 max-w-4xl">{verdict}</p>
      {facts.length > 0 && <Phrases said={facts} />}
      {reasons !== null && <ForAndAgainst reasons={reasons} />}
      {next !== null && <NextStepShown next={next} result={result} />}
    </>
  );
}

function Phrases({ said }: { readonly said: readonly Phrase[] }) {
  return (
    <ul className="mt-1 max-w-4xl list-disc space-y-1 pl-5 text-sm">
      {said.map((one) => (
        <li key={JSON.stringify(one)}>
          <PhraseShown said={one} />
        </li>
      ))}
    </ul>
  );
}

function ForAndAgainst({ reasons }: { readonly reasons: Reasons }) {
  const sides = [
    ["Speaks for it", reasons.for],
    ["Speaks against it", reasons.against],
  ] as const;
  return (
    <div className="mt-2 grid gap-3 md:grid-cols-2">
      {sides.map(([title, said]) => (
        <div key={title}>
          <h4 className="text-sm font-medium">{title}</h4>
          {said.length === 0 ? <p className="text-sm text-soft">Nothing found.</p> : <Phrases said={said} />}
        </div>
      ))}
    </div>
  );
}
