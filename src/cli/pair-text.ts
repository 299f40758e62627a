import type { Answer } from "../core/answer/answer.ts";
import type { PairSide, PairView } from "../experiments/index.ts";
import { count } from "./counts.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable, truncate, wrapped } from "./text-width.ts";

/** Cells of a side's text, and of the whole in a pipe. */
const WIDEST = 160;
/** Lines shown of an answer, and of the last message. */
const MOST_LINES = 12;

function answerText(answer: Answer | null, side: PairSide): string {
  if (answer === null)
    return side.failure === null ? "(not known)" : `(${side.failure.class}: ${side.failure.message})`;
  const calls = answer.tool_calls.map(
    (call) => `${call.name}(${typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments)})`,
  );
  return [answer.text ?? "", ...calls].filter((text) => text !== "").join("\n") || "(empty)";
}

function lines(text: string, cells: number): readonly string[] {
  const all = text.split("\n").flatMap((line) => wrapped(printable(line), cells).split("\n"));
  return all.length <= MOST_LINES ? all : [...all.slice(0, MOST_LINES - 1), "…"];
}

/** Two texts next to each other. */
function beside(left: string, right: string, terminal: Terminal): string {
  const width = Math.min(Number.isFinite(terminal.width) ? terminal.width : WIDEST, WIDEST);
  const cells = Math.max(20, Math.floor((width - 3) / 2));
  const [a, b] = [lines(left, cells), lines(right, cells)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) =>
    `${truncate(a[at] ?? "", cells).padEnd(cells)} | ${truncate(b[at] ?? "", cells)}`.trimEnd(),
  ).join("\n");
}

/** The last thing that was asked. */
function askedText(prompt: unknown): string {
  const last = Array.isArray(prompt) ? (prompt.at(-1) as { readonly content?: unknown } | undefined) : undefined;
  const content = last?.content;
  return typeof content === "string" ? content : content === undefined ? "(not known)" : JSON.stringify(content);
}

function difference({ kind, path, original, replay }: PairView["differences"][number]): string {
  const show = (value: unknown): string =>
    value === undefined ? "nothing" : truncate(printable(JSON.stringify(value)), 40);
  return `${kind} ${path === "" ? "/" : path}: ${show(original)} -> ${show(replay)}`;
}

const MOST_DIFFERENCES = 8;

/** A pair as one reads it: what both sides cost and took, how alike they are, where they differ, and what they said. */
export function pairText(pair: PairView, terminal: Terminal): string {
  const { colors } = terminal;
  const { original, replay, control } = pair;
  const columns = [original, replay, ...(control === null ? [] : [control])];
  const row = (title: string, read: (side: PairSide) => string): readonly string[] => [title, ...columns.map(read)];
  const similarity =
    pair.similarity === null ? pair.class.replaceAll("_", " ") : `${pair.similarity.toFixed(2)} (${pair.measure})`;
  const outcomes = Object.entries(pair.outcomes).map(([name, value]) => [
    name,
    String(value.original ?? "?"),
    String(value.replay ?? "?"),
  ]);
  const titles = ["original", "replay", "control"].slice(0, columns.length);
  const facts = table(
    terminal,
    [{ title: `pair ${pair.ordinal}` }, ...titles.map((title) => ({ title, align: "right" as const, shrinkTo: 16 }))],
    [
      row("model", (side) => side.target ?? "(none)"),
      row("input tokens", (side) => count(side.input_tokens)),
      row("output tokens", (side) => count(side.output_tokens)),
      row("cost", (side) => usd(side.cost_usd)),
      row("latency", (side) => milliseconds(side.latency_ms)),
      row("outcome", (side) => (side.failure === null ? "ok" : side.failure.class)),
      row("evidence", (side) => side.evidence),
      ...outcomes,
    ],
  );
  const differences = pair.differences.slice(0, MOST_DIFFERENCES).map(difference);
  const more = pair.differences.length - differences.length;
  return [
    `${colors.bold(pair.request_id)}  ${pair.bucket ?? "not compared"}, similarity ${similarity}${pair.truncated_by_us ? ", cut by our own output limit" : ""}\n`,
    facts,
    ...differences.map((text) => `${colors.dim("differs")} ${text}\n`),
    ...(more > 0 ? [`${colors.dim("differs")} at ${more} more places\n`] : []),
    `${colors.dim("asked")} ${lines(askedText(pair.prompt), 100).join("\n      ")}\n`,
    `${beside(answerText(original.answer, original), answerText(replay.answer, replay), terminal)}\n`,
  ].join("");
}
