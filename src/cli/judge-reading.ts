import { judgedPairsOf, judgeResult } from "../actions/judge/judge-result.ts";
import { judgeRunsOf } from "../actions/judge/judge-runs.ts";
import { BUCKETS, type Bucket } from "../compare/index.ts";
import { crossCheck, VERDICTS, type JudgedPair, type JudgeResult } from "../judging/index.ts";
import type { Answer, Command, Context } from "./command.ts";
import { count, counted } from "./counts.ts";
import { instant, isoInstant } from "./instant.ts";
import { judgeText, verdictsText } from "./judge-text.ts";
import { usd } from "./money.ts";
import { table } from "./table.ts";
import { typed } from "./typed.ts";

const RUN_ID = { name: "ID", description: "Of the judge run: jdg_..." };

/** A result with what to look at next. */
export function shownJudging(result: JudgeResult, context: Context): Answer {
  const { id, run, protocol } = result;
  const again = run.state === "interrupted" || run.state === "cancelled";
  const next = [
    ...(again ? [typed(["judge", "resume", id], context.dataFolder)] : []),
    typed(
      ["judge", "verdicts", id, ...(protocol === "pairwise" ? ["--verdict", "worse"] : ["--lowest"])],
      context.dataFolder,
    ),
  ];
  return { json: result, text: (terminal) => judgeText(result, next, terminal) };
}

const showCommand: Command = {
  name: "show",
  summary: "Show the result of a judge run, whether it runs, ended or was cut off",
  positionals: [RUN_ID],
  run: (context, args) =>
    shownJudging(judgeResult(context.store({ readOnly: true }), args.positionals[0] as string, context.now()), context),
};

const listCommand: Command = {
  name: "list",
  summary: "List judge runs, newest first",
  positionals: [{ name: "EXPERIMENT", description: "Only those of sim_...", optional: true }],
  run: (context, args) => {
    const lines = judgeRunsOf(context.store({ readOnly: true }), args.positionals[0] ?? null, context.now());
    return {
      json: { judge_runs: lines.map((line) => ({ ...line, created_at: isoInstant(line.created_at) })) },
      text: (terminal) =>
        lines.length === 0
          ? `No judge run yet. Next: ${typed(["judge", "sim_...", "--judge", "MODEL:PROVIDER"], context.dataFolder)}\n`
          : table(
              terminal,
              [
                { title: "id" },
                { title: "made (UTC)" },
                { title: "experiment", shrinkTo: 12, cut: "middle" },
                { title: "judge", shrinkTo: 12 },
                { title: "criterion", shrinkTo: 16 },
                { title: "state" },
                { title: "spent", align: "right" },
              ],
              lines.map(({ id, created_at: at, experiment, judge, rubric, state, spent_usd: spent }) => [
                id,
                instant(at),
                experiment,
                judge,
                rubric.criterion,
                state.replaceAll("_", " "),
                usd(spent),
              ]),
            ),
    };
  },
};

const verdictsCommand: Command = {
  name: "verdicts",
  summary: "Show what the judge said of single pairs",
  positionals: [RUN_ID],
  flags: [
    { name: "bucket", value: "BUCKET", description: "Pairs of this bucket", choices: BUCKETS },
    { name: "verdict", value: "VERDICT", description: "Pairs with this verdict", choices: [...VERDICTS, "unjudged"] },
    { name: "lowest", description: "Lowest score, or worst verdict, first" },
    { name: "limit", value: "N", description: "Pairs at most", default: "50", expects: "count" },
  ],
  run: (context, args) => {
    const found = judgedPairsOf(context.store({ readOnly: true }), args.positionals[0] as string, {
      bucket: args.text("bucket") as Bucket | undefined,
      verdict: args.text("verdict") as NonNullable<JudgedPair["verdict"]> | undefined,
      lowest: args.on("lowest"),
    });
    const pairs = found.slice(0, args.number("limit"));
    return { json: { pairs }, text: (terminal) => verdictsText(pairs, terminal) };
  },
};

const compareCommand: Command = {
  name: "compare",
  summary: "Hold two judge runs on the same pairs against each other",
  positionals: [RUN_ID, { name: "OTHER", description: "Of another judge run: jdg_..." }],
  run: (context, args) => {
    const store = context.store({ readOnly: true });
    const [one, other] = args.positionals as [string, string];
    const found = crossCheck(judgedPairsOf(store, one), judgedPairsOf(store, other));
    const { pairs, agreement, kappa, categories, confusion } = found;
    return {
      json: found,
      text: (terminal) =>
        table(
          terminal,
          [{ title: "" }, ...categories.map((title) => ({ title, align: "right" as const }))],
          confusion.map((row, index) => [categories[index] as string, ...row.map(count)]),
        ) +
        `\n${counted(pairs, "pair")} judged by both: ${agreement === null ? "nothing to compare" : `${(100 * agreement).toFixed(1)} % alike, kappa ${kappa === null ? "not known" : kappa.toFixed(2)}`}.\n`,
    };
  },
};

/** What there is of judge runs: `understudy judge list|show|verdicts|compare`. */
export const readingCommands: readonly Command[] = [listCommand, showCommand, verdictsCommand, compareCommand];
