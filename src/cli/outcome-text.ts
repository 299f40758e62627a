import type { ExperimentOutcome } from "../actions/promote/experiment-outcome.ts";
import type { Beside } from "../actions/promote/outcome/beside.ts";
import { count, counted } from "./counts.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent } from "./percent.ts";
import { UNKNOWN } from "../core/figures/rounding.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const METRICS = ["cost_usd", "p50_ms", "p95_ms", "error_rate"] as const;
const TITLE = { cost_usd: "cost", p50_ms: "p50", p95_ms: "p95", error_rate: "errors" } as const;
const SHOW = { cost_usd: usd, p50_ms: milliseconds, p95_ms: milliseconds, error_rate: percent } as const;

/** What was projected beside what happened. */
export function outcomeText(outcome: ExperimentOutcome, terminal: Terminal): string {
  const { projection, requests, scopes } = outcome;
  return [
    properties(terminal, [
      ["experiment", outcome.experiment],
      ["served", `${counted(requests, "request")} of ${scopes.join(", ")}`],
      ["from", `${outcome.from} to ${outcome.to}`],
      ["projection", `${counted(projection.requests, "request")}, ${projection.evidence}`],
    ]),
    "\n",
    table(
      terminal,
      [
        { title: "" },
        { title: "projected", align: "right" },
        { title: "should lie in" },
        { title: "actual", align: "right" },
        { title: "" },
      ],
      METRICS.map((metric) => [TITLE[metric], ...besideCells(outcome[metric], SHOW[metric])]),
    ),
    "\n",
    properties(terminal, [...costLines(outcome), ...controlLines(outcome), ...calibrationLines(outcome)]),
    "\n",
    notesText(outcome.notes, terminal),
  ].join("");
}

function besideCells(
  { projected, band, actual, inside }: Beside,
  show: (value: number | null) => string,
): readonly string[] {
  const { lower, upper } = band;
  const between = lower === null && upper === null ? UNKNOWN : `${show(lower)} to ${show(upper)}`;
  return [show(projected), between, show(actual), inside === null ? "" : inside ? "inside" : "outside"];
}

function costLines({ cost_usd: cost }: ExperimentOutcome): readonly (readonly [string, string])[] {
  const { off_pct: off, at_frozen_prices_usd: frozen, request_error: error } = cost;
  return [
    ["cost is off by", off === null ? UNKNOWN : percent(off / 100, { sign: true })],
    ...(frozen === null ? [] : [["its tokens at the experiment's prices", usd(frozen)] as const]),
    ...(error.median === null
      ? []
      : [["a single request is off by", `${percent(error.median)} (median), ${percent(error.p90)} (p90)`] as const]),
  ];
}

function controlLines(outcome: ExperimentOutcome): readonly (readonly [string, string])[] {
  const { against_control: against, promised } = outcome;
  if (against === null) return [];
  const { estimate, lower, upper } = against.cost_pct;
  const said = promised?.cost_pct ?? null;
  const signed = (value: number): string => percent(value / 100, { sign: true });
  const cost =
    estimate === null || lower === null || upper === null
      ? UNKNOWN
      : `${signed(estimate)} a request (${signed(lower)} to ${signed(upper)}); ${said === null ? "nothing was promised" : `promised ${signed(said)}`}`;
  const { control, candidate } = against.requests;
  return [
    ["against control", `cost ${cost}`],
    ["", `${count(candidate)} requests of the candidate, ${count(control)} of control, at the same time`],
  ];
}

function calibrationLines({ calibration, windows }: ExperimentOutcome): readonly (readonly [string, string])[] {
  const told = METRICS.flatMap((metric) => {
    const coverage = calibration[metric];
    if (coverage === null) return [];
    const mark = coverage.uncalibrated ? " (uncalibrated)" : "";
    return `${TITLE[metric]} ${coverage.covered}/${coverage.windows}${mark}`;
  });
  if (told.length === 0) return [];
  return [["calibration", `windows (${windows.length}) inside the 90% band: ${told.join(", ")}`]];
}
