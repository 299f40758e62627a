import type { JudgePreview } from "../actions/judge/prepare-judging.ts";
import { BUCKETS } from "../compare/index.ts";
import { VERDICTS, type JudgedPair, type JudgeResult, type Intervals, type Shares } from "../judging/index.ts";
import { count, counted } from "./counts.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent, percentInterval } from "./percent.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

type Lines = (readonly [string, string])[];

/** What would be asked of a judge, and what it costs. */
export function judgePreviewText(preview: JudgePreview, terminal: Terminal): string {
  const { drawn, sizes, price, full, protocol, rubric } = preview;
  const buckets = BUCKETS.filter((bucket) => sizes[bucket] > 0);
  const besides = [
    ...(preview.canaries > 0
      ? [counted(preview.canaries, "question with a known answer", "questions with a known answer")]
      : []),
    ...(preview.by_rule > 0 ? [`${counted(preview.by_rule, "pair")} decided without a call`] : []),
  ];
  return [
    properties(terminal, [
      ["judge", preview.judge],
      ["criterion", printable(rubric.criterion)],
      ["protocol", protocol],
      [
        "pairs",
        `${count(preview.n)} (${buckets.map((bucket) => `${bucket} ${count(drawn[bucket])} of ${count(sizes[bucket])}`).join(", ")})`,
      ],
      ["calls", [count(price.calls), ...besides].join("; ")],
      ["expected", `${usd(price.expected_usd)}; ${counted(full.n, "pair")} would be ${usd(full.expected_usd)}`],
      ["cap", `${usd(preview.cap_usd)}: no call is made that could lead beyond it`],
      ...(protocol === "pairwise"
        ? [
            [
              "pairs needed",
              preview.required_n
                .map(({ discordant, n }) => `${count(n)} where ${percent(discordant)} do not tie`)
                .join(", "),
            ] as const,
          ]
        : []),
    ]),
    ...(preview.warnings.length === 0 ? [] : [notesText(preview.warnings, terminal)]),
  ].join("\n");
}

