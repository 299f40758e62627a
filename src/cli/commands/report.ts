import { reportExperiment } from "../../actions/report.ts";
import { reportShadowRun } from "../../actions/shadow-runs/report-shadow-run.ts";
import { writeLogFile } from "../../actions/write-log-file.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { bytes } from "../counts.ts";

/** `understudy report ID` */
export const reportCommand: Command = {
  name: "report",
  summary: "Write an experiment or a shadow run as one HTML page that loads nothing",
  description:
    "Of an experiment: difference, charts with their numbers, the five steps of the decision, and what it all rests on. Of a shadow run: the verdict, contracts, and pairs with their differences. " +
    "To mail, to print, or to keep with a pull request.",
  positionals: [{ name: "ID", description: "The experiment, sim_..., or the shadow run, shr_..." }],
  flags: [{ name: "out", value: "FILE", description: "Where to; standard output unless given" }],
  examples: [
    { command: "understudy report sim_… --out report.html", note: "A page to open in a browser" },
    { command: "understudy report shr_… --out shadow.html", note: "What would break" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer | undefined> {
  const id = args.positionals[0] as string;
  const store = context.store({ readOnly: true });
  const written = id.startsWith("shr_") ? reportShadowRun : reportExperiment;
  const document = written({ store, now: () => context.now(), version: context.version }, id);
  const file = args.text("out");
  const size = new TextEncoder().encode(document).length;
  if (file === undefined) {
    if (context.json) return { json: { id, file: null, bytes: size, html: document }, text: () => "" };
    await context.writeBytes(document);
    return undefined;
  }
  await writeLogFile(file, [document], () => {}, context.interruption());
  return { json: { id, file, bytes: size }, text: () => `${bytes(size)} of HTML in ${file}\n` };
}
