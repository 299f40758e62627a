import { thousands } from "../../core/counts.ts";
import { usd } from "../../core/figures/money.ts";
import { percent } from "../../core/figures/percent.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import { SCORE_BANDS, VERDICTS, type JudgeResult, type Shares, type Intervals } from "../../judging/index.ts";
import { bars } from "../bars.ts";
import { badge, told } from "../evidence.ts";
import { count, percentEnds, rateText, withBelow } from "../figures.ts";
import { histogram } from "../histogram.ts";
import { html, type Html, type Piece } from "../html.ts";
import { properties, table } from "../table.ts";
import { score, words } from "./said.ts";

/** How alike the answers are; not how good. */
export function similaritySection({ similarity }: ExperimentResult): Html {
  const { measures, buckets, agreement, histogram: counts, not_compared: left } = similarity;
  const thresholds = measures.length === 1 ? measures[0]?.thresholds : undefined;
  return html`<h2>Similarity</h2>
    <p>
      How alike the answers are, not how good: a low similarity is another wording or another structure, and only a
      judge, an outcome or a reader can say whether it is worse.
    </p>
    <p>
      Agreement: ${rateText(agreement)} ${badge(told(agreement.share))}
      <span class="soft">(${agreement.definition})</span>${
        left === 0
          ? "."
          : ` ${thousands(left)} pairs are in no bucket: the original failed, could not be read, or the pair was cut off.`
      }
    </p>
    ${bars(
      "Pairs by bucket",
      (
        [
          ["high", "good"],
          ["mild", "warn"],
          ["major", "bad"],
          ["hard", "bad"],
        ] as const
      ).map(([name, kind]) => ({
        label: name,
        value: buckets[name].share,
        lower: buckets[name].ci_95.lower,
        upper: buckets[name].ci_95.upper,
        kind,
        text: rateText(buckets[name]),
        evidence: badge(told(buckets[name].share)),
      })),
      1,
    )}
    ${histogram("Similarity of each pair", counts, thresholds === undefined ? [] : [thresholds.mild, thresholds.high])}
    ${table(
      [
        { title: "measure" },
        { title: "pairs", number: true },
        { title: "mean", number: true },
        { title: "high from", number: true },
        { title: "mild from", number: true },
        { title: "thresholds are" },
      ],
      measures.map((one) => [
        one.measure,
        count(one.pairs),
        score(one.mean),
        score(one.thresholds.high),
        score(one.thresholds.mild),
        one.calibration,
      ]),
    )}`;
}

/** What each judge run found. */
export function judgeSections(judges: readonly JudgeResult[]): Html {
  return html`${judges.map(judgeSection)}`;
}

