import type { PilotResult, Rate, Side, SimulationResult } from "../replay/result.ts";
import { count, counted } from "./counts.ts";
import { evidenceText } from "./evidence-text.ts";
import { milliseconds, millisecondsInterval } from "./milliseconds.ts";
import { usd, usdInterval } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent, percentInterval } from "./percent.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

function signed(share: number | null): string {
  if (share === null) return "";
  return `${share > 0 ? "+" : ""}${percent(share)}`;
}

function change(from: number | null, to: number | null): string {
  return from === null || to === null || from === 0 ? "" : signed((to - from) / from);
}

function differenceTable(side: Side, terminal: Terminal): string {
  const { baseline, candidate, difference } = side;
  const cost = candidate.evidence;
  const time = candidate.latency.evidence;
  const rows = [
    [
      "cost",
      usd(baseline.cost_usd),
      usd(candidate.cost_usd),
      difference.cost_pct === null ? "" : signed(difference.cost_pct / 100),
      cost,
    ],
    [
      "p50",
      milliseconds(baseline.p50_ms),
      milliseconds(candidate.p50_ms),
      change(baseline.p50_ms, candidate.p50_ms),
      time,
    ],
    [
      "p95",
      milliseconds(baseline.p95_ms),
      milliseconds(candidate.p95_ms),
      change(baseline.p95_ms, candidate.p95_ms),
      time,
    ],
    ["errors", count(baseline.errors), count(candidate.errors), "", candidate.error_rate.evidence],
  ];
  const evidences = [cost, time, time, candidate.error_rate.evidence];
  return table(
    terminal,
    [
      { title: "" },
      { title: "baseline", align: "right" },
      { title: "candidate", align: "right" },
      { title: "change", align: "right" },
      { title: "evidence", paint: (_, row) => evidenceText(evidences[row] ?? "unidentified", terminal) },
    ],
    rows,
  );
}

function rateText({ count: k, n, share, ci_95, evidence }: Rate): string {
  if (share === null) {
    const bounds = ci_95.lower === null ? "" : `, between ${percentInterval(ci_95.lower, ci_95.upper)}`;
    return `not to be told from this log (${evidence}${bounds})`;
  }
  return `${count(k)} of ${count(n)} (${percent(share)}, 95% ${percentInterval(ci_95.lower, ci_95.upper)}) ${evidence}`;
}

function pilotDetails(pilot: PilotResult): readonly (readonly [string, string])[] {
  const { targets, cost_usd: cost, ratio, requests, spent_usd, cap_usd, n } = pilot;
  const interval = ratio.ci_95.lower === null ? "" : `, 95% ${usdInterval(cost.ci_95.lower, cost.ci_95.upper)}`;
  return [
    ["pilot", `${counted(n, "call")} measured of ${targets.join(", ")}, ${usd(spent_usd)} spent of ${usd(cap_usd)}`],
    [
      "pilot says",
      cost.estimate === null
        ? "nothing: no call was measured"
        : `${usd(cost.estimate)}${interval} for ${counted(requests, "row")}`,
    ],
  ];
}

