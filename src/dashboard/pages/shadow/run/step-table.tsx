import { words } from "../../../../report/shadow/words.ts";
import type { Finding } from "../../../../contracts/finding.ts";
import type { ShadowStep } from "../../../../shadow/comparison.ts";
import { Badge } from "../../../parts/badge.tsx";

function Passed({ passed }: { readonly passed: boolean | null }) {
  if (passed === null) return <Badge tone="warn">not told</Badge>;
  return passed ? <Badge tone="good">passes</Badge> : <Badge tone="bad">fails</Badge>;
}

/** What each contract made of both answers, finding by finding. */
export function StepTable({ steps }: { readonly steps: readonly ShadowStep[] }) {
  return (
    <ol className="flex flex-col gap-3">
      {steps.map(({ contract, critical, ...step }) => (
        <li key={contract} className="rounded-md border border-rule text-sm">
          <p className="flex flex-wrap items-center gap-2 border-b border-rule bg-card px-3 py-1.5 font-semibold">
            {contract} {critical && <Badge tone="bad">critical</Badge>}
          </p>
          <div className="grid gap-px bg-rule sm:grid-cols-2">
            <StepSide name="primary" passed={step.primary_passed} findings={step.primary_findings} />
            <StepSide name="shadow" passed={step.shadow_passed} findings={step.shadow_findings} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepSide({
  name,
  passed,
  findings,
}: {
  readonly name: string;
  readonly passed: boolean | null;
  readonly findings: readonly Finding[];
}) {
  const told = findings.toSorted((a, b) => Number(a.status === "passed") - Number(b.status === "passed"));
  return (
    <div className="bg-paper px-3 py-2">
      <p className="mb-1 flex items-center gap-2 text-soft">
        {name} <Passed passed={passed} />
      </p>
      <ul className="flex flex-col gap-1.5">
        {told.map((one, at) => (
          // Findings have no names of their own, and never change.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <FindingLine finding={one} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const MARKS = { passed: "✓", failed: "✗", unknown: "?" } as const;
const INKS = { passed: "text-good", failed: "text-bad", unknown: "text-warn" } as const;

function FindingLine({ finding }: { readonly finding: Finding }) {
  const { status, assertion, failure_class: failure, path, message } = finding;
  return (
    <div className="flex gap-2">
      <span aria-hidden className={INKS[status]}>
        {MARKS[status]}
      </span>
      <div className="min-w-0">
        <span className="sr-only">{status}: </span>
        <span className="font-medium">{words(assertion)}</span>
        {failure !== null && <span className={INKS[status]}> {words(failure)}</span>}
        {path !== null && <code className="ml-1 text-xs">{path}</code>}
        <p className="text-xs wrap-anywhere text-soft">{message}</p>
      </div>
    </div>
  );
}
