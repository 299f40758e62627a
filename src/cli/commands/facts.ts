import { learntRatios, type LearntRatio } from "../../actions/learnt-ratios.ts";
import type { Ends } from "../../replay/result.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { count } from "../counts.ts";
import { instant, isoInstant } from "../instant.ts";
import { figure, UNKNOWN } from "../../core/figures/rounding.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";

/** `understudy facts ratios` */
export const factsCommand: Command = {
  name: "facts",
  summary: "What calls made so far have taught",
  subcommands: [
    {
      name: "ratios",
      summary: "How many tokens one model takes for those of another, by every run that taught it",
      description:
        "A simulation takes a ratio from pairs of the log itself; where it holds fewer than 30, from the pilots of both models together, " +
        "else from their experiments with responses. Nothing here is ever changed: a run adds a line.",
      flags: [
        { name: "baseline", value: "TARGET", description: "Only ratios from this target, model:provider" },
        { name: "candidate", value: "TARGET", description: "Only ratios to this target" },
      ],
      examples: [{ command: "understudy facts ratios", note: "All that pilots and experiments taught" }],
      run: ratios,
    },
  ],
};

function ratios(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const baseline = args.text("baseline");
  const candidate = args.text("candidate");
  const learnt = learntRatios(control).filter(
    (ratio) =>
      (baseline === undefined || ratio.baseline === baseline) &&
      (candidate === undefined || ratio.candidate === candidate),
  );
  return {
    json: { ratios: learnt.map((ratio) => ({ ...ratio, at: isoInstant(ratio.at) })) },
    text: (terminal) =>
      learnt.length === 0
        ? `Nothing has been taught yet. Next: ${typed(["simulate", "--policy", "FILE", "--pilot", "50", "--max-spend", "1"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "run", shrinkTo: 14 },
              { title: "at (UTC)" },
              { title: "from", shrinkTo: 16 },
              { title: "to", shrinkTo: 16 },
              { title: "pairs", align: "right" },
              { title: "input", align: "right" },
              { title: "output", align: "right" },
              { title: "cost, 95%", align: "right" },
            ],
            learnt.map(rowOf),
          ),
  };
}

function rowOf({ run, at, baseline, candidate, pairs, input, output, cost }: LearntRatio): readonly string[] {
  return [run, instant(at), baseline, candidate, count(pairs), ratio(input.ratio), ratio(output.ratio), interval(cost)];
}

function ratio(value: number | null, bound?: "lower" | "upper"): string {
  return value === null ? UNKNOWN : figure(value, 3, bound === undefined ? {} : { bound }, "", "");
}

function interval({ ratio: middle, ci_95 }: { readonly ratio: number | null; readonly ci_95: Ends }): string {
  if (ci_95.lower === null) return ratio(middle);
  return `${ratio(middle)} (${ratio(ci_95.lower, "lower")} to ${ratio(ci_95.upper, "upper")})`;
}
