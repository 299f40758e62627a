import { counted, thousands } from "../../core/counts.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import type { ContractCount } from "../../shadow/by-contract.ts";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";
import { count, minute, withBelow } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { page, type ReportHead } from "../page.ts";
import { properties, table } from "../table.ts";
import { pairArticle } from "./pair.ts";
import { incomparableReasons, VERDICT_CLASSES, words } from "./words.ts";

/** A shadow run as it is stored, and what there is to read of it. */
export interface ShadowRunReport {
  readonly run: {
    readonly id: string;
    readonly primary: string;
    readonly candidate: string;
    readonly project: string | null;
    readonly endpoint: string | null;
    readonly mirror: string | null;
    readonly pack: { readonly name: string; readonly hash: string } | null;
    readonly repeat: number;
    /** ms since the epoch; null while it goes on. */
    readonly finished_at: number | null;
    readonly source: Readonly<Record<string, string>>;
    readonly summary: ShadowSummary;
  };
  readonly contracts: readonly ContractCount[];
  /** To be read, worst first. */
  readonly pairs: readonly ShadowComparison[];
  /** How many there are. */
  readonly of: number;
}

/** A shadow run as one self-contained HTML document: what to do, the numbers, every contract, and pairs side by side. */
export function shadowRunPage({ run, contracts, pairs, of }: ShadowRunReport, head: ReportHead): string {
  const { summary, primary, candidate, pack } = run;
  const title = html`<span class="logged">${candidate}</span> in the place of <span class="logged">${primary}</span>`;
  const made = minute(new Date(head.created_at).toISOString());
  const body = html`<header>
      <p class="soft">Understudy, shadow run: both were asked the same</p>
      <h1>${title}</h1>
      <p class="soft">
        ${made} UTC${run.finished_at === null ? ", goes on" : ""} · <code>${run.id}</code>${
          pack === null
            ? ""
            : html` · pack <span class="logged">${pack.name}</span> <code>${pack.hash.slice(0, 12)}</code>`
        }
      </p>
      <p class="lead">
        <span class="badge ${VERDICT_CLASSES[summary.verdict]}">${words(summary.verdict)}</span> ${summary.guidance}
      </p>
    </header>
    <h2>In numbers</h2>
    ${numbers(summary)} ${contractsSection(contracts)} ${pairsSection(pairs, of)}
    <h2>Where it comes from</h2>
    ${origin(run)}`;
  return page(`${candidate} in the place of ${primary}: ${words(summary.verdict)}`, body, head);
}

function numbers(summary: ShadowSummary): Html {
  const { comparable_n: n, incomparable_n: out, interval, cost_usd: cost, latency_ms: latency, mcnemar_p: p } = summary;
  const ends = interval === null ? "" : `95%: ${percentInterval(interval.lower, interval.upper, { sign: true })}`;
  const critical = summary.critical_losses === 0 ? "" : `${thousands(summary.critical_losses)} of critical contracts`;
  const both = (one: string, other: string): string => `${one}, the shadow ${other}`;
  return properties([
    [
      "Pairs",
      withBelow(
        counted(n, "pair"),
        out === 0 ? "" : `${thousands(out)} not comparable: ${incomparableReasons(summary.incomparable)}`,
      ),
    ],
    ["Would fail", withBelow(thousands(summary.would_fail), critical)],
    [
      "Else",
      `${thousands(summary.wins)} gained, ${thousands(summary.both_pass)} both pass, ${thousands(summary.both_fail)} both fail, ${thousands(summary.flaky)} flaky`,
    ],
    ["Answers differ", `in ${counted(summary.differs, "pair")}`],
    ["Success rate", both(percent(summary.success_rate_primary), percent(summary.success_rate_shadow))],
    ["Difference", withBelow(percent(summary.success_rate_delta, { sign: true }), ends)],
    [
      "Decision",
      withBelow(
        words(summary.decision),
        p === null ? "" : `McNemar p ${p < 0.001 ? "< 0.001" : `= ${Number(p.toPrecision(2))}`}`,
      ),
    ],
    ["Confidence", words(summary.confidence_label).replace(" confidence", "")],
    ["Cost", both(usd(cost.primary), usd(cost.shadow))],
    ["Latency, p50", both(milliseconds(latency.primary.p50), milliseconds(latency.shadow.p50))],
    ["Latency, p95", both(milliseconds(latency.primary.p95), milliseconds(latency.shadow.p95))],
  ]);
}

function contractsSection(contracts: readonly ContractCount[]): Piece {
  if (contracts.length === 0) return "";
  const titles = ["pass", "would fail", "gained", "both fail", "flaky", "not comparable", "differ"];
  const rows = contracts.map((one) => [
    html`<span class="logged">${one.contract}</span
      >${one.critical ? html` <span class="badge no">critical</span>` : ""}`,
    count(one.both_pass),
    one.losses === 0 ? "0" : html`<strong class="no">${count(one.losses)}</strong>`,
    ...[one.gains, one.both_fail, one.flaky, one.incomparable_n, one.differs].map(count),
  ]);
  return html`<h2 id="contracts">Contracts</h2>
    ${table([{ title: "contract" }, ...titles.map((title) => ({ title, number: true }))], rows, {
      caption: "Pairs of each contract, those with most losses first",
    })}`;
}

function pairsSection(pairs: readonly ShadowComparison[], of: number): Piece {
  if (pairs.length === 0) return "";
  return html`<h2 id="pairs">Pairs to read</h2>
    <p class="soft">${thousands(pairs.length)} of ${thousands(of)}, losses first.</p>
    ${pairs.map(pairArticle)}`;
}

function origin({ project, endpoint, mirror, repeat, source }: ShadowRunReport["run"]): Html {
  const named = (value: string): Html => html`<span class="logged">${value}</span>`;
  const scope = [project, endpoint].filter((part) => part !== null).join("/");
  return properties([
    ...(scope === "" ? [] : [["Project", named(scope)] as const]),
    ...(mirror === null
      ? [["Trials of each case", thousands(repeat)] as const]
      : [["Mirror", html`<code>${mirror}</code>`] as const]),
    ...Object.entries(source).map(([name, value]) => [name.replaceAll("_", " "), named(value)] as const),
  ]);
}
