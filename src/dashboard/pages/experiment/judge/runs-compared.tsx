import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { CrossCheck } from "../../../../judging/cross-check.ts";
import type { JudgeResult } from "../../../../judging/judge-result.ts";
import { VERDICTS } from "../../../../judging/verdict-shares.ts";
import { wilson } from "../../../../stats/wilson.ts";
import { crossCheckQuery, judgeQuery, type JudgeLine } from "../../../api/judge.ts";
import { BlockTable, type BlockColumn } from "../../../parts/block-table.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Section } from "../../../parts/page.tsx";

interface Row {
  readonly line: JudgeLine;
  readonly result: (JudgeResult & { readonly protocol: "pairwise" }) | null;
  /** Null: it is the run that is open. */
  readonly check: CrossCheck | null | undefined;
}

const COLUMNS: readonly BlockColumn<Row>[] = [
  {
    head: "Judge",
    render: ({ line, check }) => (
      <>
        {check === null ? (
          <strong>{line.judge}, open above</strong>
        ) : (
          <Link
            from="/experiments/$id"
            to="."
            search={{ tab: "judge", judge: line.id }}
            className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
          >
            {line.judge}
          </Link>
        )}
        <span className="block text-xs text-soft">
          “{line.rubric.criterion}”{line.bucket === null ? "" : `, bucket ${line.bucket} alone`}
        </span>
      </>
    ),
  },
  ...VERDICTS.map((verdict): BlockColumn<Row> => ({
    head: verdict,
    numeric: true,
    render: ({ result }) =>
      result === null || result.window.breakdown[verdict] === null ? null : (
        <>
          {percent(result.window.breakdown[verdict])}
          <span className="block text-xs text-soft">
            95%: {percentInterval(result.window.ci_95[verdict].lower, result.window.ci_95[verdict].upper)}
          </span>
        </>
      ),
  })),
  {
    head: "Stands on",
    render: ({ result }) =>
      result !== null && (
        <span className="text-xs text-soft">
          <EvidenceBadge evidence={result.judged_count === 0 ? "unidentified" : "measured"} /> n ={" "}
          {thousands(result.judged_count)}
        </span>
      ),
  },
  { head: "Says the same as the open one", render: ({ check }) => check && <Same check={check} /> },
];

/** Judge runs beside each other: other criteria, other judges. Their disagreement is shown, and not voted away. */
export function RunsCompared({ chosen, lines }: { readonly chosen: JudgeLine; readonly lines: readonly JudgeLine[] }) {
  const pairwise = lines.filter(({ protocol }) => protocol === "pairwise");
  const results = useQueries({ queries: pairwise.map((line) => judgeQuery(line)) });
  const checks = useQueries({ queries: pairwise.map((line) => crossCheckQuery(chosen, line)) });
  if (chosen.protocol !== "pairwise" || pairwise.length < 2) return null;
  const rows = pairwise.map((line, at): Row => {
    const result = results[at]?.data;
    return {
      line,
      result: result?.protocol === "pairwise" ? result : null,
      check: line.id === chosen.id ? null : checks[at]?.data,
    };
  });
  return (
    <Section
      title="Judge runs beside each other"
      note="Shares of the window. Where judges or criteria disagree, that is shown, and not voted away."
    >
      <BlockTable caption="Judge runs beside each other" columns={COLUMNS} rows={rows} rowKey={({ line }) => line.id} />
    </Section>
  );
}

function Same({ check: { pairs, confusion, agreement, kappa } }: { readonly check: CrossCheck }) {
  if (agreement === null) return <span className="text-soft">no pair was judged by both</span>;
  const { lower, upper } = wilson(
    confusion.reduce((sum, row, at) => sum + (row[at] ?? 0), 0),
    pairs,
  );
  return (
    <>
      {percent(agreement)}
      <span className="block text-xs text-soft">
        95%: {percentInterval(lower, upper)}, n = {thousands(pairs)}; kappa {kappa === null ? "–" : kappa.toFixed(2)}
      </span>
    </>
  );
}
