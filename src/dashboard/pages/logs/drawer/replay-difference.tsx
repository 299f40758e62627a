import { useMemo } from "react";
import { compareAnswers } from "../../../../compare/compare-answers.ts";
import { readAnswer } from "../../../../core/answer/read-answer.ts";
import { thousands } from "../../../../core/counts.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { parseJson } from "../../../../core/json.ts";
import type { LoggedReplay } from "../../../../core/live/logged-replay.ts";
import type { LoggedExchange } from "../../../api/logs.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button } from "../../../parts/button.tsx";
import { FieldDifferences } from "../../../parts/differences/fields.tsx";
import { WordDifferences } from "../../../parts/differences/words.tsx";
import { TwoSides } from "../../../parts/two-sides.tsx";
import { AnswerView } from "./answer-view.tsx";

const text = (value: string | null): string => value ?? "–";
const count = (value: number | null): string => (value === null ? "–" : thousands(value));

/** A replay beside the row it was made of: figures, both answers, and where these differ. */
export function ReplayDifference({
  row,
  result,
  onShow,
}: {
  readonly row: LoggedExchange;
  readonly result: LoggedReplay;
  readonly onShow: (id: string) => void;
}) {
  const { difference: d } = result;
  const before = useMemo(
    () => (row.response_body === null ? null : readAnswer(parseJson(row.response_body))),
    [row.response_body],
  );
  const after = useMemo(() => readAnswer(result.response), [result.response]);
  const compared = useMemo(
    () => (before === null || after === null ? null : compareAnswers(before, after)),
    [before, after],
  );
  const figures = [
    ["Status", d.status.before, d.status.after],
    ["Failure", text(d.failure.before), text(d.failure.after)],
    ["Target", text(d.target.before), text(d.target.after)],
    ["Config", text(d.config.before), text(d.config.after)],
    ["Cost", usd(d.cost_usd.before), usd(d.cost_usd.after)],
    ["Latency", milliseconds(d.latency_ms.before), milliseconds(d.latency_ms.after)],
    ["Input tokens", count(d.input_tokens.before), count(d.input_tokens.after)],
    ["Output tokens", count(d.output_tokens.before), count(d.output_tokens.after)],
  ] as const;
  return (
    <section aria-label="Result of the replay" className="flex flex-col gap-3 border-t border-rule pt-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={result.status === "ok" ? "good" : "bad"}>{result.status}</Badge>
        {d.same_answer === null ? "" : d.same_answer ? "The answer is the same." : "The answer differs."}
        <Button weight="quiet" onClick={() => onShow(result.new_request_id)}>
          Open the new row
        </Button>
      </p>
      <TwoSides
        caption="Before and now"
        heads={["Before", "Now"]}
        rows={figures
          .filter(([, was, is]) => was !== "–" || is !== "–")
          .map(([name, was, is]) => ({ name, before: was, after: is, differs: was !== is }))}
      />
      <h3 className="text-sm font-semibold">The new answer</h3>
      <AnswerView body={result.response} label="New answer" />
      {compared !== null && !compared.identical && (
        <>
          <h3 className="text-sm font-semibold">Where the answers differ</h3>
          {before?.text != null && after?.text != null && before.text !== after.text && (
            <WordDifferences before={before.text} after={after.text} />
          )}
          {compared.differences.length > 0 && (
            <FieldDifferences differences={compared.differences} names={["before", "now"]} />
          )}
        </>
      )}
    </section>
  );
}
