import { milliseconds, millisecondsInterval } from "../../core/figures/milliseconds.ts";
import { usd, usdInterval } from "../../core/figures/money.ts";
import { percent } from "../../core/figures/percent.ts";
import { UNKNOWN } from "../../core/figures/rounding.ts";
import type { ExperimentResult, Figure, MeasuredSide } from "../../experiments/index.ts";
import { bars } from "../bars.ts";
import { badge, told } from "../evidence.ts";
import { count, interval, msEnds, msText, percentEnds, rateText, withBelow } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { table } from "../table.ts";
import { words } from "./said.ts";

const COLUMNS = [
  { title: "" },
  { title: "baseline", number: true },
  { title: "candidate", number: true },
  { title: "difference", number: true },
  { title: "evidence" },
] as const;

/** A share with its interval, and what it stands on. */
export function shareFigure({ estimate, ci_95, n }: Figure, options: { readonly sign?: boolean } = {}): Html {
  const ends = percentEnds(ci_95);
  return withBelow(percent(estimate, options), ends === "" ? `no interval, n = ${n}` : `${ends}, n = ${n}`);
}

function msFigure({ estimate, ci_95, n }: Figure): Html {
  const ends = interval(ci_95, millisecondsInterval);
  return withBelow(
    milliseconds(estimate, { sign: true }),
    ends === "" ? `too few pairs for an interval, n = ${n}` : `${ends}, n = ${n}`,
  );
}

/** `1.04`, with its interval. */
export function ratioFigure({ estimate, ci_95, n }: Figure): Html {
  const text = (value: number | null): string => (value === null ? UNKNOWN : value.toFixed(3));
  const ends =
    ci_95.lower === null && ci_95.upper === null ? "" : `95%: ${text(ci_95.lower)} to ${text(ci_95.upper)}, `;
  return withBelow(text(estimate), `${ends}n = ${n}`);
}

/** Cost, latency and errors of both sides of the pairs. */
export function measuredTable({ baseline, candidate, differences }: ExperimentResult): Html {
  const { cost, p50_ms, p95_ms, error_rate } = differences;
  const evidence = html`${badge(candidate.evidence)}`;
  return table(
    COLUMNS,
    [
      [
        "Cost of the pairs",
        withBelow(usd(baseline.cost_usd), unpriced(baseline)),
        withBelow(usd(candidate.cost_usd), unpriced(candidate)),
        html`saving ${shareFigure(cost.saving)}`,
        evidence,
      ],
      [
        "Latency, median",
        msText(baseline.p50_ms, baseline.p50_ci_95),
        msText(candidate.p50_ms, candidate.p50_ci_95),
        msFigure(p50_ms),
        evidence,
      ],
      [
        "Latency, 95th percentile",
        msText(baseline.p95_ms, baseline.p95_ci_95),
        msText(candidate.p95_ms, candidate.p95_ci_95),
        msFigure(p95_ms),
        evidence,
      ],
      [
        "Errors",
        rateText(baseline.error_rate),
        rateText(candidate.error_rate),
        shareFigure(error_rate, { sign: true }),
        evidence,
      ],
      ["Input tokens", count(baseline.input_tokens), count(candidate.input_tokens), "", evidence],
      ["Output tokens", count(baseline.output_tokens), count(candidate.output_tokens), "", evidence],
    ],
    {
      caption:
        "Baseline: as logged. Totals are of the pairs themselves; intervals are about requests like these; differences of shares are in points.",
    },
  );
}

function unpriced({ unpriced: some }: MeasuredSide): string {
  return some === 0 ? "" : `${count(some)} pairs could not be priced, and are in no sum`;
}

/** What the whole window would have cost. */
export function windowTotal({ window_total: { baseline_usd, rows, candidate_usd } }: ExperimentResult): Html {
  if (baseline_usd === null) return html``;
  const { estimate, ci_95, evidence, n } = candidate_usd;
  return html`<p>
    The ${count(rows)} requests of the window that can be sent again cost
    <strong>${usd(baseline_usd)}</strong> ${badge("recorded")}; the candidate would have taken
    <strong>${usd(estimate)}</strong> ${badge(evidence)} (${interval(ci_95, usdInterval) || "no interval"}, from
    ${count(n)} pairs).
  </p>`;
}

