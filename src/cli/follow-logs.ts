import { setTimeout as pause } from "node:timers/promises";
import type { Exchange } from "../core/exchange.ts";
import { inputTokens, outputTokens } from "../core/usage.ts";
import type { ExchangeFilter, Traffic } from "../store/traffic.ts";
import type { Context } from "./command.ts";
import { count } from "./counts.ts";
import { exchangeJson, servedBy } from "./exchange-text.ts";
import { instant } from "./instant.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import type { Terminal } from "./terminal.ts";
import { printable, truncate } from "./text-width.ts";

const LOOK_EVERY_MS = 300;

/** Writes the newest rows of a filter, then each that comes, until asked to stop: a line a row, or with --json a document a line. */
export async function followLogs(
  context: Context,
  traffic: Traffic,
  filter: ExchangeFilter,
  newest: number,
): Promise<void> {
  const stopped = context.stopAsked().then(() => true);
  const write = async (rows: readonly Exchange[]): Promise<void> => {
    const lines = rows.map((row) =>
      context.json ? JSON.stringify(exchangeJson(row, false)) : followLine(row, context.stdout),
    );
    if (lines.length > 0) await context.writeBytes(`${lines.join("\n")}\n`);
  };
  let last = traffic.lastSeq();
  const first = traffic.list(filter, newest).toReversed();
  const shown = new Set(first.map(({ request_id: id }) => id));
  await write(first);
  while (!(await Promise.race([stopped, pause(LOOK_EVERY_MS, false)]))) {
    const end = traffic.lastSeq();
    if (end === last) continue;
    const { seqs } = traffic.matching(filter, { after: last, rows: end - last });
    const rows = traffic.bySeq(seqs).filter(({ request_id: id }) => !shown.has(id));
    await write(rows.toSorted((a, b) => a.created_at - b.created_at));
    shown.clear();
    last = end;
  }
}

/** One row in one line, whatever came before and comes after it. */
function followLine(row: Exchange, terminal: Terminal): string {
  const status = row.failure === null ? row.status : `${row.status}: ${row.failure.class}`;
  const tokens = row.usage === null ? "" : `${count(inputTokens(row.usage))} in, ${count(outputTokens(row.usage))} out`;
  const rest = [
    status,
    servedBy(row),
    tokens,
    usd(row.cost_logged ?? row.cost_list),
    milliseconds(row.latency_ms),
    row.end_user ?? "",
    row.tags.join(", "),
  ].filter((cell) => cell !== "");
  const text = printable([instant(row.created_at), row.request_id, ...rest].join("  "));
  const cut = Number.isFinite(terminal.width) ? truncate(text, terminal.width) : text;
  return row.status === "ok" ? cut : cut.replace(status, terminal.colors.red(status));
}
