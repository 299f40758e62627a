import { measuredRun } from "../../actions/measure/experiment-result.ts";
import { withJudge } from "../../actions/judge/judge-after.ts";
import type { JudgeParts } from "../../actions/judge/judge-request.ts";
import { judgeWhatIsLeft, type JudgedAfter } from "../../actions/judge/judge-what-is-left.ts";
import type { RunJudgingOptions } from "../../actions/judge/run-judging.ts";
import type { MeasureRequest } from "../../actions/measure/measure-request.ts";
import { prepareExperiment } from "../../actions/measure/prepare.ts";
import { createExperiment, runExperiment } from "../../actions/measure/run-experiment.ts";
import { MOST_AT_ONCE } from "../../actions/metered/run-metered.ts";
import { OperatorError } from "../../core/errors.ts";
import { askYes } from "../ask-yes.ts";
import { actorOf, callingParts } from "../calling-parts.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { isoInstant } from "../instant.ts";
import { EXPERIMENT_LOOKS, ID, shown } from "../experiment-looks.ts";
import { shownJudging } from "../judge-reading.ts";
import { JUDGE_AFTER_FLAGS, judgeAskedOf } from "../judge-after-flags.ts";
import { MEASURE_FLAGS, measureRequestOf, RUN_FLAGS } from "../measure-flags.ts";
import { notesText } from "../notes-text.ts";
import { usd } from "../money.ts";
import { outcomeCommand } from "../outcome-command.ts";
import { previewText } from "../preview-text.ts";
import { typed } from "../typed.ts";

/** Throws `usage`. */
function concurrencyOf(args: Args): number {
  const calls = args.number("concurrency") ?? 16;
  if (calls <= MOST_AT_ONCE) return calls;
  throw new OperatorError("usage", `--concurrency does not take ${calls}`, {
    field: "--concurrency",
    hint: `Expected 1 to ${MOST_AT_ONCE}.`,
  });
}

/** Works on an experiment and then on its judge, showing how far it is; Ctrl-C cancels it cleanly. */
async function worked(context: Context, args: Args, parts: JudgeParts, id: string, again: boolean): Promise<Answer> {
  const { run, definition } = measuredRun(parts.store, id);
  const concurrency = concurrencyOf(args);
  let bar = context.progress({ label: "experiment", total: run.units, unit: "pairs" });
  const signal = context.interruption();
  const stop = new AbortController();
  signal.addEventListener("abort", () => stop.abort(), { once: true });
  // Whoever ends processes politely gets no call lost either.
  void context.stopAsked().then(() => stop.abort());
  try {
    const options: RunJudgingOptions = {
      concurrency,
      signal: stop.signal,
      onProgress: ({ finished, spent_usd: spent, cap_usd: cap, estimated_usd: all }) =>
        bar.update(finished, `${usd(spent)} of ${usd(cap)}${all === null ? "" : `, ${usd(all)} in all`}`),
      onWait: ({ worker, until }) =>
        context.stderr.write(
          `Waiting for ${worker}, which may have died: it holds the run until ${isoInstant(until)}.\n`,
        ),
    };
    const result = await runExperiment(parts, id, { ...options, again });
    bar.done();
    const cut = (): { readonly exit?: 130 } => (stop.signal.aborted ? { exit: 130 } : {});
    if (definition.judge == null) return { ...shown(result, context), ...cut() };
    const judged = await judgeWhatIsLeft(parts, result, definition.judge, {
      ...options,
      cap_usd: run.cap_usd,
      force: definition.force,
      onJudging(units) {
        bar = context.progress({ label: "judge", total: units, unit: "verdicts" });
      },
    });
    bar.done();
    return { ...withVerdicts(shown(result, context), judged, context), ...cut() };
  } finally {
    bar.done();
  }
}

/** A result and what a judge said of it, one below the other. */
function withVerdicts(measured: Answer, { result, missing }: JudgedAfter, context: Context): Answer {
  const verdicts = result === null ? null : shownJudging(result, context);
  return {
    json: { ...(measured.json as object), judge: result, judge_missing: missing },
    text: (terminal) =>
      `${measured.text(terminal)}\n${verdicts === null ? notesText([`No judge: ${missing ?? ""}.`], terminal) : verdicts.text(terminal)}`,
  };
}

