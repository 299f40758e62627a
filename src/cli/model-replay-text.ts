import type { ModelReplay, ReplayedRequest } from "../actions/model-replay/model-replay.ts";
import type { ExperimentResult, Figure } from "../experiments/index.ts";
import { SCORE_BANDS, type JudgeResult } from "../judging/index.ts";
import { count, counted } from "./counts.ts";
import { evidenceText } from "./evidence-text.ts";
import { milliseconds, millisecondsInterval } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent, percentInterval } from "./percent.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Requests shown: 10 to 20 tell what fails. */
const SHOWN = 20;

/** A model replay for people: aggregate, scores, the lowest pairs, and the five steps. */
export function modelReplayText(found: ModelReplay, next: readonly string[], terminal: Terminal): string {
  const { colors } = terminal;
  const { experiment, judge, judge_missing: missing, requests } = found;
  const { frame, asked, stopping, notes } = experiment;
  const ended = stopping.state === "completed" ? "" : `, ${stopping.state.replaceAll("_", " ")}`;
  return [
    `${colors.bold(asked.name)} on ${counted(frame.counted, "request")}${ended}\n${colors.dim(found.id)}\n`,
    aggregate(experiment, judge, terminal),
    properties(terminal, lines(experiment, judge)),
    ...(missing === null ? [] : [notesText([`No judge: ${missing}.`], terminal)]),
    requests.length === 0 ? "" : lowest(requests, terminal),
    properties(
      terminal,
      found.steps.map(({ question, state, verdict }, index) => [`${index + 1}. ${question}`, `${state}: ${verdict}`]),
    ),
    ...(notes.length === 0 ? [] : [notesText(notes, terminal)]),
    next.map((command) => `${colors.dim("next")} ${command}\n`).join(""),
  ]
    .filter((block) => block !== "")
    .join("\n");
}

function aggregate({ baseline, candidate }: ExperimentResult, judge: JudgeResult | null, terminal: Terminal): string {
  const evidences = [
    candidate.evidence,
    candidate.evidence,
    candidate.evidence,
    candidate.evidence,
    candidate.evidence,
    candidate.evidence,
    "measured",
  ] as const;
  const rows = [
    ["Input tokens", count(baseline.input_tokens), count(candidate.input_tokens)],
    ["Output tokens", count(baseline.output_tokens), count(candidate.output_tokens)],
    ["Cost", usd(baseline.cost_usd), usd(candidate.cost_usd)],
    ["Latency, median", milliseconds(baseline.p50_ms), milliseconds(candidate.p50_ms)],
    ["Latency, p95", milliseconds(baseline.p95_ms), milliseconds(candidate.p95_ms)],
    ["Errors", count(baseline.errors), count(candidate.errors)],
    ...(judge?.protocol === "equivalence" ? [["Quality score", "", score(judge.mean_score)]] : []),
  ];
  return table(
    terminal,
    [
      { title: "" },
      { title: "original", align: "right" },
      { title: "replay", align: "right" },
      { title: "evidence", paint: (_, row) => evidenceText(evidences[row] ?? "unidentified", terminal) },
    ],
    rows.map((row, index) => [...row, evidences[index] ?? ""]),
  );
}

function score(value: number | null): string {
  return value === null ? "not known" : value.toFixed(2);
}

function figure(
  { estimate, ci_95: { lower, upper } }: Figure,
  one: (value: number | null) => string,
  both: (low: number | null, high: number | null) => string,
): string {
  return lower === null && upper === null ? one(estimate) : `${one(estimate)}, 95% ${both(lower, upper)}`;
}

function lines(
  { differences, spend }: ExperimentResult,
  judge: JudgeResult | null,
): readonly (readonly [string, string])[] {
  const { cost, p50_ms, p95_ms } = differences;
  return [
    ["saving", figure(cost.saving, percent, percentInterval)],
    ["median latency", figure(p50_ms, milliseconds, millisecondsInterval)],
    ["p95 latency", figure(p95_ms, milliseconds, millisecondsInterval)],
    ...(judge?.protocol === "equivalence" ? bands(judge) : []),
    [
      "spent",
      `${usd(spend.spent_usd)} for replays${judge === null ? "" : `, ${usd(judge.spend_usd)} for the judge`}, of ${usd(spend.cap_usd)}`,
    ],
  ];
}

function bands(judge: JudgeResult & { readonly protocol: "equivalence" }): readonly (readonly [string, string])[] {
  const { equivalent, degraded } = SCORE_BANDS;
  const band = (name: "equivalent" | "degraded" | "low"): string => {
    const { count: some, share, ci_95: ends } = judge.bands[name];
    return `${counted(some, "pair")} (${percent(share)}, 95% ${percentInterval(ends.lower, ends.upper)})`;
  };
  const ends = judge.mean_score_ci_95;
  return [
    [
      "quality score",
      `${score(judge.mean_score)}, 95% ${score(ends.lower)} to ${score(ends.upper)}, by ${judge.definition.judge}`,
    ],
    [`${equivalent} or more`, `${band("equivalent")}: does the same`],
    [`${degraded} to ${equivalent}`, `${band("degraded")}: some loss`],
    [`below ${degraded}`, `${band("low")}: struggles`],
    ...(judge.unjudged.count === 0 ? [] : [["not judged", counted(judge.unjudged.count, "pair")] as const]),
  ];
}

function lowest(requests: readonly ReplayedRequest[], terminal: Terminal): string {
  const shown = requests.slice(0, SHOWN);
  return table(
    terminal,
    [
      { title: `lowest first, ${shown.length} of ${count(requests.length)}` },
      { title: "model", shrinkTo: 12 },
      { title: "tokens", align: "right" },
      { title: "cost", align: "right" },
      { title: "latency", align: "right" },
      { title: "score", align: "right" },
      { title: "why", shrinkTo: 16 },
    ],
    shown.map(({ request_id: id, original, replay, quality_score: quality, reason }) => [
      id,
      replay.target ?? "nobody",
      `${count(original.output_tokens)} to ${count(replay.output_tokens)}`,
      `${usd(original.cost_usd)} to ${usd(replay.cost_usd)}`,
      `${milliseconds(original.latency_ms)} to ${milliseconds(replay.latency_ms)}`,
      quality === null ? "" : quality.toFixed(2),
      reason ?? replay.failure ?? "",
    ]),
  );
}