function details(result: SimulationResult): readonly (readonly [string, string])[] {
  const { candidate, difference, baseline, cascade, fallback } = result;
  const pairs: (readonly [string, string])[] = [];
  const { saving } = difference;
  const { cost_ci_95, cost_range_usd } = candidate;
  const learnt = cost_ci_95.lower !== null;
  if (saving.estimate !== null) {
    const interval =
      saving.ci_95.lower === null ? "" : `, 95% ${percentInterval(saving.ci_95.lower, saving.ci_95.upper)}`;
    pairs.push(["saving", `${percent(saving.estimate)}${interval} (by ${difference.basis} prices)`]);
    if (saving.range !== null)
      pairs.push([
        "could be",
        `${percentInterval(saving.range[0], saving.range[1])}, ${learnt ? "token ratios being learnt from so many pairs" : "tokens of the candidate not being known"}`,
      ]);
  }
  if (learnt) pairs.push(["cost, 95%", usdInterval(cost_ci_95.lower, cost_ci_95.upper)]);
  else if (cost_range_usd !== null && cost_range_usd[0] !== cost_range_usd[1]) {
    pairs.push(["cost range", usdInterval(cost_range_usd[0], cost_range_usd[1])]);
  }
  if (result.refining !== null) {
    const { saving_90: saved } = result.refining;
    pairs.push([
      "both, 90%",
      `saving ${percentInterval(saved.lower, saved.upper)} for requests like these, by both kinds of doubt`,
    ]);
  }
  if (result.pilot !== null) pairs.push(...pilotDetails(result.pilot));
  if (candidate.p95_ms !== null) {
    const { p95_ci_95 } = candidate.latency;
    pairs.push([
      "p95, 95%",
      `baseline ${millisecondsInterval(baseline.latency.p95_ci_95.lower, baseline.latency.p95_ci_95.upper)}; candidate ${millisecondsInterval(p95_ci_95.lower, p95_ci_95.upper)}`,
    ]);
  }
  const kinds = Object.entries(candidate.evidence_counts).filter(([, rows]) => rows > 0);
  pairs.push(["costs", kinds.map(([kind, rows]) => `${count(rows)} ${kind}`).join(", ")]);
  if (fallback.exercised.share === null || fallback.exercised.count > 0)
    pairs.push(["fallback", rateText(fallback.exercised)]);
  if (fallback.budget_misses > 0) pairs.push(["budget missed", counted(fallback.budget_misses, "request")]);
  if (cascade !== null) pairs.push(["escalated", rateText(cascade.escalated)]);
  if (cascade?.bounds != null) {
    pairs.push([
      "blended cost",
      `${usdInterval(cascade.bounds.all_accepted_usd, cascade.bounds.all_escalated_usd)}: every unknown answer accepted, every one escalated`,
    ]);
  }
  if (result.unpriced.baseline + result.unpriced.candidate > 0) {
    pairs.push([
      "unpriced",
      `${counted(result.unpriced.baseline, "row")} of the baseline, ${count(result.unpriced.candidate)} of the candidate`,
    ]);
  }
  const cannot = Object.entries(result.unreplayable);
  if (cannot.length > 0)
    pairs.push(["not resendable", cannot.map(([reason, rows]) => `${count(rows)} ${reason}`).join(", ")]);
  const left = Object.entries(result.left_out);
  if (left.length > 0) pairs.push(["left out", left.map(([reason, rows]) => `${count(rows)} ${reason}`).join(", ")]);
  return pairs;
}

function routesTable(result: SimulationResult, terminal: Terminal): string {
  const rows = Object.entries(result.route_distribution).map(([target, share]) => [
    target,
    percent(share),
    result.cost_distribution[target] === undefined ? "" : percent(result.cost_distribution[target]),
  ]);
  return table(
    terminal,
    [
      { title: "answered by", shrinkTo: 20 },
      { title: "requests", align: "right" },
      { title: "spend", align: "right" },
    ],
    rows,
  );
}

function armsTable(arms: Readonly<Record<string, Side>>, terminal: Terminal): string {
  const entries = Object.entries(arms);
  return table(
    terminal,
    [
      { title: "arm", shrinkTo: 12 },
      { title: "requests", align: "right" },
      { title: "baseline", align: "right" },
      { title: "candidate", align: "right" },
      { title: "p95", align: "right" },
      {
        title: "evidence",
        paint: (_, row) => evidenceText(entries[row]?.[1].candidate.evidence ?? "unidentified", terminal),
      },
    ],
    entries.map(([name, side]) => [
      name,
      count(side.requests),
      usd(side.baseline.cost_usd),
      usd(side.candidate.cost_usd),
      milliseconds(side.candidate.p95_ms),
      side.candidate.evidence,
    ]),
  );
}

/** The answer of a simulation for people: the difference first, then what it rests on. */
export function simulationText(result: SimulationResult, next: readonly string[], terminal: Terminal): string {
  const { colors } = terminal;
  const sampled =
    result.requests < result.window_requests
      ? `${counted(result.requests, "request")} sampled of ${count(result.window_requests)}`
      : counted(result.requests, "request");
  const day = (iso: string): string => iso.slice(0, 16).replace("T", " ");
  const blocks = [
    `${colors.bold(result.policy.name)} against ${sampled}, ${day(result.window.start)} to ${day(result.window.end)} UTC\n${colors.dim(`${result.id}, routing only: ${result.pilot === null ? "nothing was called" : `with a pilot of ${counted(result.pilot.calls, "call")}`}`)}\n`,
    differenceTable(result, terminal),
    properties(terminal, details(result)),
    routesTable(result, terminal),
    ...(result.arms === null ? [] : [armsTable(result.arms, terminal)]),
    ...(result.notes.length === 0 ? [] : [notesText(result.notes, terminal)]),
    next.map((command) => `${colors.dim("next")} ${command}\n`).join(""),
  ];
  return blocks.join("\n");
}
