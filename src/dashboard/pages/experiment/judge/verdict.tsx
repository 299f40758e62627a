import { Link } from "@tanstack/react-router";
import type { JudgedPair } from "../../../../judging/judged-pair.ts";
import { scoreBand } from "../../../../judging/equivalence-result.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";

const TONES: Readonly<Record<string, Tone>> = {
  better: "good",
  worse: "bad",
  unjudged: "warn",
  degraded: "warn",
  low: "bad",
};

/** What a judge said of one pair, as a word: its verdict, or its score. */
export function VerdictBadge({ verdict, score }: Pick<JudgedPair, "verdict" | "score">) {
  if (score !== null) return <Badge tone={TONES[scoreBand(score)] ?? "good"}>score {score.toFixed(2)}</Badge>;
  return <Badge tone={TONES[verdict ?? "unjudged"] ?? "neutral"}>{verdict ?? "unjudged"}</Badge>;
}

/** Why a judge said so, in each order it was asked in. */
export function VerdictReasons({ pair: { orders, rule } }: { readonly pair: JudgedPair }) {
  if (rule !== null)
    return <p className="mt-1 text-soft">{rule.replaceAll("_", " ")}: decided without asking the judge.</p>;
  return orders.map(({ order, preference, reason, unjudged }) => (
    <p key={order} className="mt-1 whitespace-pre-wrap wrap-anywhere">
      <span className="text-soft">
        {order.replaceAll("_", " ")}
        {preference === null ? "" : `, ${preference}`}:
      </span>{" "}
      {reason ?? unjudged?.detail ?? "no reason"}
    </p>
  ));
}

/** A judged pair in a list of them. */
export function Verdict({ pair }: { readonly pair: JudgedPair }) {
  return (
    <li className="rounded-md border border-rule p-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <VerdictBadge verdict={pair.verdict} score={pair.score} />
        <Link
          from="/experiments/$id"
          to="."
          search={{ tab: "pairs", pair: String(pair.pair), request: pair.request_id }}
          className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
        >
          Pair {pair.pair}
        </Link>
        <span className="text-soft">
          {pair.bucket}
          {pair.position_inconsistent ? ", another verdict in the other order" : ""}
          {pair.injection_suspected ? ", an answer may speak to the judge" : ""}
        </span>
      </p>
      <VerdictReasons pair={pair} />
    </li>
  );
}
