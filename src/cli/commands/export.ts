import { exportLogs } from "../../actions/export-logs.ts";
import { windowBounds } from "../../actions/window.ts";
import { writeLogFile } from "../../actions/write-log-file.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { bytes, counted } from "../counts.ts";
import { FILTER_FLAGS, filterOf, WINDOW_FLAGS, windowOf } from "../window-flags.ts";

/** `understudy export [FILE]` */
export const exportCommand: Command = {
  name: "export",
  summary: "Write logged requests with their bodies as JSON Lines",
  description: "Oldest first, in the native format: `understudy import` reads it back row for row.",
  positionals: [
    {
      name: "FILE",
      description: "Where to; compressed where the name ends in .gz; - or nothing is standard output",
      optional: true,
    },
  ],
  flags: [...WINDOW_FLAGS, ...FILTER_FLAGS],
  examples: [
    { command: "understudy export week.jsonl.gz --last 7d", note: "A week, compressed" },
    { command: "understudy export --tag prod | jq .usage", note: "Into another command" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer | undefined> {
  const { traffic, control } = context.store({ readOnly: true });
  const bounds = windowBounds(windowOf(args), context.now(), traffic.stats().newest);
  const file = args.positionals[0] ?? "-";
  const tally = { rows: 0, bytes: 0 };
  const lines = exportLogs(traffic, { ...filterOf(args, () => control), ...bounds }, tally);
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
    text: () => `${counted(tally.rows, "row")}, ${bytes(tally.bytes)} of JSON Lines, in ${file}\n`,
  };
}
