import { REPLAYABILITY, type Exchange } from "../core/exchange.ts";
import { inputTokens, outputTokens } from "../core/usage.ts";
import { count } from "./counts.ts";
import { instant, isoInstant } from "./instant.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { UNKNOWN } from "../core/figures/rounding.ts";
import { properties, table, type Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

/** What served a row, `model:provider`; the model asked for where nothing did. */
export function servedBy(row: Exchange): string {
  if (row.model === null) return `${row.model_requested} (not served)`;
  return row.provider === null ? row.model : `${row.model}:${row.provider}`;
}

/** A row's best known cost, USD: as logged, else from the price table. */
function costOf(row: Exchange): number | null {
  return row.cost_logged ?? row.cost_list;
}

const COLUMNS = (terminal: Terminal, rows: readonly Exchange[]): readonly Column[] => [
  { title: "time (UTC)" },
  { title: "id", shrinkTo: 13, cut: "middle" },
  { title: "served by", shrinkTo: 14 },
  {
    title: "status",
    paint: (cell, row) => (rows[row]?.status === "ok" ? terminal.colors.green(cell) : terminal.colors.red(cell)),
  },
  { title: "in", align: "right" },
  { title: "out", align: "right" },
  { title: "cost", align: "right" },
  { title: "latency", align: "right" },
  { title: "user", shrinkTo: 4 },
  { title: "tags", shrinkTo: 4 },
];

/** Rows of the log, one a line. */
export function exchangeTable(rows: readonly Exchange[], terminal: Terminal): string {
  const cells = rows.map((row) => [
    instant(row.created_at),
    row.source_id ?? row.request_id,
    servedBy(row),
    row.failure === null ? row.status : `${row.status}: ${row.failure.class}`,
    count(row.usage === null ? null : inputTokens(row.usage)),
    count(row.usage === null ? null : outputTokens(row.usage)),
    usd(costOf(row)),
    milliseconds(row.latency_ms),
    row.end_user ?? "",
    row.tags.join(", "),
  ]);
  return table(terminal, COLUMNS(terminal, rows), cells);
}

/** One exchange, its bodies parsed where they parse. */
export function exchangeJson(row: Exchange, bodies: boolean): object {
  const { request_body, response_body, trace, ...narrow } = row;
  const shown = { ...narrow, created_at: isoInstant(row.created_at) };
  if (!bodies) return shown;
  return { ...shown, request_body: parsed(request_body), response_body: parsed(response_body), trace: parsed(trace) };
}

/** One exchange for people: its columns, then its bodies. */
export function exchangeText(row: Exchange, terminal: Terminal): string {
  const { usage } = row;
  const known: readonly (readonly [string, string | null])[] = [
    ["request id", row.request_id],
    ["source", row.source_id === null ? row.source : `${row.source} ${row.source_id}`],
    ["parent", row.parent_request_id],
    ["time", `${instant(row.created_at)} UTC`],
    ["origin", row.origin],
    ["project", row.endpoint === null ? row.project : `${row.project}, endpoint ${row.endpoint}`],
    ["asked for", row.model_requested],
    ["served by", servedBy(row)],
    ["decided by", row.config === null ? row.strategy : `${row.strategy}, config ${row.config}`],
    ["status", row.failure === null ? row.status : `${row.status}: ${row.failure.class} ${row.failure.message}`],
    [
      "latency",
      row.ttft_ms === null
        ? milliseconds(row.latency_ms)
        : `${milliseconds(row.latency_ms)}, first token ${milliseconds(row.ttft_ms)}`,
    ],
    [
      "tokens",
      usage === null
        ? UNKNOWN
        : `${count(inputTokens(usage))} in (${count(usage.cache_read)} cache read, ${count(usage.cache_write)} cache write), ${count(outputTokens(usage))} out (${count(usage.reasoning)} reasoning)`,
    ],
    ["cost", `${usd(row.cost_logged)} logged, ${usd(row.cost_list)} list`],
    ["finish", row.signals.finish_reason],
    ["end user", row.end_user],
    ["session", row.session],
    ["api key", row.api_key],
    ["tags", row.tags.length === 0 ? null : row.tags.join(", ")],
    ["metadata", Object.keys(row.metadata).length === 0 ? null : JSON.stringify(row.metadata)],
    ["replayable", row.replayability === REPLAYABILITY[0] ? "yes" : `no: ${row.replayability.replaceAll("_", " ")}`],
  ];
  const pairs = known.flatMap(([title, value]) => (value === null ? [] : [[title, printable(value)] as const]));
  const bodies = [
    ["request", row.request_body],
    ["response", row.response_body],
    ["trace", row.trace],
  ] as const;
  return properties(terminal, pairs) + bodies.map(([title, body]) => bodyText(title, body, terminal)).join("");
}

function bodyText(title: string, body: string | null, terminal: Terminal): string {
  if (body === null)
    return title === "trace" ? "" : `\n${terminal.colors.bold(title)} ${terminal.colors.dim("(not in the log)")}\n`;
  const value = parsed(body);
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return `\n${terminal.colors.bold(title)}\n${text.split("\n").map(printable).join("\n")}\n`;
}

function parsed(body: string | null): unknown {
  if (body === null) return null;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
