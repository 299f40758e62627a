import { Link } from "@tanstack/react-router";
import { BUCKETS } from "../../../../compare/bucket.ts";
import type { Evidence } from "../../../../core/evidence.ts";
import { thousands } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { SimilarityResult } from "../../../../experiments/similarity-result.ts";
import { Histogram } from "../../../parts/chart/bars.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Section } from "../../../parts/page.tsx";
import { between } from "../../../parts/interval-text.ts";

const MEANING = {
  high: "almost the same",
  mild: "put otherwise",
  major: "clearly something else",
  hard: "one failed, refused or is empty",
} as const;

/** How alike the answers are, by histogram and by bucket. */
export function Similarity({
  similarity,
  evidence,
}: {
  readonly similarity: SimilarityResult;
  readonly evidence: Evidence;
}) {
  const { histogram, buckets, measures } = similarity;
  const bins = histogram.map((count, at) => ({
    from: at / histogram.length,
    to: (at + 1) / histogram.length,
    count,
  }));
  return (
    <Section
      title="Similarity of the answers"
      note="A low similarity means other words or another structure. Whether that is worse, only a judge or an outcome can say."
    >
      <div className="grid gap-4 lg:grid-cols-2">
        <Histogram
          title="Similarity, pair by pair"
          unit="pairs"
          evidence={evidence}
          bins={bins}
          write={(value) => value.toFixed(2)}
        />
        <div>
          <table className="w-full text-sm">
            <caption className="mb-1 text-left">
              Buckets <EvidenceBadge evidence={evidence} />{" "}
              <span className="text-xs text-soft">n = {thousands(similarity.agreement.n)}</span>
            </caption>
            <thead className="text-soft">
              <tr className="border-b border-rule">
                <th scope="col" className="py-1 text-left font-medium">
                  Bucket
                </th>
                <th scope="col" className="py-1 pr-3 text-right font-medium">
                  Pairs
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {BUCKETS.map((bucket) => {
                const { count, share, ci_95 } = buckets[bucket];
                return (
                  <tr key={bucket} className="border-b border-rule">
                    <th scope="row" className="py-1.5 text-left font-normal">
                      <Link
                        from="/experiments/$id"
                        to="."
                        search={{ tab: "pairs", bucket }}
                        className="font-medium text-accent underline-offset-2 hover:underline"
                      >
                        {bucket}
                      </Link>
                      <span className="block text-xs text-soft">{MEANING[bucket]}</span>
                    </th>
                    <td className="py-1.5 pr-3 text-right align-top">{thousands(count)}</td>
                    <td className="py-1.5 text-right align-top">
                      {percent(share)}
                      <span className="block text-xs text-soft">{between(ci_95, percentInterval)}</span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <ul className="mt-2 text-xs text-soft">
            {measures.map(({ measure, pairs, thresholds: { high, mild }, calibration }) => (
              <li key={measure}>
                {measure.replaceAll("_", " ")}, {thousands(pairs)} pairs: high from {high.toFixed(2)}, mild from{" "}
                {mild.toFixed(2)} ({calibration.replaceAll("_", " ")})
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}
