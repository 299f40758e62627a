import { listLogs, showLog } from "../../actions/list-logs.ts";
import { windowBounds } from "../../actions/window.ts";
import { counted } from "../counts.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { exchangeJson, exchangeTable, exchangeText } from "../exchange-text.ts";
import { typed } from "../typed.ts";
import { FILTER_FLAGS, filterOf, WINDOW_FLAGS, windowOf } from "../window-flags.ts";

/** `understudy logs [ID]` */
export const logsCommand: Command = {
  name: "logs",
  summary: "List logged requests, or show one with its bodies",
  positionals: [{ name: "ID", description: "A request id, or the id its source gave it", optional: true }],
  flags: [
    ...WINDOW_FLAGS,
    ...FILTER_FLAGS,
    { name: "limit", value: "N", description: "How many rows at most, newest first", default: "50", expects: "count" },
  ],
  examples: [
    { command: "understudy logs --last 24h --status failed", note: "What failed since yesterday" },
    {
      command: "understudy logs --model gpt-4o:openai --tag prod --limit 5",
      note: "The newest rows of one target and tag",
    },
    { command: "understudy logs 0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f", note: "One exchange, with its bodies" },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const { traffic } = context.store({ readOnly: true });
  const id = args.positionals[0];
  if (id !== undefined) {
    const row = showLog(traffic, id);
    return { json: exchangeJson(row, true), text: (terminal) => exchangeText(row, terminal) };
  }
  const bounds = windowBounds(windowOf(args), context.now(), traffic.stats().newest);
  const filter = { ...filterOf(args), ...bounds };
  const { rows, more } = listLogs(traffic, filter, args.number("limit") ?? 50);
  return {
    json: { rows: rows.map((row) => exchangeJson(row, false)), more },
    text: (terminal) => {
      if (rows.length === 0) return nothing(context);
      const note = more ? `\nThe newest ${counted(rows.length, "row")}; more with --limit.\n` : "";
      const newest = rows[0]?.request_id ?? "ID";
      const next = terminal.isTerminal
        ? `\n${terminal.colors.dim("next")} ${typed(["logs", newest], context.dataFolder)}\n`
        : "";
      return exchangeTable(rows, terminal) + note + next;
    },
  };
}

function nothing(context: Context): string {
  const { traffic } = context.store({ readOnly: true });
  const stats = traffic.stats();
  if (stats.rows === 0) return `The log is empty. Next: ${typed(["import", "FILE"], context.dataFolder)}\n`;
  return `No row fits; the log holds ${counted(stats.rows, "row")}. Widen the window or drop a filter.\n`;
}
