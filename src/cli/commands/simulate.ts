import { OperatorError } from "../../core/errors.ts";
import { listExperiments, showExperiment } from "../../actions/experiments.ts";
import { namedPolicy } from "../../actions/policy-reference.ts";
import { simulate } from "../../actions/simulate.ts";
import type { SimulationResult } from "../../replay/result.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { count } from "../counts.ts";
import { instant, isoInstant } from "../instant.ts";
import { PILOT_FLAGS, pilotOf } from "../pilot-flags.ts";
import { replayRequestOf, REPLAY_FLAGS } from "../replay-flags.ts";
import { simulationText } from "../simulation-text.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";

/** `understudy simulate --policy POLICY` */
export const simulateCommand: Command = {
  name: "simulate",
  summary: "Replay a routing policy over logged traffic, without calling a provider",
  description:
    "Decides every logged request again with the candidate policy and shows the difference in cost, latency and errors. " +
    "What the log holds of the chosen target is recorded; the rest is projected or assumed, and says so. " +
    "With no window given, the last 7 days; the whole log where its newest row is older. " +
    "With --pilot some of the rows are really sent to the candidate, under a cap: what they cost tells what the others would, with an interval.",
  flags: [
    {
      name: "policy",
      value: "POLICY",
      description: "A policy file, the name of a config (NAME or NAME@VERSION), or single:MODEL:PROVIDER",
    },
    ...REPLAY_FLAGS,
    ...PILOT_FLAGS,
    {
      name: "outliers",
      value: "N",
      description: "Rows to list where baseline and candidate lie furthest apart",
      default: "10",
      expects: "count",
    },
    { name: "list", description: "List the experiments made so far" },
    { name: "show", value: "ID", description: "Show an earlier experiment again" },
  ],
  examples: [
    { command: "understudy simulate --last 7d --policy cheaper.yaml", note: "Last week under another policy" },
    {
      command: "understudy simulate --model gpt-4o --policy single:gpt-4o-mini:openai --sample all",
      note: "One model for another, over every row",
    },
    {
      command: "understudy simulate --policy single:gpt-4o-mini:openai --pilot 50 --max-spend 0.5",
      note: "Fifty real calls, half a dollar at most, for an interval of the cost",
    },
    { command: "understudy simulate --list", note: "What was tried so far" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  if (args.on("list")) return list(context);
  const shown = args.text("show");
  if (shown !== undefined) return answer(showExperiment(context.store({ readOnly: true }).control, shown), context);
  const reference = args.text("policy");
  if (reference === undefined) {
    throw new OperatorError("usage", "simulate needs a policy to hold against the log", {
      field: "--policy",
      hint: `For example: ${typed(["simulate", "--policy", "single:gpt-4o-mini:openai"], context.dataFolder)}`,
    });
  }
  context.store({ readOnly: true });
  const store = context.store();
  const pilot = pilotOf(args);
  context.readyFor(store.traffic.stats().rows);
  const request = {
    ...replayRequestOf(context, args),
    candidate: namedPolicy(reference, store.control),
    outliers: args.number("outliers") ?? 10,
    newId: context.newId(),
  };
  const result =
    pilot === null
      ? simulate(store, context.prices(), request)
      : await (await import("../simulate-with-pilot.ts")).simulateWithPilot(context, args, request, pilot);
  if (result === null) return { json: { called: 0 }, text: () => "Nothing was called.\n", exit: 1 };
  const stopped = result.pilot?.state === "cancelled";
  return { ...answer(result, context, saidBesides(context, args)), ...(stopped ? { exit: 130 } : {}) };
}

/** The flags a row's trace needs to be the one of this replay. */
function saidBesides(context: Context, args: Args): readonly string[] {
  const tiers = args.text("tiers");
  return [
    ...["quality", "quality-outcome"].flatMap((flag) => {
      const value = args.text(flag);
      return value === undefined ? [] : [`--${flag}`, value];
    }),
    ...(tiers === "in-sample" ? ["--tiers", tiers] : []),
    ...(context.pricesFile === undefined ? [] : ["--prices", context.pricesFile]),
    ...(context.pricesNow ? ["--prices", "now"] : []),
  ];
}

function answer(result: SimulationResult, context: Context, said: readonly string[] = []): Answer {
  return { json: result, text: (terminal) => simulationText(result, nextCommands(result, context, said), terminal) };
}

/** The row that differs most, explained; and the candidate kept under a name. */
function nextCommands(result: SimulationResult, { dataFolder }: Context, said: readonly string[]): readonly string[] {
  const outlier = result.outliers.cost_usd[0] ?? result.outliers.latency_ms[0];
  const explain =
    outlier === undefined
      ? []
      : [typed(["explain", outlier.request_id, "--policy", `${result.id}_candidate`, ...said], dataFolder)];
  return [...explain, typed(["configs", "show", `${result.id}_candidate`], dataFolder)];
}

function list(context: Context): Answer {
  const experiments = listExperiments(context.store({ readOnly: true }).control, 100);
  return {
    json: {
      experiments: experiments.map(({ id, created_at, mode, policy, requests }) => ({
        id,
        created_at: isoInstant(created_at),
        mode,
        policy,
        requests,
      })),
    },
    text: (terminal) =>
      experiments.length === 0
        ? `No experiment yet. Next: ${typed(["simulate", "--policy", "FILE"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "id" },
              { title: "made (UTC)" },
              { title: "policy", shrinkTo: 16 },
              { title: "requests", align: "right" },
            ],
            experiments.map(({ id, created_at, policy, requests }) => [
              id,
              instant(created_at),
              policy,
              count(requests),
            ]),
          ),
  };
}
