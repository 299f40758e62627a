import { cancelExperiment } from "../actions/measure/cancel-experiment.ts";
import { experimentPairs } from "../actions/measure/experiment-pairs.ts";
import { keptResult } from "../actions/measure/experiment-result.ts";
import type { MeasuredDefinition } from "../actions/measure/prepare.ts";
import { summariseAgain } from "../actions/measure/run-experiment.ts";
import { runState } from "../actions/metered/run-state.ts";
import { BUCKETS, type Bucket, type ExperimentResult } from "../experiments/index.ts";
import type { Answer, Command, Context } from "./command.ts";
import { counted, count } from "./counts.ts";
import { instant, isoInstant } from "./instant.ts";
import { measuredText } from "./measured-text.ts";
import { usd } from "./money.ts";
import { pairText } from "./pair-text.ts";
import { table } from "./table.ts";
import { typed } from "./typed.ts";

/** The argument of those that are about one experiment. */
export const ID = { name: "ID", description: "Of the experiment: sim_..." };

/** A result, and what to do with it next. */
export function shown(result: ExperimentResult, context: Context): Answer {
  const { id, stopping } = result;
  const next = [
    ...(stopping.state === "interrupted" || stopping.state === "cancelled"
      ? [typed(["experiment", "resume", id], context.dataFolder)]
      : []),
    typed(["experiment", "pairs", id, "--lowest"], context.dataFolder),
    typed(["report", id], context.dataFolder),
    ...(stopping.state === "running" || stopping.state === "interrupted"
      ? []
      : [typed(["promote", id, "--percent", "10", "--dry-run"], context.dataFolder)]),
  ];
  return { json: result, text: (terminal) => measuredText(result, next, terminal) };
}

const showCommand: Command = {
  name: "show",
  summary: "Show the result of an experiment, whether it runs, ended or was cut off",
  positionals: [ID],
  run: (context, args) => {
    const store = context.store({ readOnly: true });
    return shown(keptResult(store, args.positionals[0] as string, context.now()), context);
  },
};

const listCommand: Command = {
  name: "list",
  summary: "List experiments with responses, newest first",
  run: (context) => {
    const { runs } = context.store({ readOnly: true }).control;
    const now = context.now();
    const lines = runs.runs({ kind: "experiment" }, 100).map(({ id, created_at: at, cap_usd: cap, definition }) => {
      const { state, units, finished, spent_usd: spent } = runState(runs, id, now);
      const { policy } = (definition as MeasuredDefinition).experiment;
      return { id, created_at: at, policy: policy.name, state, units, finished, spent_usd: spent, cap_usd: cap };
    });
    return {
      json: { experiments: lines.map((line) => ({ ...line, created_at: isoInstant(line.created_at) })) },
      text: (terminal) =>
        lines.length === 0
          ? `No experiment with responses yet. Next: ${typed(["experiment", "--policy", "single:MODEL:PROVIDER", "--max-spend", "1"], context.dataFolder)}\n`
          : table(
              terminal,
              [
                { title: "id" },
                { title: "made (UTC)" },
                { title: "policy", shrinkTo: 16 },
                { title: "state" },
                { title: "pairs", align: "right" },
                { title: "spent", align: "right" },
              ],
              lines.map(({ id, created_at: at, policy, state, units, finished, spent_usd: spent, cap_usd: cap }) => [
                id,
                instant(at),
                policy,
                state.replaceAll("_", " "),
                `${count(finished)} of ${count(units)}`,
                `${usd(spent)} of ${usd(cap)}`,
              ]),
            ),
    };
  },
};

const pairsCommand: Command = {
  name: "pairs",
  summary: "Show original and replay side by side",
  positionals: [ID],
  flags: [
    { name: "bucket", value: "BUCKET", description: "Pairs of this bucket", choices: BUCKETS },
    { name: "lowest", description: "Least alike first" },
    { name: "request", value: "ID", description: "The pair of one request" },
    { name: "limit", value: "N", description: "Pairs at most", default: "10", expects: "count" },
  ],
  run: (context, args) => {
    const asked = {
      bucket: (args.text("bucket") ?? null) as Bucket | null,
      lowest: args.on("lowest"),
      request_id: args.text("request") ?? null,
      limit: args.number("limit") ?? 10,
    };
    const pairs = experimentPairs(
      context.store({ readOnly: true }),
      args.positionals[0] as string,
      asked,
      context.now(),
    );
    return {
      json: { pairs },
      text: (terminal) =>
        pairs.length === 0 ? "No such pair.\n" : pairs.map((pair) => pairText(pair, terminal)).join("\n"),
    };
  },
};

const cancelCommand: Command = {
  name: "cancel",
  summary: "Stop an experiment that runs in another process; calls under way are waited for",
  positionals: [ID],
  run: (context, args) => {
    context.store({ readOnly: true });
    const { now, newId } = context;
    const progress = cancelExperiment(
      { store: context.store(), now, newId, actor: "cli" },
      args.positionals[0] as string,
    );
    return {
      json: progress,
      text: () =>
        `${progress.id} is ${progress.state.replaceAll("_", " ")}: ${counted(progress.finished, "pair")} of ${count(progress.units)}.\n`,
    };
  },
};

const summariseCommand: Command = {
  name: "summarise",
  summary: "Make the result anew from the stored pairs, with outcomes that were attached since; calls nobody",
  positionals: [ID],
  run: (context, args) => {
    context.store({ readOnly: true });
    return shown(summariseAgain({ store: context.store(), now: context.now }, args.positionals[0] as string), context);
  },
};

/** What looks at experiments, or stops one: nothing here calls a provider. */
export const EXPERIMENT_LOOKS: readonly Command[] = [
  listCommand,
  showCommand,
  pairsCommand,
  cancelCommand,
  summariseCommand,
];
