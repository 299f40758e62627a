import { DEFAULT_CRITERIA, ORDER_MODES, PROTOCOLS } from "../../judging/index.ts";
import { BUCKETS, type Bucket } from "../../compare/index.ts";
import {
  DEFAULT_CAP_USD,
  DEFAULT_MARGIN,
  MOST_PAIRS,
  type JudgeParts,
  type JudgeRequest,
} from "../../actions/judge/judge-request.ts";
import { judgeRun } from "../../actions/judge/judge-result.ts";
import { prepareJudging } from "../../actions/judge/prepare-judging.ts";
import { cancelJudging, createJudging, runJudging } from "../../actions/judge/run-judging.ts";
import { OperatorError } from "../../core/errors.ts";
import { askYes } from "../ask-yes.ts";
import { actorOf, callingParts } from "../calling-parts.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { count, counted } from "../counts.ts";
import { isoInstant } from "../instant.ts";
import { labelCommands } from "../judge-labels.ts";
import { readingCommands, shownJudging } from "../judge-reading.ts";
import { judgePreviewText } from "../judge-text.ts";
import { RUN_FLAGS } from "../measure-flags.ts";
import { usd } from "../money.ts";
import { typed } from "../typed.ts";

const RUN_ID = { name: "ID", description: "Of the judge run: jdg_..." };
const BUCKET_FLAG = { name: "bucket", value: "BUCKET", choices: BUCKETS };

async function partsOf(context: Context, args: Args, force: boolean): Promise<JudgeParts> {
  return { ...(await callingParts(context, args, { force, actor: actorOf(args) })), nonce: () => context.secret() };
}

function requestOf(args: Args): JudgeRequest {
  const judge = args.text("judge");
  const experiment = args.positionals[0];
  if (experiment === undefined || judge === undefined) {
    throw new OperatorError("usage", experiment === undefined ? "no experiment is named" : "no judge is named", {
      field: experiment === undefined ? "EXPERIMENT" : "--judge",
      hint: "understudy judge sim_… --judge MODEL:PROVIDER",
    });
  }
  const protocol = (args.text("protocol") ?? "pairwise") as JudgeRequest["protocol"];
  return {
    experiment,
    judge,
    protocol,
    criterion: args.text("criterion") ?? DEFAULT_CRITERIA[protocol],
    n: args.number("n") ?? null,
    cap_usd: args.number("max-spend") ?? DEFAULT_CAP_USD,
    bucket: (args.text("bucket") ?? null) as Bucket | null,
    order: (args.text("order") ?? "both") as JudgeRequest["order"],
    margin: args.number("margin") ?? DEFAULT_MARGIN,
    force: args.on("force"),
  };
}

/** Works on a judge run, showing how far it is; Ctrl-C cancels it cleanly. */
async function worked(context: Context, args: Args, parts: JudgeParts, id: string): Promise<Answer> {
  const { run } = judgeRun(parts.store, id);
  const bar = context.progress({ label: "judge", total: run.units, unit: "verdicts" });
  const signal = context.interruption();
  try {
    const result = await runJudging(parts, id, {
      concurrency: args.number("concurrency") ?? 16,
      signal,
      onProgress: ({ finished, spent_usd: spent, cap_usd: cap }) =>
        bar.update(finished, `${usd(spent)} of ${usd(cap)}`),
      onWait: ({ worker, until }) =>
        context.stderr.write(
          `Waiting for ${worker}, which may have died: it holds the run until ${isoInstant(until)}.\n`,
        ),
    });
    bar.done();
    return { ...shownJudging(result, context), ...(signal.aborted ? { exit: 130 as const } : {}) };
  } finally {
    bar.done();
  }
}

async function run(context: Context, args: Args): Promise<Answer> {
  context.store({ readOnly: true });
  const request = requestOf(args);
  const parts = await partsOf(context, args, request.force);
  const prepared = prepareJudging(parts, request);
  const { preview, definition } = prepared;
  if (args.on("dry-run")) {
    const json = { preview, started: false };
    return { json, text: (terminal) => `${judgePreviewText(preview, terminal)}\nNothing was sent: --dry-run.\n` };
  }
  if (!context.json) context.stderr.write(`${judgePreviewText(preview, context.stderr)}\n`);
  if (context.stderr.isTerminal && !context.json && !args.on("yes") && !args.on("later")) {
    const why = "nobody can be asked whether to begin";
    if (!(await askYes(context, "Begin?", why, "Add --yes to begin without being asked.")))
      return { json: { preview, started: false }, text: () => "Nothing was sent.\n", exit: 1 };
  }
  createJudging(parts, prepared);
  if (args.on("later")) {
    const { id } = definition;
    const next = typed(["judge", "resume", id], context.dataFolder);
    return {
      json: { id, preview, started: false },
      text: () => `${id} is stored, and nothing was sent.\nnext ${next}\n`,
    };
  }
  return worked(context, args, parts, definition.id);
}

