import type { ContractCount } from "../shadow/by-contract.ts";
import type { ShadowSummary } from "../shadow/summary.ts";
import { count, counted } from "./counts.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { percent, percentInterval } from "./percent.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

type Verdict = ShadowSummary["verdict"];

/** `needs review`, in its colour. */
export function verdictText(verdict: Verdict, { colors }: Terminal, plain: string = verdict): string {
  const paint = {
    clean: colors.green,
    changed_but_passing: colors.cyan,
    needs_review: colors.red,
    needs_better_evidence: colors.yellow,
  }[verdict];
  return paint(plain.replaceAll("_", " "));
}

const label = (text: string): string => text.toLowerCase().replaceAll("_", " ");

/** `3 shadow error, 1 redacted input`; empty where there are none. */
export function incomparableText(reasons: ShadowSummary["incomparable"]): string {
  return Object.entries(reasons)
    .map(([reason, times]) => `${count(times)} ${label(reason)}`)
    .join(", ");
}

function deltaText({ success_rate_delta: delta, interval }: ShadowSummary): string {
  const change = percent(delta, { sign: true });
  return interval === null
    ? change
    : `${change}, 95% ${percentInterval(interval.lower, interval.upper, { sign: true })}`;
}

/** A summary as lines of `properties`: what it says, how sure that is, and what it stands on. */
export function shadowSummaryLines(summary: ShadowSummary, terminal: Terminal): readonly (readonly [string, string])[] {
  const { comparable_n: n, incomparable_n: out, incomparable, cost_usd: cost, latency_ms: latency } = summary;
  const critical = summary.critical_losses === 0 ? "" : ` (${count(summary.critical_losses)} critical)`;
  return [
    [
      "verdict",
      `${verdictText(summary.verdict, terminal)} (${label(summary.reason)}), ${label(summary.confidence_label)}`,
    ],
    ["", summary.guidance],
    [
      "pairs",
      `${count(n)} compared, ${count(out)} could not be${out === 0 ? "" : ` (${incomparableText(incomparable)})`}`,
    ],
    [
      "passing",
      `${percent(summary.success_rate_primary)} primary, ${percent(summary.success_rate_shadow)} shadow (${deltaText(summary)})`,
    ],
    [
      "results",
      `would fail ${count(summary.would_fail)}${critical}, gained ${count(summary.wins)}, both pass ${count(summary.both_pass)}, both fail ${count(summary.both_fail)}, flaky ${count(summary.flaky)}`,
    ],
    ["differs", `${counted(summary.differs, "pair")} of ${count(n)}`],
    [
      "decision",
      `${label(summary.decision)}${summary.robust && out > 0 ? ", even if all that could not be compared were losses" : ""}`,
    ],
    ["cost", `${usd(cost.primary)} primary, ${usd(cost.shadow)} shadow`],
    [
      "latency",
      `p50 ${milliseconds(latency.primary.p50)} and ${milliseconds(latency.shadow.p50)}, p95 ${milliseconds(latency.primary.p95)} and ${milliseconds(latency.shadow.p95)}`,
    ],
  ];
}

/** Contracts with what became of their pairs. */
export function contractsText(contracts: readonly ContractCount[], terminal: Terminal): string {
  const figures = ["both_pass", "losses", "gains", "both_fail", "flaky", "incomparable_n", "differs"] as const;
  const titles = ["pass", "would fail", "gained", "both fail", "flaky", "left out", "differ"];
  return table(
    terminal,
    [
      { title: "contract", shrinkTo: 8, cut: "middle" },
      ...titles.map((title, at) => ({
        title,
        align: "right" as const,
        ...(at === 1 ? { paint: (cell: string) => (cell.trim() === "0" ? cell : terminal.colors.red(cell)) } : {}),
      })),
    ],
    contracts.map((one) => [
      one.critical ? `${one.contract} (critical)` : one.contract,
      ...figures.map((name) => count(one[name])),
    ]),
  );
}
