import { Link } from "@tanstack/react-router";
import { Section } from "../../../parts/page.tsx";
import { VerdictBadge, VerdictReasons } from "../judge/verdict.tsx";
import { usePairVerdicts } from "./use-pair-verdicts.ts";

/** What each judge said of a pair: its verdict or quality score, and why. */
export function PairVerdicts({ experiment, request }: { readonly experiment: string; readonly request: string }) {
  const judged = usePairVerdicts(experiment, request);
  if (judged.length === 0) return null;
  return (
    <Section title="What judges said" note="One pair has no interval.">
      <ul className="flex flex-col gap-2 text-sm">
        {judged.map(({ line, pair }) => (
          <li key={line.id} className="rounded-md border border-rule p-2">
            <p className="flex flex-wrap items-center gap-2">
              <VerdictBadge verdict={pair.verdict} score={pair.score} />
              <Link
                from="/experiments/$id"
                to="."
                search={{ tab: "judge", judge: line.id }}
                className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
              >
                {line.judge}
              </Link>
              <span className="text-soft wrap-anywhere">“{line.rubric.criterion}”</span>
            </p>
            <VerdictReasons pair={pair} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
