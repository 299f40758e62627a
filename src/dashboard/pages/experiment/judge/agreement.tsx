import { counted, thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { Corrected, HumanResult } from "../../../../judging/human-labels.ts";
import { wilson } from "../../../../stats/wilson.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Figure, Figures } from "../../../parts/figure.tsx";

const NO_INTERVAL = "no interval: it describes these labels";

/** How far the judge says what people say, and what its shares come to when it is corrected by them. */
export function Agreement({ human }: { readonly human: HumanResult }) {
  const { labels: n, labelled_pairs: pairs, people, unmatched, kappa, linear_kappa: linear, withheld } = human;
  const agreed = human.confusion.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  const { lower, upper } = wilson(agreed, n);
  const told = n === 0 ? "unidentified" : "measured";
  return (
    <>
      <p className="mb-2 text-sm text-soft">
        {counted(n, "label")} on {counted(pairs, "judged pair")} by {counted(people, "person", "people")}
        {unmatched === 0 ? "" : `; ${counted(unmatched, "label")} on pairs that this run has no verdict for`}.
      </p>
      <Figures>
        <Figure
          label="The judge says what people say"
          value={percent(human.agreement)}
          below={n === 0 ? "no label yet" : `95%: ${percentInterval(lower, upper)}`}
          evidence={told}
          n={n}
          estimand="future"
        />
        <Figure
          label="Kappa: agreement beyond chance"
          value={number(kappa)}
          below={`${NO_INTERVAL}; ${number(linear)} with partial credit`}
          evidence={kappa === null ? "unidentified" : "measured"}
          n={n}
        />
        <Figure
          label="People agree among themselves"
          value={percent(human.human_agreement)}
          below={
            human.human_agreement === null
              ? "no pair was labelled by two people"
              : `no judge can be held to more; ${NO_INTERVAL}`
          }
          evidence={human.human_agreement === null ? "unidentified" : "measured"}
          n={n}
        />
        <CorrectedFigure label="Worse, corrected by people" corrected={human.worse} withheld={withheld} n={pairs} />
        <CorrectedFigure
          label="Better less worse, corrected by people"
          corrected={human.net}
          withheld={withheld}
          n={pairs}
          sign
        />
      </Figures>
      <Confusion human={human} />
    </>
  );
}

function number(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}

function CorrectedFigure({
  label,
  corrected,
  withheld,
  n,
  sign = false,
}: {
  readonly label: string;
  readonly corrected: Corrected | null;
  readonly withheld: string | null;
  readonly n: number;
  readonly sign?: boolean;
}) {
  return (
    <Figure
      label={label}
      value={corrected === null ? "–" : percent(corrected.estimate, { sign })}
      below={
        corrected === null
          ? (withheld ?? "not known")
          : `95%: ${percentInterval(corrected.ci_95.lower, corrected.ci_95.upper)}, by prediction-powered inference in each bucket`
      }
      evidence={corrected === null ? "unidentified" : "measured"}
      n={n}
      estimand="window"
    />
  );
}

function Confusion({ human: { categories, confusion, labels: n } }: { readonly human: HumanResult }) {
  return (
    <div className="mt-3 overflow-x-auto" tabIndex={0} role="region" aria-label="Who said what">
      <table className="text-sm">
        <caption className="mb-1 text-left">
          Labels by what people and what the judge said <span className="text-xs text-soft">n = {thousands(n)}</span>{" "}
          <EvidenceBadge evidence={n === 0 ? "unidentified" : "measured"} />
        </caption>
        <thead className="text-soft">
          <tr className="border-b border-rule">
            <th scope="col" className="py-1 pr-4 text-left font-medium">
              People said
            </th>
            {categories.map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 text-right font-medium">
                the judge: {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map((name, row) => (
            <tr key={name} className="border-b border-rule">
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {name}
              </th>
              {categories.map((other, column) => (
                <td key={other} className={`py-1 pr-4 text-right ${row === column ? "font-semibold" : ""}`}>
                  {thousands(confusion[row]?.[column] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
