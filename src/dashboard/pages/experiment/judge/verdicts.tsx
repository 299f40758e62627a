import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { JudgedPair } from "../../../../judging/judged-pair.ts";
import { verdictsQuery } from "../../../api/judge.ts";
import { Badge, type Tone } from "../../../parts/badge.tsx";
import { SelectField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";

const TONES: Readonly<Record<string, Tone>> = { better: "good", worse: "bad", unjudged: "warn" };
const CHOICES = ["", "worse", "equivalent", "better", "unjudged"].map((value) => ({
  value,
  label: value === "" ? "all" : value,
}));

/** What the judge said of single pairs, with its reason in each order. */
export function Verdicts({ id, pairwise }: { readonly id: string; readonly pairwise: boolean }) {
  const [verdict, setVerdict] = useState(pairwise ? "worse" : "");
  const pairs = useQuery(verdictsQuery(id, verdict));
  return (
    <Section title="Pair by pair" note="Single verdicts have no interval.">
      {pairwise && (
        <div className="mb-2 w-48">
          <SelectField
            label="Verdict"
            options={CHOICES}
            value={verdict}
            onChange={({ target }) => setVerdict(target.value)}
          />
        </div>
      )}
      {pairs.isPending && <Skeleton lines={3} />}
      {pairs.isError && <ProblemNotice error={pairs.error} retry={() => void pairs.refetch()} />}
      {pairs.data?.length === 0 && <p className="text-sm text-soft">No pair has this verdict.</p>}
      <ul className="flex flex-col gap-2">
        {sorted(pairs.data ?? []).map((pair) => (
          <Verdict key={pair.pair} pair={pair} />
        ))}
      </ul>
    </Section>
  );
}

/** Lowest scores first. */
function sorted(pairs: readonly JudgedPair[]): readonly JudgedPair[] {
  return pairs.toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0) || a.pair - b.pair);
}

function Verdict({
  pair: { pair, bucket, verdict, score, rule, orders, position_inconsistent: turned },
}: {
  readonly pair: JudgedPair;
}) {
  const said = verdict ?? (score === null ? "unjudged" : `score ${score.toFixed(2)}`);
  return (
    <li className="rounded-md border border-rule p-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[said] ?? "neutral"}>{said}</Badge>
        <Link
          from="/experiments/$id"
          to="."
          search={{ tab: "pairs", pair: String(pair) }}
          className="text-accent underline-offset-2 hover:underline"
        >
          Pair {pair}
        </Link>
        <span className="text-soft">
          {bucket}
          {rule === null ? "" : `, ${rule.replaceAll("_", " ")}: decided without a call`}
          {turned ? ", another verdict in the other order" : ""}
        </span>
      </p>
      {orders.map(({ order, preference, reason, unjudged }) => (
        <p key={order} className="mt-1 whitespace-pre-wrap wrap-anywhere">
          <span className="text-soft">
            {order.replaceAll("_", " ")}
            {preference === null ? "" : `, ${preference}`}:
          </span>{" "}
          {reason ?? unjudged?.detail ?? "no reason"}
        </p>
      ))}
    </li>
  );
}