function judgeSection(judge: JudgeResult): Html {
  const { definition, judged_count: judged, spend_usd: spent, run, canaries, unjudged, notes, frame } = judge;
  const rows: (readonly [string, Piece])[] = [
    [
      "Judge",
      html`<span class="logged">${definition.judge}</span>,
        ${judge.protocol}${definition.bucket === null ? "" : `, bucket ${definition.bucket} only`}`,
    ],
    ["Criterion", html`<span class="logged">${definition.rubric.criterion}</span>`],
    [
      "Judged",
      `${thousands(judged)} of ${thousands(frame.drawn)} pairs drawn, ${thousands(frame.by_rule)} of them without a call; ${run.state}${run.reason === null ? "" : `: ${run.reason}`}`,
    ],
    ["Spent", html`${usd(spent)} of ${usd(run.spend.cap_usd)} at most ${badge("measured")}`],
    [
      "Not judged",
      html`${rateText({ ...unjudged, n: unjudged.count + judged, ci_95: { lower: null, upper: null } })}${reasons(unjudged.reasons)}`,
    ],
    [
      "Known questions",
      canaries.asked === 0
        ? "none were asked"
        : `${canaries.passed} of ${canaries.asked - canaries.unjudged} answered right${canaries.void ? ": nothing of this run counts" : ""}`,
    ],
  ];
  if (judge.human !== null) rows.push(["People's labels", humanText(judge.human)]);
  return html`<h2>Judge <code>${judge.id}</code></h2>
    ${judge.protocol === "equivalence" ? equivalence(judge) : pairwise(judge)} ${properties(rows)}
    ${
      notes.length === 0
        ? ""
        : html`<ul>
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }`;
}

/** What people say of the judge, and of the replays with its help. */
function humanText({ labels, people, agreement, kappa, net, withheld }: NonNullable<JudgeResult["human"]>): Html {
  const agreed = `${thousands(labels)} by ${thousands(people)}: the judge agrees with ${percent(agreement)} of them (kappa ${score(kappa)})`;
  if (net === null) return html`${agreed}${withheld === null ? "" : `; ${withheld}`} ${badge("measured")}`;
  return html`${agreed}; better less worse with them: ${percent(net.estimate, { sign: true })}
  (${percentEnds(net.ci_95)}) ${badge("measured")}`;
}

function reasons(found: Readonly<Record<string, number>>): string {
  const some = Object.entries(found).filter(([, times]) => times > 0);
  return some.length === 0 ? "" : ` (${some.map(([why, times]) => `${times} ${why}`).join(", ")})`;
}

function equivalence(judge: JudgeResult & { readonly protocol: "equivalence" }): Html {
  const { bands, mean_score: mean, mean_score_ci_95: ends, histogram: counts, judged_count: n } = judge;
  const { equivalent, degraded } = SCORE_BANDS;
  const band = (name: keyof typeof bands, label: string, kind: "good" | "warn" | "bad") => ({
    label,
    value: bands[name].share,
    lower: bands[name].ci_95.lower,
    upper: bands[name].ci_95.upper,
    kind,
    text: rateText({ ...bands[name], n }),
    evidence: badge(told(bands[name].share)),
  });
  return html`<p class="lead">
      Mean equivalence <strong>${score(mean)}</strong> (95%: ${score(ends.lower)} to ${score(ends.upper)}, n = ${n})
      ${badge(told(mean))}
    </p>
    ${bars(
      "Pairs by band",
      [
        band("equivalent", `${equivalent} or more: does the same`, "good"),
        band("degraded", `${degraded} to ${equivalent}: some loss`, "warn"),
        band("low", `below ${degraded}: struggles`, "bad"),
      ],
      1,
    )}
    ${histogram("Score of each pair", counts, [degraded, equivalent])}`;
}

function shares(breakdown: Shares, ci_95: Intervals): readonly Piece[] {
  return VERDICTS.map((verdict) => withBelow(percent(breakdown[verdict]), percentEnds(ci_95[verdict])));
}

function pairwise(judge: JudgeResult & { readonly protocol: "pairwise" }): Html {
  const { window, by_bucket, decision, consistency, verdict_breakdown, verdict_breakdown_ci_95, verdict_breakdown_of } =
    judge;
  const buckets = Object.entries(by_bucket).map(([name, found]) => [
    withBelow(name, `${percent(found.share)} of the pairs, n = ${found.n}`),
    ...shares(found.verdicts, found.ci_95),
    badge(told(found.verdicts.worse)),
  ]);
  const kinds = { better: "good", equivalent: "candidate", worse: "bad" } as const;
  return html`<p class="lead">
      Decision:
      <strong>${words(decision.decision)}</strong>${decision.withheld === null ? "" : `: ${decision.withheld}`}
    </p>
    <p>
      Better less worse: ${percent(decision.net.estimate, { sign: true })} (one-sided 95% bounds
      ${percent(decision.net.lower_95, { sign: true, bound: "lower" })} and
      ${percent(decision.net.upper_95, { sign: true, bound: "upper" })}; margin ${percent(decision.margin)})
      ${badge("measured")}. At most ${percent(decision.worse.upper_95, { bound: "upper" })} worse, where
      ${percent(decision.worse.limit)} is the limit
      ${badge("measured")}.${decision.required_n === null ? "" : ` ${thousands(decision.required_n)} judged pairs would show safety with 80% chance if there were no difference.`}
    </p>
    ${bars(
      `Verdicts, ${window.of}`,
      VERDICTS.map((verdict) => ({
        label: verdict,
        value: window.breakdown[verdict],
        lower: window.ci_95[verdict].lower,
        upper: window.ci_95[verdict].upper,
        kind: kinds[verdict],
        text: withBelow(percent(window.breakdown[verdict]), percentEnds(window.ci_95[verdict])),
        evidence: badge(told(window.breakdown[verdict])),
      })),
      1,
    )}
    ${table(
      [
        { title: "" },
        { title: "better", number: true },
        { title: "equivalent", number: true },
        { title: "worse", number: true },
        { title: "evidence" },
      ],
      [
        ...buckets,
        [
          withBelow("pooled", verdict_breakdown_of),
          ...shares(verdict_breakdown, verdict_breakdown_ci_95),
          badge("measured"),
        ],
      ],
    )}
    ${
      consistency.pairs === 0
        ? ""
        : html`<p>
            Both orders agree in ${thousands(consistency.consistent)} of ${thousands(consistency.pairs)} pairs
            (${percentEnds(consistency.ci_95)})
            ${badge("measured")}${consistency.flagged ? ": the place of an answer tells on the verdict" : ""}.
          </p>`
    }`;
}