/** Bars of cost and latency, baseline over candidate. */
export function measuredBars({ baseline, candidate }: ExperimentResult): Html {
  const sides = [
    ["baseline", baseline],
    ["candidate", candidate],
  ] as const;
  return html`
    ${bars(
      "Cost",
      sides.map(([kind, side]) => ({
        label: `Cost, ${kind}`,
        value: side.cost_usd,
        kind,
        text: usd(side.cost_usd),
        evidence: badge(side.evidence),
      })),
    )}
    ${bars(
      "Latency",
      (["p50", "p95"] as const).flatMap((quantile) =>
        sides.map(([kind, side]) => {
          const ends = side[`${quantile}_ci_95`];
          const value = side[`${quantile}_ms`];
          return {
            label: `${quantile}, ${kind}`,
            value,
            lower: ends.lower,
            upper: ends.upper,
            kind,
            text: withBelow(milliseconds(value), msEnds(ends)),
            evidence: badge(side.evidence),
          };
        }),
      ),
    )}
  `;
}

/** The baseline asked again: what is noise, and what the hour did. */
export function controlSection({ control }: ExperimentResult): Html {
  if (control === null) return html``;
  const { differs, latency, pairs } = control;
  const rows: Piece[][] = [
    ["Answers that differ: baseline from itself", rateText(differs.control), badge(told(differs.control.share))],
    ["Answers that differ: candidate from baseline", rateText(differs.candidate), badge(told(differs.candidate.share))],
    ["More than noise", shareFigure(differs.excess, { sign: true }), badge(differs.excess.evidence)],
    [
      "Median latency, candidate over baseline of the same hour",
      ratioFigure(latency.p50_ratio),
      badge(latency.p50_ratio.evidence),
    ],
    [
      "95th percentile, candidate over baseline of the same hour",
      ratioFigure(latency.p95_ratio),
      badge(latency.p95_ratio.evidence),
    ],
    [
      "Median latency, this hour over the logged one",
      ratioFigure(latency.hour_ratio),
      badge(latency.hour_ratio.evidence),
    ],
  ];
  return html`<h2>Control</h2>
    <p>The baseline was asked again for ${count(pairs)} of the pairs: what differs there is noise.</p>
    ${table([{ title: "" }, { title: "number", number: true }, { title: "evidence" }], rows)}`;
}

/** Who answered. */
export function measuredRoutes({ route_distribution: routes, candidate, frame }: ExperimentResult): Html {
  const entries = Object.entries(routes);
  if (entries.length < 2) return html``;
  return html`<h2>Routes</h2>
    ${bars(
      `Share of ${count(frame.counted)} pairs by who answered`,
      entries.map(([target, share]) => ({
        label: html`<span class="logged">${target}</span>`,
        value: share,
        kind: "candidate" as const,
        text: percent(share),
        evidence: badge(candidate.evidence),
      })),
      1,
    )}`;
}

/** Supplied outcomes: wins, losses, ties. */
export function outcomesSection({ outcomes }: ExperimentResult): Html {
  if (outcomes.length === 0) return html``;
  return html`<h2>Supplied outcomes</h2>
    ${table(
      [
        { title: "outcome" },
        { title: "wins", number: true },
        { title: "losses", number: true },
        { title: "ties", number: true },
        { title: "difference", number: true },
        { title: "decision" },
        { title: "evidence" },
      ],
      outcomes.map((one) => [
        html`<span class="logged">${one.name}</span>`,
        count(one.wins),
        count(one.losses),
        withBelow(count(one.ties), one.unknown === 0 ? "" : `${count(one.unknown)} without a value`),
        shareFigure(one.delta, { sign: true }),
        withBelow(
          words(one.non_inferiority.decision),
          `above ${percent(one.non_inferiority.lower_95, { sign: true, bound: "lower" })} with 95%; margin ${percent(one.non_inferiority.margin)}`,
        ),
        badge(one.delta.evidence),
      ]),
    )}`;
}
