import { withoutEnding } from "../../actions/document-file.ts";
import { sweepCandidates } from "../../actions/sweep-candidates.ts";
import { sweep, type SweepResult } from "../../actions/sweep.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { counted } from "../counts.ts";
import { evidenceText } from "../evidence-text.ts";
import { milliseconds } from "../milliseconds.ts";
import { usd } from "../money.ts";
import { notesText } from "../notes-text.ts";
import { percent, percentInterval } from "../percent.ts";
import { replayRequestOf, REPLAY_FLAGS } from "../replay-flags.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { printable } from "../text-width.ts";
import { typed } from "../typed.ts";

/** `understudy sweep FOLDER|GRID` */
export const sweepCommand: Command = {
  name: "sweep",
  summary: "Replay many policies over one window: what each costs, how fast it is, and which none beats",
  description:
    "Takes every policy file (*.json, *.yaml, *.yml) of a folder and the folders in it, or one grid file: an object of policies by name, or a list of {name, policy}. " +
    "Files in a folder that have no `strategy` key are skipped and named. The window is loaded once. Policies on the frontier are those that no other beats at both cost and p95. Nothing is stored.",
  positionals: [{ name: "FOLDER|GRID", description: "Policies to hold against each other" }],
  flags: REPLAY_FLAGS,
  examples: [
    { command: "understudy sweep policies/ --last 7d", note: "Every policy of a folder over last week" },
    { command: "understudy sweep grid.json --sample all --json", note: "A grid of policies over every row, as JSON" },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const path = args.positionals[0] as string;
  const { candidates, skipped } = sweepCandidates(path);
  if (!context.json)
    for (const { file, reason } of skipped) context.stderr.write(`skipped ${printable(file)}: ${reason}\n`);
  const progress = context.progress({ label: "sweep", unit: "policies", total: candidates.length });
  const result = sweep(context.store({ readOnly: true }), context.prices(), {
    ...replayRequestOf(context, args),
    candidates,
    skipped,
    progress: (done) => progress.update(done),
  });
  progress.done();
  return { json: result, text: (terminal) => sweepText(result, candidates, context, terminal) };
}

function sweepText(
  result: SweepResult,
  candidates: readonly { readonly name: string; readonly file: string | null }[],
  context: Context,
  terminal: Terminal,
): string {
  const { baseline, policies } = result;
  const rows = policies.map((row) => [
    row.frontier ? "*" : "",
    row.policy,
    usd(row.cost_usd),
    percent(row.saving),
    row.saving_ci_95.lower === null ? "" : percentInterval(row.saving_ci_95.lower, row.saving_ci_95.upper),
    milliseconds(row.p50_ms),
    milliseconds(row.p95_ms),
    percent(row.error_share),
    row.evidence,
  ]);
  const { colors } = terminal;
  const best = policies.find((row) => row.frontier);
  const file = candidates.find(({ name }) => name === best?.policy)?.file;
  const single = file != null && withoutEnding(file).endsWith(best?.policy ?? "") ? file : null;
  return [
    `${counted(policies.length, "policy", "policies")} over ${counted(result.requests, "request")}; the baseline cost ${usd(baseline.cost_usd)}, p95 ${milliseconds(baseline.p95_ms)}\n`,
    table(
      terminal,
      [
        { title: "" },
        { title: "policy", shrinkTo: 16 },
        { title: "cost", align: "right" },
        { title: "saving", align: "right" },
        { title: "95%", align: "right" },
        { title: "p50", align: "right" },
        { title: "p95", align: "right" },
        { title: "errors", align: "right" },
        { title: "evidence", paint: (_, row) => evidenceText(policies[row]?.evidence ?? "unidentified", terminal) },
      ],
      rows,
    ),
    colors.dim("* on the frontier: no other policy beats it at both cost and p95\n"),
    ...(result.notes.length === 0 ? [] : [notesText(result.notes, terminal)]),
    single === null ? "" : `${colors.dim("next")} ${typed(["simulate", "--policy", single], context.dataFolder)}\n`,
  ].join("\n");
}
