import { EXPORT_FORMATS } from "../../actions/export/index.ts";
import { OperatorError } from "../../core/errors.ts";
import { windowBounds } from "../../actions/window.ts";
import { writeLogFile } from "../../actions/write-log-file.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { bytes, counted } from "../counts.ts";
import { FILTER_FLAGS, filterOf, WINDOW_FLAGS, windowOf } from "../window-flags.ts";

/** `understudy export [FILE]` */
export const exportCommand: Command = {
  name: "export",
  summary: "Write logged requests with their bodies as JSON Lines, CSV or Parquet",
  description:
    "In the native format and in the order in which rows came in: `understudy import` reads it back row for row, and a replay over that comes to the same numbers.",
  positionals: [
    {
      name: "FILE",
      description:
        "Where to, a file that is there is replaced; compressed where the name ends in .gz or .zst; - or nothing is standard output",
      optional: true,
    },
  ],
  flags: [
    {
      name: "format",
      value: "NAME",
      description: "What to write; without it by the file's name, else jsonl",
      choices: Object.keys(EXPORT_FORMATS),
    },
    ...WINDOW_FLAGS,
    ...FILTER_FLAGS,
  ],
  examples: [
    { command: "understudy export week.jsonl.gz --last 7d", note: "A week, compressed" },
    { command: "understudy export week.parquet --last 7d", note: "For a notebook or a warehouse" },
    { command: "understudy export --tag prod | jq .usage", note: "Into another command" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer | undefined> {
  const { traffic, control } = context.store({ readOnly: true });
  const bounds = windowBounds(windowOf(args), context.now(), traffic.stats().newest);
  const file = args.positionals[0] ?? "-";
  const tally = { rows: 0, bytes: 0 };
  const format = formatOf(args.text("format"), file);
  if (file === "-" && !format.text) {
    throw new OperatorError("usage", "Parquet is written to a file", {
      field: "FILE",
      hint: "Name one: `understudy export week.parquet`.",
    });
  }
  const lines = format.write(traffic, { ...filterOf(args, () => control), ...bounds }, tally);
  if (file === "-") {
    for (const chunk of lines) await context.writeBytes(chunk);
    return undefined;
  }
  const progress = context.progress({ label: "export", unit: "bytes" });
  const signal = context.interruption();
  await writeLogFile(file, lines, () => progress.update(tally.bytes), signal).finally(() => progress.done());
  if (signal.aborted)
    return { json: { interrupted: true }, text: () => "Stopped before the end: nothing was written.\n", exit: 130 };
  return {
    json: { file, ...tally },
    text: () => `${counted(tally.rows, "row")}, ${bytes(tally.bytes)} of ${format.words}, in ${file}\n`,
  };
}

function formatOf(named: string | undefined, file: string): (typeof EXPORT_FORMATS)[string] {
  const ending = /\.(jsonl|csv|parquet)(?:\.gz|\.zst)?$/u.exec(file)?.[1];
  const format = EXPORT_FORMATS[named ?? ending ?? "jsonl"];
  if (format === undefined) throw new OperatorError("usage", `nothing is written as ${named}`, { field: "--format" });
  return format;
}