/** Stores the experiment, once it may begin; else what there is to say instead. Its rows are in no memory afterwards. */
async function stored(
  context: Context,
  args: Args,
  parts: JudgeParts,
  request: MeasureRequest,
): Promise<string | Answer> {
  const judge = judgeAskedOf(args);
  const measured = prepareExperiment(parts, request);
  const prepared = judge === null ? measured : withJudge(parts, measured, judge);
  const { preview, id } = prepared;
  if (args.on("dry-run")) {
    const json = { preview, started: false };
    return { json, text: (terminal) => `${previewText(preview, terminal)}\nNothing was sent: --dry-run.\n` };
  }
  if (context.stderr.isTerminal && !context.json) {
    context.stderr.write(`${previewText(preview, context.stderr)}\n`);
    const why = "nobody can be asked whether to begin";
    if (!args.on("yes") && !(await askYes(context, "Begin?", why, "Add --yes to begin without being asked.")))
      return { json: { preview, started: false }, text: () => "Nothing was sent.\n", exit: 1 };
  }
  createExperiment(parts, prepared);
  if (!args.on("later")) return id;
  const next = typed(["experiment", "resume", id], context.dataFolder);
  return {
    json: { id, preview, started: false },
    text: () => `${id} is stored, and nothing was sent.\nnext ${next}\n`,
  };
}

async function partsOf(context: Context, args: Args, force: boolean): Promise<JudgeParts> {
  return { ...(await callingParts(context, args, { force, actor: actorOf(args) })), nonce: () => context.secret() };
}

async function run(context: Context, args: Args): Promise<Answer> {
  context.store({ readOnly: true });
  const request = measureRequestOf(context, args);
  concurrencyOf(args);
  const parts = await partsOf(context, args, request.force);
  const made = await stored(context, args, parts, request);
  return typeof made === "string" ? worked(context, args, parts, made, false) : made;
}

const resumeCommand: Command = {
  name: "resume",
  summary: "Go on with an experiment where it stands",
  description:
    "Pairs that are there stay as they are. Rows that were being asked when a process died are not asked again, unless --again says so.",
  positionals: [ID],
  flags: [...RUN_FLAGS, { name: "again", description: "Ask rows again that were cut off, at new cost" }],
  run: async (context, args) => {
    context.store({ readOnly: true });
    const id = args.positionals[0] as string;
    const { definition } = measuredRun(context.store(), id);
    return worked(context, args, await partsOf(context, args, definition.force), id, args.on("again"));
  },
};

/** `understudy experiment --policy POLICY --max-spend USD` */
export const experimentCommand: Command = {
  name: "experiment",
  summary: "Ask a candidate for real, on a sample of logged traffic, under a hard cap",
  description:
    "Draws a sample of the window in hash order, calls the candidate for each row the way live traffic goes, and holds what came against the log: cost, latency, errors and answers, pair by pair. " +
    "On a share of the sample the baseline is asked again too: that is the noise floor. Shows what will be sent and what it may cost before anything is; on a terminal it asks. " +
    "The worst case of every call is set aside before it is made, so that the cap holds; a killed process is gone on with by `resume`. " +
    "With --judge a model judges the pairs once they are there, for what the cap has left.",
  flags: [
    ...MEASURE_FLAGS,
    ...JUDGE_AFTER_FLAGS,
    ...RUN_FLAGS,
    { name: "dry-run", description: "Show what would be sent and what it may cost, and send nothing" },
    { name: "later", description: "Store it and send nothing: `experiment resume ID` begins it" },
    { name: "yes", description: "Do not ask" },
  ],
  subcommands: [...EXPERIMENT_LOOKS, resumeCommand, outcomeCommand],
  examples: [
    {
      command: "understudy experiment --last 7d --policy cheaper.yaml --sample 500 --max-spend 2",
      note: "500 of last week's requests under another policy, for 2 USD at most",
    },
    {
      command: "understudy experiment --model gpt-4o --policy single:gpt-4o-mini:openai --max-spend 1 --dry-run",
      note: "What that would cost",
    },
    {
      command:
        "understudy experiment --endpoint-file draft.yaml --endpoint support --max-spend 5 --primary agreement --early-stop",
      note: "Another prompt, stopped as soon as the answer is certain",
    },
    {
      command: "understudy experiment --policy cheaper --max-spend 4 --judge claude-sonnet-4-5:anthropic",
      note: "And what a judge of another vendor says of the answers, under the same cap",
    },
  ],
  run,
};
