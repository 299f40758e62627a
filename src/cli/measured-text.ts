import type { ExperimentResult, Figure, MeasuredSide, OutcomeResult, Share } from "../experiments/index.ts";
import { BUCKETS } from "../experiments/index.ts";
import { count, counted } from "./counts.ts";
import { evidenceText } from "./evidence-text.ts";
import { milliseconds, millisecondsInterval } from "./milliseconds.ts";
import { usd, usdInterval } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { percent, percentInterval } from "./percent.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const STATES: Readonly<Record<string, string>> = {
  running: "still running: figures of what has come so far",
  completed: "all pairs measured",
  cap_reached: "the cap was reached: figures of the first pairs in hash order, which are a random sample",
  cancelled: "cancelled: figures of the first pairs in hash order, which are a random sample",
  stopped_early: "stopped early, as declared: the evidence is certain",
  interrupted: "interrupted: figures of the first pairs in hash order; it can be resumed",
};

const day = (iso: string): string => iso.slice(0, 16).replace("T", " ");

function shareText({ count: k, n, share, ci_95 }: Share): string {
  if (share === null) return "not known";
  return `${count(k)} of ${count(n)} (${percent(share)}, 95% ${percentInterval(ci_95.lower ?? 0, ci_95.upper ?? 1)})`;
}

/** A figure with its interval. */
function figureText(
  { estimate, ci_95 }: Figure,
  one: (value: number) => string,
  both: (lower: number | null, upper: number | null) => string,
): string {
  if (estimate === null) return "not known";
  const open = ci_95.lower === null && ci_95.upper === null;
  return open ? one(estimate) : `${one(estimate)}, 95% ${both(ci_95.lower, ci_95.upper)}`;
}

const asPercent = (figure: Figure): string =>
  figureText(figure, percent, (lower, upper) => percentInterval(lower ?? -1, upper ?? 1));
const asTime = (figure: Figure): string => figureText(figure, milliseconds, millisecondsInterval);
const ratio = (value: number | null): string => (value === null ? "?" : value.toFixed(2));
const asRatio = (figure: Figure): string =>
  figureText(figure, ratio, (lower, upper) => `${ratio(lower)} to ${ratio(upper)}`);

function sides(result: ExperimentResult, terminal: Terminal): string {
  const columns: readonly (readonly [string, MeasuredSide])[] = [
    ["baseline", result.baseline],
    ["candidate", result.candidate],
    ...(result.control === null ? [] : [["control", result.control.side] as const]),
  ];
  const row = (title: string, read: (side: MeasuredSide) => string): readonly string[] => [
    title,
    ...columns.map(([, side]) => read(side)),
  ];
  return table(
    terminal,
    [{ title: "" }, ...columns.map(([title]) => ({ title, align: "right" as const }))],
    [
      row("pairs", (side) => count(side.priced + side.unpriced)),
      row("cost", (side) => usd(side.cost_usd)),
      row("p50", (side) => milliseconds(side.p50_ms)),
      row("p95", (side) => milliseconds(side.p95_ms)),
      row("errors", (side) => count(side.errors)),
      row("input tokens", (side) => count(side.input_tokens)),
      row("output tokens", (side) => count(side.output_tokens)),
      row("evidence", (side) => evidenceText(side.evidence, { ...terminal, colors: terminal.colors })),
    ],
  );
}

function outcomeText({
  name,
  wins,
  losses,
  ties,
  n,
  delta,
  non_inferiority: safe,
  unknown,
}: OutcomeResult): readonly (readonly [string, string])[] {
  const missing = unknown === 0 ? "" : `, ${count(unknown)} unknown`;
  return [
    [
      name,
      `${counted(wins, "win")}, ${counted(losses, "loss").replace("losss", "losses")}, ${counted(ties, "tie")} of ${count(n)}${missing}`,
    ],
    [
      "",
      `difference ${asPercent(delta)} (Tango); ${safe.decision.replaceAll("_", " ")} at a margin of ${percent(safe.margin)}`,
    ],
  ];
}

