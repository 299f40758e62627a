import type { JudgeParts } from "../actions/judge/judge-request.ts";
import type { MeasureRequest } from "../actions/measure/measure-request.ts";
import { prepareModelReplay, runModelReplay, type ModelReplayRequest } from "../actions/model-replay/model-replay.ts";
import { namedPolicy } from "../actions/policy-reference.ts";
import { splitTarget } from "../core/target.ts";
import { OperatorError } from "../core/errors.ts";
import type { Origin } from "../core/exchange.ts";
import { askYes } from "./ask-yes.ts";
import { callingParts } from "./calling-parts.ts";
import type { Answer, Args, Context, Flag } from "./command.ts";
import { isoInstant } from "./instant.ts";
import { capOf, DEFAULT_SAMPLE, RUN_FLAGS } from "./measure-flags.ts";
import { modelReplayText } from "./model-replay-text.ts";
import { usd } from "./money.ts";
import { previewText } from "./preview-text.ts";
import { sampleOf } from "./sample-flag.ts";
import { typed } from "./typed.ts";
import { ROW_FLAGS, rowFilterOf, WINDOW_FLAGS, windowOf } from "./window-flags.ts";

/** What `understudy replay --model` takes besides. */
export const MODEL_REPLAY_FLAGS: readonly Flag[] = [
  { name: "model", value: "MODEL:PROVIDER", description: "Send requests of the log again to this model" },
  ...WINDOW_FLAGS,
  { name: "key", value: "NAME", description: "The same as --api-key" },
  { name: "original", value: "MODEL", description: "Rows served by or asked of this model, or `model:provider`" },
  ...ROW_FLAGS.filter(({ name }) => name !== "model"),
  {
    name: "sample",
    value: "N|all",
    description: "Rows to send again, sampled by hash, or all",
    default: DEFAULT_SAMPLE,
  },
  {
    name: "judge",
    value: "MODEL:PROVIDER",
    description: "Scores every pair from 0 to 1 by how far the replay does the same",
  },
  { name: "criterion", value: "SENTENCE", description: "What the judge is to look at" },
  {
    name: "max-spend",
    value: "USD",
    description: "Hard cap over replays and judge: no call is made that could lead beyond it",
  },
  ...RUN_FLAGS,
  { name: "dry-run", description: "Show what would be sent and what it may cost, and send nothing" },
  { name: "yes", description: "Do not ask" },
];

/** Flags of rows under the names they have here. */
function rowArgs(args: Args): Args {
  const text = (flag: string): string | undefined => {
    if (flag === "model") return args.text("original");
    return flag === "api-key" ? (args.text("key") ?? args.text("api-key")) : args.text(flag);
  };
  return {
    ...args,
    text,
    list: (flag) => args.list(flag),
    number: (flag) => args.number(flag),
    on: (flag) => args.on(flag),
  };
}

function requestOf(context: Context, args: Args, model: string): ModelReplayRequest {
  const target = (flag: string, text: string): string => {
    if (splitTarget(text) !== null) return text;
    throw new OperatorError("usage", `--${flag} does not take ${JSON.stringify(text)}`, {
      field: `--${flag}`,
      hint: "Expected MODEL:PROVIDER, such as gpt-4o-mini:openai.",
    });
  };
  const { origins, ...filter } = rowFilterOf(rowArgs(args), () => context.store().control);
  const judge = args.text("judge");
  const measure: MeasureRequest = {
    window: windowOf(args),
    filter: { ...filter, ...(origins === undefined ? {} : { origins: origins as readonly Origin[] }) },
    sample: sampleOf(args, DEFAULT_SAMPLE),
    seed: null,
    quality: null,
    inSampleTiers: false,
    now: context.now(),
    candidate: { kind: "policy", named: namedPolicy(`single:${target("model", model)}`, context.store().control) },
    cap_usd: capOf(args),
    control: "none",
    embeddings: null,
    thresholds: {},
    primary: null,
    early_stop: false,
    force: args.on("force"),
    outliers: 10,
  };
  return {
    model,
    measure,
    judge: judge === undefined ? null : { target: target("judge", judge), criterion: args.text("criterion") ?? null },
  };
}

/** `understudy replay --model MODEL:PROVIDER`: an experiment, a judge and the five steps in one. */
export async function replayModel(context: Context, args: Args, model: string): Promise<Answer> {
  context.store({ readOnly: true });
  const request = requestOf(context, args, model);
  const calling = await callingParts(context, args, { force: args.on("force"), actor: "cli" });
  const parts: JudgeParts = { ...calling, nonce: () => context.secret() };
  const prepared = prepareModelReplay(parts, request);
  const { preview } = prepared;
  if (args.on("dry-run")) {
    const json = { preview, started: false };
    return { json, text: (terminal) => `${previewText(preview, terminal)}\nNothing was sent: --dry-run.\n` };
  }
  if (context.stderr.isTerminal && !context.json) {
    context.stderr.write(`${previewText(preview, context.stderr)}\n`);
    if (request.judge !== null)
      context.stderr.write(`The judge ${request.judge.target} gets what the cap has left then.\n`);
    const why = "nobody can be asked whether to begin";
    if (!args.on("yes") && !(await askYes(context, "Begin?", why, "Add --yes to begin without being asked.")))
      return { json: { preview, started: false }, text: () => "Nothing was sent.\n", exit: 1 };
  }
  let bar = context.progress({ label: "replay", total: prepared.units.length, unit: "pairs" });
  const signal = context.interruption();
  try {
    const found = await runModelReplay(parts, request, prepared, {
      concurrency: args.number("concurrency") ?? 16,
      signal,
      onProgress: ({ finished, spent_usd: spent, cap_usd: cap }) =>
        bar.update(finished, `${usd(spent)} of ${usd(cap)}`),
      onWait: ({ worker, until }) =>
        context.stderr.write(`Waiting for ${worker}, which holds the run until ${isoInstant(until)}.\n`),
      onJudging(units) {
        bar.done();
        bar = context.progress({ label: "judge", total: units, unit: "verdicts" });
      },
    });
    bar.done();
    const next = [typed(["report", found.id, "--out", "report.html"], context.dataFolder)];
    return {
      json: found,
      text: (terminal) => modelReplayText(found, next, terminal),
      ...(signal.aborted ? { exit: 130 as const } : found.judge_missing === null ? {} : { exit: 2 as const }),
    };
  } finally {
    bar.done();
  }
}
