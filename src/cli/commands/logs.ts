import { OperatorError } from "../../core/errors.ts";
import { listLogs, showLog } from "../../actions/list-logs.ts";
import { redecide } from "../../actions/redecide.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Store } from "../../store/control.ts";
import type { ExchangeFilter } from "../../store/traffic.ts";
import { followLogs } from "../follow-logs.ts";
import type { Terminal } from "../terminal.ts";
import { redecidedText } from "../redecided-text.ts";
import { windowBounds } from "../../actions/window.ts";
import { counted } from "../counts.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { exchangeJson, exchangeTable, exchangeText } from "../exchange-text.ts";
import { typed } from "../typed.ts";
import { FILTER_FLAGS, filterOf, WINDOW_FLAGS, windowOf } from "../window-flags.ts";

/** `understudy logs [ID]` */
export const logsCommand: Command = {
  name: "logs",
  summary: "List logged requests, show one with its bodies, or follow what comes",
  positionals: [{ name: "ID", description: "A request id, or the id its source gave it", optional: true }],
  flags: [
    ...WINDOW_FLAGS,
    ...FILTER_FLAGS,
    { name: "limit", value: "N", description: "How many rows at most, newest first", default: "50", expects: "count" },
    { name: "follow", description: "Go on with rows as they come in, a line each, until Ctrl-C" },
    {
      name: "redecide",
      description:
        "Decide the live rows again, each under the config and the facts that it names, and say how many choose the same target; exit code 1 where not all do",
    },
  ],
  examples: [
    { command: "understudy logs --last 24h --status failed", note: "What failed since yesterday" },
    {
      command: "understudy logs --model gpt-4o:openai --tag prod --limit 5",
      note: "The newest rows of one target and tag",
    },
    { command: "understudy logs --follow --status failed", note: "What fails, as it fails" },
    { command: "understudy logs --last 1h --redecide", note: "Is the last hour decided the same again?" },
    { command: "understudy logs 0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f", note: "One exchange, with its bodies" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer | undefined> {
  const store = context.store({ readOnly: true });
  const { traffic } = store;
  const id = args.positionals[0];
  const special = args.on("follow") ? "--follow" : args.on("redecide") ? "--redecide" : null;
  if (special !== null) checkTogether(args, special);
  if (id !== undefined) {
    const row = showLog(traffic, id);
    return {
      json: exchangeJson(row, true),
      text: (terminal) => exchangeText(row, terminal) + (terminal.isTerminal ? replayNext(row, terminal, context) : ""),
    };
  }
  const bounds = windowBounds(windowOf(args), context.now(), traffic.stats().newest);
  const given = filterOf(args, () => store.control);
  const filter = { ...given, ...bounds };
  if (special === "--follow") {
    await followLogs(
      context,
      traffic,
      bounds.from === undefined ? given : { ...given, from: bounds.from },
      args.number("limit") ?? 50,
    );
    return undefined;
  }
  if (special === "--redecide") return redecided(context, store, filter);
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

function replayNext({ request_id: id, request_body: body }: Exchange, { colors }: Terminal, context: Context): string {
  return body === null ? "" : `\n${colors.dim("next")} ${typed(["replay", id], context.dataFolder)}\n`;
}

/** What asks for one row, for an end, or for both at once is no listing. */
function checkTogether(args: Args, special: string): void {
  const other =
    args.positionals[0] !== undefined
      ? "the id of one row"
      : special === "--follow" && args.text("to") !== undefined
        ? "--to"
        : args.on("follow") && args.on("redecide")
          ? "--redecide"
          : null;
  if (other !== null)
    throw new OperatorError("usage", `${special} does not go together with ${other}`, {
      field: special,
      hint: "Leave one of them out.",
    });
}

function redecided(context: Context, store: Store, filter: ExchangeFilter): Answer {
  const result = redecide(store, filter);
  if (result.rows === 0)
    throw new OperatorError("window_empty", "no live row fits: only what a gateway served names its facts", {
      hint: `\`${typed(["up"], context.dataFolder)}\` serves; \`--last 7d\` widens the window.`,
    });
  return {
    json: result,
    exit: result.same === result.decided ? 0 : 1,
    text: (terminal) => redecidedText(result, terminal, context.dataFolder),
  };
}

function nothing(context: Context): string {
  const { traffic } = context.store({ readOnly: true });
  const stats = traffic.stats();
  if (stats.rows === 0) return `The log is empty. Next: ${typed(["import", "FILE"], context.dataFolder)}\n`;
  return `No row fits; the log holds ${counted(stats.rows, "row")}. Widen the window or drop a filter.\n`;
}