/** The result of a judge run, for people. */
export function judgeText(result: JudgeResult, next: readonly string[], terminal: Terminal): string {
  const { colors } = terminal;
  const { definition, run } = result;
  const title = `${colors.bold(definition.judge)} on ${counted(result.judged_count, "pair")} of ${definition.experiment}: ${printable(definition.rubric.criterion)}`;
  const blocks = [
    `${title}\n${colors.dim(`${result.id}, ${result.protocol}, ${definition.rubric.id}`)}\n`,
    ...(result.protocol === "pairwise" ? [breakdownTable(result, terminal)] : []),
    properties(terminal, [
      ...(result.protocol === "pairwise" ? pairwiseLines(result) : scoreLines(result)),
      ...sharedLines(result),
    ]),
    ...(result.notes.length === 0 ? [] : [notesText(result.notes, terminal)]),
    ...(run.state === "completed"
      ? []
      : [`${run.state.replaceAll("_", " ")}${run.reason === null ? "" : `: ${run.reason}`}\n`]),
    next.map((command) => `${colors.dim("next")} ${command}\n`).join(""),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

type Pairwise = Extract<JudgeResult, { readonly protocol: "pairwise" }>;
type Equivalence = Extract<JudgeResult, { readonly protocol: "equivalence" }>;

function breakdownTable(result: Pairwise, terminal: Terminal): string {
  const cell = (shares: Shares, ci_95: Intervals, verdict: (typeof VERDICTS)[number]): string => {
    const share = shares[verdict];
    const { lower, upper } = ci_95[verdict];
    return share === null
      ? `? (${percentInterval(lower, upper)})`
      : `${percent(share)} (${percentInterval(lower, upper)})`;
  };
  const row = (name: string, n: number, shares: Shares, ci_95: Intervals): readonly string[] => [
    name,
    count(n),
    ...VERDICTS.map((verdict) => cell(shares, ci_95, verdict)),
  ];
  const { window, by_bucket, definition, judged_count: judged } = result;
  return table(
    terminal,
    [
      { title: "" },
      { title: "judged", align: "right" },
      ...VERDICTS.map((verdict) => ({ title: verdict, align: "right" as const })),
    ],
    [
      row(
        definition.bucket === null ? "window" : `bucket ${definition.bucket}`,
        judged,
        window.breakdown,
        window.ci_95,
      ),
      row("pooled", judged, result.verdict_breakdown, result.verdict_breakdown_ci_95),
      ...BUCKETS.flatMap((bucket) => {
        const found = by_bucket[bucket];
        return found === undefined
          ? []
          : [row(`${bucket} (${percent(found.share)} of pairs)`, found.n, found.verdicts, found.ci_95)];
      }),
    ],
  );
}

function pairwiseLines({ decision, consistency, win_rate: wins, length_controlled: length }: Pairwise): Lines {
  const { net, worse } = decision;
  const needed =
    decision.required_n === null
      ? ""
      : `; ${counted(decision.required_n, "judged pair")} would settle it if there is no difference`;
  return [
    [
      "decision",
      `${decision.decision.replaceAll("_", " ")}${decision.withheld === null ? "" : ` (${decision.withheld})`} at a margin of ${percent(decision.margin)}${decision.decision === "inconclusive" ? needed : ""}`,
    ],
    ["better - worse", `${percent(net.estimate)}, one-sided 95% ${percentInterval(net.lower_95, net.upper_95)}`],
    [
      "worse at most",
      `${percent(worse.upper_95)} (limit ${percent(worse.limit)})${worse.within ? "" : ": too many may be worse"}`,
    ],
    ...(consistency.pairs === 0
      ? []
      : [
          [
            "same in both orders",
            `${count(consistency.consistent)} of ${count(consistency.pairs)} (${percentInterval(consistency.ci_95.lower, consistency.ci_95.upper)}); else first ${count(consistency.first_slot)}, second ${count(consistency.second_slot)} (p ${consistency.sign_test_p.toPrecision(2)})`,
          ] as const,
        ]),
    ...(wins.rate === null
      ? []
      : [
          [
            "win rate",
            `${percent(wins.rate)} of the judged pairs, a tie counting half${length === null ? "" : `; ${percent(length.controlled)} at equal lengths`}`,
          ] as const,
        ]),
  ];
}

function scoreLines({ mean_score: mean, mean_score_ci_95: ci, bands }: Equivalence): Lines {
  const band = ({ count: k, share, ci_95 }: Equivalence["bands"]["low"]): string =>
    `${count(k)}${share === null ? "" : ` (${percent(share)}, 95% ${percentInterval(ci_95.lower, ci_95.upper)})`}`;
  return [
    [
      "mean score",
      mean === null ? "not known" : `${mean.toFixed(3)}, 95% ${ci.lower.toFixed(3)} to ${ci.upper.toFixed(3)}`,
    ],
    ["0.9 and above", `${band(bands.equivalent)}: functionally equivalent`],
    ["0.7 to 0.9", `${band(bands.degraded)}: some degradation, worth reading`],
    ["below 0.7", `${band(bands.low)}: where the replay struggles`],
  ];
}

function sharedLines({ canaries, unjudged, human, run, frame, self_preference_risk: risk }: JudgeResult): Lines {
  const reasons = Object.entries(unjudged.reasons).filter(([, pairs]) => pairs > 0);
  const worst = unjudged.worst_case.worse;
  const { spend } = run;
  return [
    ...(canaries.asked === 0
      ? []
      : [
          [
            "known answers",
            `${count(canaries.passed)} of ${count(canaries.asked)} right${canaries.void ? ": the run is void" : ""}`,
          ] as const,
        ]),
    ...(unjudged.count === 0
      ? []
      : [
          [
            "unjudged",
            `${count(unjudged.count)} (${reasons.map(([why, pairs]) => `${why.replaceAll("_", " ")} ${count(pairs)}`).join(", ")})${unjudged.show_worst_case && worst !== null ? `; worse ${percent(worst)} if all of them were` : ""}`,
          ] as const,
        ]),
    ...(frame.by_rule === 0
      ? []
      : [["without a call", `${counted(frame.by_rule, "pair")}: the same answer twice, or none`] as const]),
    ...(risk === true ? [["self-preference", "a risk: judge and one side are of one family"] as const] : []),
    ...(human === null ? [] : humanLines(human)),
    [
      "spent",
      `${usd(spend.spent_usd)} of ${usd(spend.cap_usd)} in ${counted(spend.calls, "call")}${spend.reserved_usd > 0 ? `, ${usd(spend.reserved_usd)} reserved by calls that never said` : ""}`,
    ],
  ];
}

function humanLines({
  labels,
  people,
  agreement,
  kappa,
  net,
  worse,
  withheld,
  human_agreement: between,
}: NonNullable<JudgeResult["human"]>): Lines {
  const among = between === null ? "" : `; people among themselves ${percent(between)}`;
  return [
    [
      "people",
      `${counted(labels, "label")} of ${count(people)}: agree in ${percent(agreement)}, kappa ${kappa === null ? "not known" : kappa.toFixed(2)}${among}`,
    ],
    [
      "corrected",
      net === null || worse === null
        ? (withheld ?? "not known")
        : `better - worse ${percent(net.estimate)} (${percentInterval(net.ci_95.lower, net.ci_95.upper)}), worse ${percent(worse.estimate)} (${percentInterval(worse.ci_95.lower, worse.ci_95.upper)})`,
    ],
  ];
}

/** Verdicts of single pairs, for people. */
export function verdictsText(pairs: readonly JudgedPair[], terminal: Terminal): string {
  if (pairs.length === 0) return "No such verdict.\n";
  return table(
    terminal,
    [
      { title: "request", shrinkTo: 12, cut: "middle" },
      { title: "bucket" },
      { title: "verdict" },
      { title: "why", shrinkTo: 20 },
    ],
    pairs.map(({ request_id, bucket, verdict, score, rule, orders }) => [
      request_id,
      bucket,
      score === null ? (verdict ?? "unjudged") : score.toFixed(2),
      printable(rule === null ? orders.map(saidText).join(" | ") : rule.replaceAll("_", " ")),
    ]),
  );
}

/** A judge speaks of A and B: which was which stands before. */
function saidText({ order, reason, unjudged }: JudgedPair["orders"][number]): string {
  if (reason !== null) return `(A ${order === "original_first" ? "original" : "replay"}) ${reason}`;
  return unjudged === null ? "" : `${unjudged.why.replaceAll("_", " ")}: ${unjudged.detail}`;
}
