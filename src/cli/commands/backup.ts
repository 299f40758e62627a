import { backUp } from "../../actions/backup.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { bytes, counted } from "../counts.ts";
import { isoInstant } from "../instant.ts";

/** `understudy backup FILE` */
export const backupCommand: Command = {
  name: "backup",
  summary: "Write the whole store into one file, while the gateway runs",
  description:
    "A tar file of the store's databases as of one instant: rows with bodies, configs, endpoints, keys (as digests), experiments and the audit log. " +
    "What a gateway has logged and not stored yet, the last moment's rows, is not in it. To restore it, stop the gateway and unpack the file into " +
    "an empty folder: that folder is the store.",
  positionals: [{ name: "FILE", description: "Where to, such as understudy.tar; readable by you alone" }],
  flags: [{ name: "force", description: "Write over a file that is there" }],
  examples: [
    { command: "understudy backup understudy.tar", note: "Back up" },
    {
      command: "understudy logs --data restored",
      note: "Look into it, after: mkdir restored && tar -xf understudy.tar -C restored",
    },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const file = args.positionals[0] as string;
  const progress = context.progress({ label: "backup", unit: "bytes" });
  const made = await backUp({
    file,
    force: args.on("force"),
    copy: (into, onBytes) => context.copyStore(into, onBytes),
    onBytes: (copied) => progress.update(copied),
    signal: context.interruption(),
    now: context.now(),
  }).finally(() => progress.done());
  if (made === null)
    return { json: { interrupted: true }, text: () => "Stopped before the end: nothing was written.\n", exit: 130 };
  const instantOf = (at: number | null): string | null => (at === null ? null : isoInstant(at));
  return {
    json: { ...made, oldest: instantOf(made.oldest), newest: instantOf(made.newest) },
    text: () =>
      `${counted(made.rows, "row")} and all settings, ${bytes(made.bytes)}, in ${file}\n` +
      "To restore: unpack it (tar -xf) into an empty folder, and name that folder with --data.\n",
  };
}
