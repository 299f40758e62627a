import type { ReactNode } from "react";
import { words } from "../../../report/shadow/words.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";
import { Badge } from "../../parts/badge.tsx";
import { confidenceWhy } from "./confidence-why.ts";
import { VerdictBadge } from "./verdict-badge.tsx";
import { DECISION_SENTENCES, VERDICT_ACTIONS } from "./verdicts.ts";

const CONFIDENCE_TONES = { LOW_CONFIDENCE: "warn", MEDIUM_CONFIDENCE: "accent", HIGH_CONFIDENCE: "good" } as const;

/** What to do, what was seen, what may be concluded, and how much the evidence is worth. */
export function Guidance({
  summary,
  children,
}: {
  readonly summary: ShadowSummary;
  /** Where to go on. */
  readonly children?: ReactNode;
}) {
  const { verdict, confidence_label: label, decision, robust, incomparable_n: out } = summary;
  const favourable = decision === "better" || decision === "no_worse";
  const held = `That would ${robust ? "" : "not "}hold if every pair that could not be compared were lost.`;
  return (
    <section aria-label="What to do" className="rounded-md border border-rule bg-card p-4 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <VerdictBadge verdict={verdict} />
        <strong>{VERDICT_ACTIONS[verdict]}</strong>
      </p>
      <p className="mt-2 max-w-4xl">{summary.guidance}</p>
      <dl className="mt-3 grid gap-x-4 gap-y-2 sm:grid-cols-[auto_1fr]">
        <dt className="text-soft">Decision</dt>
        <dd>
          {DECISION_SENTENCES[decision]}
          {favourable && out > 0 && ` ${held}`}
        </dd>
        <dt className="text-soft">Confidence</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <Badge tone={CONFIDENCE_TONES[label]}>{words(label)}</Badge> {confidenceWhy(summary)}
        </dd>
      </dl>
      {children}
    </section>
  );
}
