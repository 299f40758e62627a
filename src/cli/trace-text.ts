import type { DecisionTrace } from "../core/trace.ts";
import type { Explanation } from "../actions/explain.ts";
import { evidenceText } from "./evidence-text.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

function candidatesTable(trace: DecisionTrace, terminal: Terminal): string {
  const rows = [
    ...trace.candidates.map(({ rank, model, reason }) => [String(rank), model, reason]),
    ...trace.excluded.map(({ model, reason }) => ["-", model, reason]),
  ];
  return table(
    terminal,
    [
      { title: "rank", align: "right" },
      { title: "target", shrinkTo: 20 },
      { title: "reason", shrinkTo: 16 },
    ],
    rows,
  );
}

function attemptsTable(trace: DecisionTrace, terminal: Terminal): string {
  const { attempts } = trace;
  return table(
    terminal,
    [
      { title: "attempt", shrinkTo: 20 },
      { title: "kind" },
      { title: "outcome" },
      { title: "cost", align: "right" },
      { title: "latency", align: "right" },
      { title: "evidence", paint: (_, row) => evidenceText(attempts[row]?.evidence ?? "unidentified", terminal) },
    ],
    attempts.map((attempt) => [
      attempt.target,
      attempt.kind,
      attempt.ok ? "ok" : (attempt.failure ?? "failed"),
      usd(attempt.cost_usd),
      milliseconds(attempt.latency_ms),
      attempt.evidence,
    ]),
  );
}

/** A decision for people: what was chosen and why, who else stood there, and what it would have given. */
export function explanationText({ trace, logged }: Explanation, terminal: Terminal): string {
  const { colors } = terminal;
  const numbers = trace.measured ?? trace.projected;
  const pairs: (readonly [string, string])[] = [
    ["selected", `${colors.bold(trace.selected ?? "nothing")} (${trace.selection_reason})`],
  ];
  if (trace.arms.length > 0) pairs.push(["arm", `${trace.arms.join(" / ")} (rolled on ${trace.sticky ?? "nothing"})`]);
  if (trace.answered !== null && trace.answered !== trace.selected) pairs.push(["answered", trace.answered]);
  if (numbers !== null) {
    pairs.push([
      "candidate",
      `${usd(numbers.cost_usd)}, ${milliseconds(numbers.latency_ms)}, ${evidenceText(numbers.evidence, terminal)}`,
    ]);
  }
  if (logged !== null) {
    pairs.push([
      "logged",
      `${logged.target ?? "nothing"}: ${logged.status}, ${usd(logged.cost_usd)}, ${milliseconds(logged.latency_ms)}`,
    ]);
  }
  return [
    `${colors.bold(trace.policy_name)} (${trace.policy_type}) for ${trace.request_id}\n`,
    properties(terminal, pairs),
    ...(trace.candidates.length + trace.excluded.length > 0 ? [candidatesTable(trace, terminal)] : []),
    ...(trace.attempts.length > 0 ? [attemptsTable(trace, terminal)] : []),
    ...(trace.notes.length > 0 ? [notesText(trace.notes, terminal)] : []),
  ].join("\n");
}
