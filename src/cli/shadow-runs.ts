import { removeShadowRun } from "../actions/shadow-runs/shadow-runs.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { controlParts } from "./control-parts.ts";
import { count, counted } from "./counts.ts";
import { instant } from "./instant.ts";
import { RUN_FILTER_FLAGS, runFilterOf } from "./shadow-run-filter.ts";
import { pairsCommand } from "./shadow-pairs.ts";
import { RUN_ID, showCommand, shownRun } from "./shadow-show.ts";
import { verdictText } from "./shadow-text.ts";
import { table } from "./table.ts";
import { typed } from "./typed.ts";

function listRuns(context: Context, args: Args): Answer {
  const { shadows } = context.store({ readOnly: true }).control;
  const runs = shadows.shadowRuns(runFilterOf(context, args), args.number("limit") ?? 20);
  return {
    json: { runs: runs.map(shownRun) },
    text: (terminal) =>
      runs.length === 0
        ? "No shadow run is stored that fits.\n"
        : `${table(
            terminal,
            [
              { title: "run" },
              { title: "made (UTC)" },
              { title: "primary", shrinkTo: 12 },
              { title: "shadow", shrinkTo: 12 },
              { title: "of", shrinkTo: 8 },
              {
                title: "verdict",
                paint: (cell, row) => verdictText(runs[row]?.summary.verdict ?? "clean", terminal, cell),
              },
              { title: "pairs", align: "right" },
              { title: "would fail", align: "right" },
            ],
            runs.map(({ id, created_at: at, primary, candidate, pack, mirror, summary }) => [
              id,
              instant(at),
              primary,
              candidate,
              pack?.name ?? mirror ?? "",
              summary.verdict.replaceAll("_", " "),
              count(summary.comparable_n),
              count(summary.would_fail),
            ]),
          )}\nNext: ${typed(["shadow", "show", runs[0]?.id ?? ""], context.dataFolder)}\n`,
  };
}

/** What looks at shadow runs that are stored, or removes one: nothing here calls a provider. */
export const SHADOW_RUN_COMMANDS: readonly Command[] = [
  {
    name: "list",
    summary: "List stored shadow runs, newest first",
    flags: [
      ...RUN_FILTER_FLAGS,
      { name: "limit", value: "N", description: "Runs at most", default: "20", expects: "count" },
    ],
    run: listRuns,
  },
  showCommand,
  pairsCommand,
  {
    name: "remove",
    summary: "Remove a shadow run and its comparisons",
    positionals: [RUN_ID],
    run(context, args) {
      context.store({ readOnly: true });
      const run = removeShadowRun(controlParts(context), args.positionals[0] as string);
      const pairs = run.summary.comparable_n + run.summary.incomparable_n;
      return { json: shownRun(run), text: () => `Removed ${run.id} and ${counted(pairs, "pair")}.\n` };
    },
  },
];