function details(result: ExperimentResult): readonly (readonly [string, string])[] {
  const { differences, similarity, control, window_total: total, spend, stopping, frame } = result;
  const pairs: (readonly [string, string])[] = [
    [
      "saving",
      `${asPercent(differences.cost.saving)} (of ${usd(differences.cost.baseline_usd)}: ${usd(differences.cost.candidate_usd)})`,
    ],
    ["p50 difference", asTime(differences.p50_ms)],
    ["p95 difference", asTime(differences.p95_ms)],
    ["error difference", asPercent(differences.error_rate)],
  ];
  if (total.candidate_usd.estimate !== null)
    pairs.push([
      "whole window",
      `${usd(total.baseline_usd)} as logged, candidate ${figureText(total.candidate_usd, usd, usdInterval)}`,
    ]);
  pairs.push(["agreement", `${shareText(similarity.agreement)}: ${similarity.agreement.definition}`]);
  pairs.push([
    "similarity",
    BUCKETS.map((bucket) => `${bucket} ${count(similarity.buckets[bucket].count)}`).join(", "),
  ]);
  const measures = similarity.measures.filter((one) => one.pairs > 0);
  if (measures.length > 0)
    pairs.push([
      "compared by",
      measures.map(({ measure, pairs: n, calibration }) => `${measure} ${count(n)} (${calibration})`).join(", "),
    ]);
  if (control !== null) {
    pairs.push(["noise floor", `the baseline differs from itself in ${shareText(control.differs.control)}`]);
    pairs.push(["beyond noise", asPercent(control.differs.excess)]);
    pairs.push([
      "same hour",
      `p50 ${asRatio(control.latency.p50_ratio)} of the control's; p95 ${asRatio(control.latency.p95_ratio)}`,
    ]);
  }
  for (const outcome of result.outcomes) pairs.push(...outcomeText(outcome));
  if (result.primary !== null) {
    const { metric, margin, decision, lower_95: lower } = result.primary;
    pairs.push([
      "decision",
      `${metric}: ${decision.replaceAll("_", " ")} at a margin of ${percent(margin)} (lower bound ${percent(lower)})`,
    ]);
  }
  if (result.truncated_by_us > 0) pairs.push(["cut by our limit", counted(result.truncated_by_us, "answer")]);
  if (frame.interrupted > 0)
    pairs.push(["cut off", `${counted(frame.interrupted, "pair")} with a worker that died: not asked twice`]);
  if (frame.beyond_prefix > 0)
    pairs.push(["not counted", `${counted(frame.beyond_prefix, "pair")} beyond the first gap in hash order`]);
  const reserved = spend.reserved_usd > 0 ? `, ${usd(spend.reserved_usd)} reserved by calls that never said` : "";
  pairs.push([
    "spent",
    `${usd(spend.spent_usd)} of ${usd(spend.cap_usd)} in ${counted(spend.calls, "call")}${reserved}`,
  ]);
  if (spend.peak_usd !== undefined)
    pairs.push([
      "at most",
      `${usd(spend.peak_usd)} spent and reserved, ${counted(spend.peak_calls ?? 0, "call")} at once`,
    ]);
  pairs.push([
    "ended",
    `${STATES[stopping.state] ?? stopping.state}${stopping.reason === null ? "" : ` (${stopping.reason})`}`,
  ]);
  return pairs;
}

/** The result of an experiment with responses, for people. */
export function measuredText(result: ExperimentResult, next: readonly string[], terminal: Terminal): string {
  const { colors } = terminal;
  const { frame, window } = result;
  const routes = Object.entries(result.route_distribution).map(([target, share]) => [target, percent(share)]);
  const blocks = [
    `${colors.bold(result.policy.name)} against ${counted(frame.counted, "pair")} of ${count(frame.sampled)} planned, ${day(window.start)} to ${day(window.end)} UTC\n${colors.dim(`${result.id}, with responses`)}\n`,
    sides(result, terminal),
    properties(terminal, details(result)),
    ...(routes.length === 0
      ? []
      : [
          table(
            terminal,
            [
              { title: "answered by", shrinkTo: 20 },
              { title: "pairs", align: "right" },
            ],
            routes,
          ),
        ]),
    ...(result.notes.length === 0 ? [] : [notesText(result.notes, terminal)]),
    next.map((command) => `${colors.dim("next")} ${command}\n`).join(""),
  ];
  return blocks.join("\n");
}
