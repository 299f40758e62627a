import type { Rate, Side, SimulationResult } from "../../replay/result.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd, usdInterval } from "../../core/figures/money.ts";
import { percent } from "../../core/figures/percent.ts";
import { UNKNOWN } from "../../core/figures/rounding.ts";
import { bars } from "../bars.ts";
import { badge } from "../evidence.ts";
import { change, count, msEnds, msText, percentEnds, rateText, withBelow } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { table } from "../table.ts";

const COLUMNS = [
  { title: "" },
  { title: "baseline", number: true },
  { title: "candidate", number: true },
  { title: "change", number: true },
  { title: "evidence" },
] as const;

/** The two sides of a replay beside each other: cost, latency, errors. */
export function sideTable(side: Side): Html {
  const { baseline, candidate, difference } = side;
  return table(
    COLUMNS,
    [
      [
        "Cost",
        withBelow(usd(baseline.cost_usd), "total of these requests"),
        withBelow(usd(candidate.cost_usd), costDoubt(side)),
        withBelow(signedPct(difference.cost_pct), savingText(side)),
        badge(candidate.evidence),
      ],
      [
        "Latency, median",
        msText(baseline.p50_ms, baseline.latency.p50_ci_95),
        msText(candidate.p50_ms, candidate.latency.p50_ci_95),
        change(baseline.p50_ms, candidate.p50_ms),
        badge(candidate.latency.evidence),
      ],
      [
        "Latency, 95th percentile",
        msText(baseline.p95_ms, baseline.latency.p95_ci_95),
        msText(candidate.p95_ms, candidate.latency.p95_ci_95),
        change(baseline.p95_ms, candidate.p95_ms),
        badge(candidate.latency.evidence),
      ],
      [
        "Errors",
        rateText(baseline.error_rate),
        rateText(candidate.error_rate),
        difference.errors === null ? UNKNOWN : `${difference.errors > 0 ? "+" : ""}${count(difference.errors)}`,
        badge(candidate.error_rate.evidence),
      ],
    ],
    { caption: "The baseline is what the log holds; the last column is about the candidate." },
  );
}

function signedPct(pct: number | null): string {
  return pct === null ? UNKNOWN : percent(pct / 100, { sign: true });
}

function costRange(range: readonly [number, number] | null): string {
  return range === null || range[0] === range[1] ? "" : `could be ${usdInterval(range[0], range[1])}`;
}

/** The interval where all doubt is that of learnt ratios, else what it could be. */
function costDoubt({ candidate: { cost_ci_95: ends, cost_range_usd: range } }: Pick<Side, "candidate">): string {
  return ends.lower === null ? costRange(range) : `95%: ${usdInterval(ends.lower, ends.upper)}`;
}

function savingText({ difference: { saving, basis } }: Side): string {
  if (saving.estimate === null) return "";
  const ends = percentEnds(saving.ci_95);
  return `saving ${percent(saving.estimate)}${ends === "" ? "" : `, ${ends}`}, by ${basis} prices`;
}

/** Bars of cost and latency, baseline over candidate. */
export function sideBars({ baseline, candidate }: Side): Html {
  const range = candidate.cost_range_usd;
  return html`
    ${bars("Cost", [
      {
        label: "Cost, baseline",
        value: baseline.cost_usd,
        kind: "baseline",
        text: usd(baseline.cost_usd),
        evidence: badge(baseline.evidence),
      },
      {
        label: "Cost, candidate",
        value: candidate.cost_usd,
        lower: range?.[0] ?? null,
        upper: range?.[1] ?? null,
        kind: "candidate",
        text: withBelow(usd(candidate.cost_usd), costDoubt({ candidate })),
        evidence: badge(candidate.evidence),
      },
    ])}
    ${bars(
      "Latency",
      (["p50", "p95"] as const).flatMap((quantile) =>
        (
          [
            ["baseline", baseline],
            ["candidate", candidate],
          ] as const
        ).map(([kind, side]) => {
          const value = side[`${quantile}_ms`];
          const ends = side.latency[`${quantile}_ci_95`];
          return {
            label: `${quantile}, ${kind}`,
            value,
            lower: ends.lower,
            upper: ends.upper,
            kind,
            text: withBelow(milliseconds(value), msEnds(ends)),
            evidence: badge(side.latency.evidence),
          };
        }),
      ),
    )}
  `;
}

