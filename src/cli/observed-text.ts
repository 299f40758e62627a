import type { ObserveResult, ObservedContract } from "../actions/observe/observe.ts";
import { count, counted } from "./counts.ts";
import { notesText } from "./notes-text.ts";
import { percent } from "./percent.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";
import { typed, DEFAULT_DATA_FOLDER } from "./typed.ts";

const MOST_SHOWN = 20;
const MOST_BREAKS = 5;

const REASONS: Readonly<Record<string, string>> = {
  promoted: "of a promoted contract, which is left as it is",
  breaks_contract: "not as a contract of the pack says",
  response_missing: "without an answer in the log",
  no_tool_called: "were offered tools and called none",
  tool_calls_invalid: "whose calls do not fit their tools' schemas",
  empty_answer: "with an empty answer",
  refused: "refused",
  outcome_missing: "without the outcome",
  body_missing: "whose request is not in the log",
};

/** What was observed, for people. */
export function observedText(result: ObserveResult, terminal: Terminal): string {
  const { colors } = terminal;
  const dropped = Object.entries(result.left_out).toSorted((a, b) => b[1] - a[1]);
  const changed = result.contracts.filter(({ state }) => state === "new" || state === "grown");
  const [first] = changed;
  const next = [
    ["pack", "show", result.pack],
    ["check", "--pack", result.pack],
    ...(first === undefined ? [] : [["pack", "promote", result.pack, first.name]]),
  ].map((words) => `  ${colors.cyan(typed(words, DEFAULT_DATA_FOLDER))}\n`);
  return [
    properties(terminal, [
      ["rows", `${count(result.rows)} of ${count(result.window_rows)} in the window`],
      ["new cases", `${colors.bold(count(result.cases_added))}${known(result)}`],
      ...(result.success_rate === null || result.success_rate === 1
        ? []
        : [["right", `${percent(result.success_rate)} of the new cases`] as [string, string]]),
      ["redacted", redactedText(result)],
    ]),
    dropped.length === 0 ? "" : `\nRows that make no case:\n`,
    ...dropped.map(([reason, rows]) => `  ${count(rows)} ${REASONS[reason] ?? reason.replaceAll("_", " ")}\n`),
    changed.length === 0 ? "" : `\n${contractsTable(changed, terminal)}`,
    breaksText(result, terminal),
    result.notes.length === 0 ? "" : `\n${notesText(result.notes, terminal)}`,
    `\nNext: drafts never block; read them, and promote what should hold.\n${next.join("")}`,
  ].join("");
}

function known({ cases_known: cases }: ObserveResult): string {
  return cases === 0 ? "" : `, ${counted(cases, "row")} known already`;
}

function redactedText({ redacted }: ObserveResult): string {
  if (redacted === null) return "nothing was looked for (--no-redact): look through the files before they are shared";
  if (redacted.rows === 0) return "no secrets found";
  const kinds = Object.entries(redacted.kinds).map(([kind, rows]) => `${kind} ${count(rows)}`);
  return `${counted(redacted.rows, "case")} (${kinds.join(", ")})`;
}

function contractsTable(contracts: readonly ObservedContract[], terminal: Terminal): string {
  const most = contracts.toSorted((a, b) => b.cases_added - a.cases_added || (a.name < b.name ? -1 : 1));
  const rows = most
    .slice(0, MOST_SHOWN)
    .map(({ name, state, cases, cases_added: added }) => [name, state, count(added), count(cases)]);
  const rest = contracts.length - rows.length;
  return [
    table(
      terminal,
      [
        { title: "contract", shrinkTo: 20, cut: "middle" },
        { title: "" },
        { title: "new cases", align: "right" },
        { title: "cases", align: "right" },
      ],
      rows,
    ),
    rest > 0 ? `and ${counted(rest, "more contract", "more contracts")}\n` : "",
  ].join("");
}

/** Rows that say otherwise than the pack: a rule that was too narrow, or a change worth looking at. */
function breaksText({ contracts }: ObserveResult, { colors }: Terminal): string {
  const broken = contracts.filter(({ breaks }) => breaks.length > 0);
  if (broken.length === 0) return "";
  const lines = broken.flatMap(({ name, state, breaks }) => [
    `  ${printable(name)} (${state === "promoted" ? "promoted" : "draft"}): ${counted(breaks.length, "row")}\n`,
    ...breaks.slice(0, MOST_BREAKS).map((one) => `    ${colors.dim(one.case)} ${printable(one.message)}\n`),
  ]);
  return `\n${colors.yellow("Not as the pack says:")}\n${lines.join("")}`;
}
