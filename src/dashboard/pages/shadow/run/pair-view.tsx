import { words } from "../../../../report/shadow/words.ts";
import type { ShadowPairing } from "../../../api/shadow.ts";
import { FieldDifferences } from "../../../parts/differences/fields.tsx";
import { WordDifferences } from "../../../parts/differences/words.tsx";
import { INCOMPARABLE_MEANINGS } from "../incomparable-meanings.ts";
import { titleOf } from "./pair-list.tsx";
import { ResultBadge } from "./result-badge.tsx";
import { readableAnswer, Said } from "./said.tsx";
import { SideTable } from "./side-table.tsx";
import { StepTable } from "./step-table.tsx";

const HEAD = "mt-4 mb-2 text-sm font-semibold";
const SIDES = ["primary", "shadow"] as const;

/** A pair closely: how it ended, what each contract made of both answers, where these differ, and what they are. */
export function PairView({ pair }: { readonly pair: ShadowPairing }) {
  const { primary, shadow, steps, incomparable_reason: reason, redacted, differences } = pair;
  const texts = [primary, shadow].map(({ answer }) => readableAnswer(answer)?.text ?? null);
  const [before, after] = texts;
  return (
    <article aria-label={`Pair ${pair.number}`} className="min-w-0">
      <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
        <span className="text-soft">#{pair.number}</span> {titleOf(pair)} <ResultBadge pair={pair} />
      </h2>
      {reason !== null && (
        <p className="mt-1 text-sm text-soft">
          Not compared, {words(reason)}: {INCOMPARABLE_MEANINGS[reason]}
        </p>
      )}
      {redacted && <p className="mt-1 text-sm text-soft">What the shadow was sent had been redacted.</p>}
      <div className="mt-3">
        <SideTable primary={primary} shadow={shadow} />
      </div>
      <h3 className={HEAD}>Step by step</h3>
      {steps.length === 0 ? (
        <p className="text-sm text-soft">No contract was held against these answers.</p>
      ) : (
        <StepTable steps={steps} />
      )}
      <h3 className={HEAD}>Where the answers differ</h3>
      <FieldDifferences differences={differences} names={SIDES} />
      {before != null && after != null && before !== after && (
        <details className="mt-2 text-sm">
          <summary className="text-soft">Word by word</summary>
          <div className="mt-1 rounded-md border border-rule p-2">
            <WordDifferences before={before} after={after} />
          </div>
        </details>
      )}
      <h3 className={HEAD}>Answers</h3>
      <div className="grid gap-3 md:grid-cols-2">
        <Said side={primary} name="primary" />
        <Said side={shadow} name="shadow" />
      </div>
    </article>
  );
}