const resumeCommand: Command = {
  name: "resume",
  summary: "Go on with a judge run where it stands",
  description: "Verdicts that are there stay as they are. What was being asked when a process died is not asked again.",
  positionals: [RUN_ID],
  flags: RUN_FLAGS,
  run: async (context, args) => {
    context.store({ readOnly: true });
    const id = args.positionals[0] as string;
    const { definition } = judgeRun(context.store(), id);
    return worked(context, args, await partsOf(context, args, definition.unpriced), id);
  },
};

const cancelCommand: Command = {
  name: "cancel",
  summary: "Stop a judge run that runs in another process; calls under way are waited for",
  positionals: [RUN_ID],
  run: (context, args) => {
    context.store({ readOnly: true });
    const { now, newId } = context;
    const progress = cancelJudging({ store: context.store(), now, newId, actor: "cli" }, args.positionals[0] as string);
    const { id, state, finished, units } = progress;
    return {
      json: progress,
      text: () => `${id} is ${state.replaceAll("_", " ")}: ${counted(finished, "verdict")} of ${count(units)}.\n`,
    };
  },
};

/** `understudy judge sim_… --judge MODEL:PROVIDER --criterion "…"` */
export const judgeCommand: Command = {
  name: "judge",
  summary: "Have a model judge the pairs of an experiment, under a hard cap",
  description:
    "Shows a judge pairs of original and replay, blind and in both orders, and asks which is better by one sentence of yours. Pairs are drawn from every bucket of similarity, " +
    "so that rare divergences are seen; the headline counts each bucket as often as it is in the window. Questions with known answers are mixed in: a judge that gets these wrong makes the run void. " +
    "The candidate is not called again, and an experiment may be judged as often as you like.",
  positionals: [
    { name: "EXPERIMENT", description: "An experiment with responses that has ended: sim_...", optional: true },
  ],
  flags: [
    { name: "judge", value: "MODEL:PROVIDER", description: "Who judges; better of another vendor than both sides" },
    { name: "criterion", value: "TEXT", description: "One sentence: what makes an answer good" },
    {
      name: "protocol",
      value: "PROTOCOL",
      description: "pairwise: better, equivalent or worse; equivalence: one score from 0 to 1 a pair",
      choices: PROTOCOLS,
      default: "pairwise",
    },
    {
      name: "n",
      value: "N",
      description: `Pairs to judge (default: what the cap admits, at most ${MOST_PAIRS}; all with equivalence)`,
      expects: "count",
    },
    { name: "max-spend", value: "USD", description: "Hard cap", default: String(DEFAULT_CAP_USD), expects: "number" },
    { ...BUCKET_FLAG, description: "Only pairs of this bucket" },
    {
      name: "order",
      value: "MODE",
      description: "both orders of each pair, or balanced: one, and both of a fifth",
      choices: ORDER_MODES,
      default: "both",
    },
    {
      name: "margin",
      value: "M",
      description: "How much worse on the net is still no worse",
      default: String(DEFAULT_MARGIN),
      expects: "number",
    },
    { name: "force", description: "Also a judge that is a side of the experiment, or has no known price" },
    ...RUN_FLAGS,
    { name: "dry-run", description: "Show what would be asked and what it costs, and ask nothing" },
    { name: "later", description: "Store it and ask nothing: `judge resume ID` begins it" },
    { name: "yes", description: "Do not ask" },
  ],
  subcommands: [...readingCommands, ...labelCommands, resumeCommand, cancelCommand],
  examples: [
    {
      command:
        'understudy judge sim_8f3c --judge claude-sonnet-4-5:anthropic --criterion "Focus on factual correctness."',
      note: "What 2 USD admit, at most 300 pairs",
    },
    {
      command: "understudy judge sim_8f3c --judge gpt-4o:openai --bucket major --n 60",
      note: "Only where answers diverge",
    },
    {
      command: "understudy judge sim_8f3c --judge gpt-4o:openai --protocol equivalence --max-spend 5",
      note: "A score for every pair",
    },
  ],
  run,
};