/** Who would have answered, by requests and by spend. */
export function routes({ route_distribution, cost_distribution, candidate }: SimulationResult): Html {
  const entries = Object.entries(route_distribution);
  if (entries.length === 0) return html``;
  return html`<h2>Routes</h2>
    ${bars(
      "Share of requests by who would have answered",
      entries.map(([target, share]) => ({
        label: html`<span class="logged">${target}</span>`,
        value: share,
        kind: "candidate" as const,
        text: withBelow(
          percent(share),
          cost_distribution[target] === undefined ? "" : `${percent(cost_distribution[target])} of the spend`,
        ),
        evidence: badge(candidate.error_rate.evidence),
      })),
      1,
    )}`;
}

/** Each arm of a split by itself. */
export function arms({ arms: sides }: SimulationResult): Html {
  if (sides === null) return html``;
  return html`<h2>Arms</h2>
    ${Object.entries(sides).map(
      ([name, side]) =>
        html`<h3>${name}: ${count(side.requests)} requests</h3>
          ${sideTable(side)}`,
    )}`;
}

/** What fallbacks, retries and escalations came to. */
export function exercised({ fallback, cascade, candidate }: SimulationResult): Html {
  const rows: Piece[][] = [];
  const rate = (name: string, told: Rate): void => {
    if (told.share === null || told.count > 0) rows.push([name, rateText(told), badge(told.evidence)]);
  };
  rate("A fallback was asked", fallback.exercised);
  if (fallback.budget_misses > 0)
    rows.push(["The time budget ran out", count(fallback.budget_misses), badge(fallback.exercised.evidence)]);
  if (fallback.retried > 0)
    rows.push(["A target was tried again", count(fallback.retried), badge(fallback.exercised.evidence)]);
  if (cascade !== null) {
    rate("An answer was escalated", cascade.escalated);
    const bounds = cascade.bounds;
    const below =
      bounds === null
        ? ""
        : `${usdInterval(bounds.all_accepted_usd, bounds.all_escalated_usd)}: every unknown answer accepted, every one escalated`;
    rows.push(["Blended cost", withBelow(usd(cascade.blended_cost_usd), below), badge(candidate.evidence)]);
  }
  if (rows.length === 0) return html``;
  return html`<h2>Fallbacks and escalations</h2>
    ${table([{ title: "" }, { title: "requests", number: true }, { title: "evidence" }], rows)}`;
}

/** Rows where both sides lie furthest apart. */
export function outliers({ outliers: lists, candidate }: SimulationResult): Html {
  const listed = (
    title: string,
    rows: SimulationResult["outliers"]["cost_usd"],
    write: (value: number, options?: { readonly sign?: boolean }) => string,
    kind: Piece,
  ): Piece =>
    rows.length === 0
      ? ""
      : html`<h3>${title}</h3>
          ${table(
            [
              { title: "request" },
              { title: "answered by" },
              { title: "baseline", number: true },
              { title: "candidate", number: true },
              { title: "difference", number: true },
              { title: "evidence, at least" },
            ],
            rows.map((row) => [
              html`<code>${row.request_id}</code>`,
              html`<span class="logged">${row.target ?? "nobody"}</span>`,
              write(row.baseline),
              write(row.candidate),
              write(row.delta, { sign: true }),
              kind,
            ]),
          )}`;
  return html`<h2 id="outliers">Requests that differ most</h2>
    <p class="soft">
      Single requests, drawn or logged as they are: they have no interval. <code>understudy explain ID</code> shows why
      one went where it went.
    </p>
    ${listed("By cost", lists.cost_usd, usd, badge(candidate.evidence))}
    ${listed("By latency", lists.latency_ms, milliseconds, badge(candidate.latency.evidence))}`;
}
