import { listWatches } from "../../actions/promote/watch/list-watches.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { count } from "../counts.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";
import { figuresText, stateText } from "../watch-text.ts";

const DEFAULT_LIMIT = 20;

/** `understudy watches` */
export const watchesCommand: Command = {
  name: "watches",
  summary: "What promoted candidates are watched for, what was seen, and what became of it",
  description:
    "A watch begins with `understudy promote ID --watch 24h` and a limit. The gateway counts the requests that the candidate really served, and raises an alarm only where a limit is surely exceeded.",
  flags: [
    {
      name: "limit",
      value: "N",
      description: "Watches at most, newest first",
      expects: "count",
      default: String(DEFAULT_LIMIT),
    },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const watches = listWatches(control, args.number("limit") ?? DEFAULT_LIMIT);
  return {
    json: { watches },
    text: (terminal) =>
      watches.length === 0
        ? `No watch yet. Next: ${typed(["promote", "ID", "--percent", "10", "--watch", "24h", "--max-error-rate", "0.05"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "scope", shrinkTo: 14 },
              { title: "experiment", shrinkTo: 14, cut: "middle" },
              { title: "state", shrinkTo: 12 },
              { title: "requests", align: "right" },
              { title: "seen" },
            ],
            watches.map((watch) => [
              watch.scope,
              watch.experiment,
              stateText(watch),
              count(watch.seen.requests),
              figuresText(watch.figures),
            ]),
          ),
  };
}
