import { words } from "../../../report/shadow/words.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";
import { VERDICTS } from "./verdicts.ts";

/** Pairs of one verdict, or of all: how many there are of each. */
export function VerdictChoice({
  counts,
  chosen,
  onChoose,
}: {
  readonly counts: Readonly<Record<ShadowSummary["verdict"], number>>;
  readonly chosen: string | undefined;
  readonly onChoose: (verdict: string | undefined) => void;
}) {
  const all = VERDICTS.reduce((sum, one) => sum + counts[one], 0);
  const choices = [
    { verdict: undefined, label: "all", count: all },
    ...VERDICTS.map((one) => ({ verdict: one, label: words(one), count: counts[one] })),
  ];
  return (
    <div role="group" aria-label="Verdict" className="flex flex-wrap gap-1.5">
      {choices.map(({ verdict, label, count }) => (
        <button
          key={label}
          type="button"
          aria-pressed={chosen === verdict}
          onClick={() => onChoose(verdict)}
          className="min-h-9 rounded-full border border-rule px-3 text-sm hover:bg-card aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-semibold"
        >
          {label} <span className="text-soft tabular-nums">{count}</span>
        </button>
      ))}
    </div>
  );
}
