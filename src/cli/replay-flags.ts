import { readDocument } from "../actions/document-file.ts";
import { DEFAULT_SAMPLE, type ReplayRequest } from "../actions/open-replay.ts";
import { parseQualityFile, qualityFromOutcomes } from "../actions/quality-scores.ts";
import { OperatorError } from "../core/errors.ts";
import type { Origin } from "../core/exchange.ts";
import type { Args, Context, Flag } from "./command.ts";
import { sampleOf } from "./sample-flag.ts";
import { ROW_FLAGS, rowFilterOf, WINDOW_FLAGS, windowOf } from "./window-flags.ts";

/** What a replay is told beside the log. */
export const KNOWLEDGE_FLAGS: readonly Flag[] = [
  {
    name: "tiers",
    value: "HOW",
    description: "Rank end users on the days before each row, or on the log as a whole",
    choices: ["trailing", "in-sample"],
    default: "trailing",
  },
  { name: "quality", value: "FILE", description: 'Quality scores for the `quality` strategy: {"model:provider": 0.9}' },
  {
    name: "quality-outcome",
    value: "NAME",
    description: "Quality scores from this supplied outcome: its mean by target and tag",
  },
];

/** Flags of every command that replays a window. */
export const REPLAY_FLAGS: readonly Flag[] = [
  ...WINDOW_FLAGS,
  ...ROW_FLAGS,
  {
    name: "sample",
    value: "N|all",
    description: "Rows to replay at most, sampled by hash, or all",
    default: String(DEFAULT_SAMPLE),
  },
  { name: "seed", value: "TEXT", description: "Another sample, other dice, for the same question" },
  ...KNOWLEDGE_FLAGS,
];

function qualityOf(context: Context, args: Args): ReplayRequest["quality"] {
  const file = args.text("quality");
  const outcome = args.text("quality-outcome");
  if (file !== undefined && outcome !== undefined) {
    throw new OperatorError("usage", "--quality and --quality-outcome both say how good the targets are", {
      field: "--quality",
      hint: "Give one of them.",
    });
  }
  if (file !== undefined) {
    const value = readDocument(file, "the quality scores");
    const scores = parseQualityFile(value, file);
    return () => scores;
  }
  if (outcome === undefined) return null;
  return (frame) => qualityFromOutcomes(context.store().traffic, frame, outcome);
}

/** What was said with `KNOWLEDGE_FLAGS`. */
export function knowledgeFlagsOf(context: Context, args: Args): Pick<ReplayRequest, "quality" | "inSampleTiers"> {
  return { quality: qualityOf(context, args), inSampleTiers: args.text("tiers") === "in-sample" };
}

/** What was asked, ready for an action. */
export function replayRequestOf(context: Context, args: Args): ReplayRequest & { readonly pricesNow: boolean } {
  const { origins, ...filter } = rowFilterOf(args, () => context.store().control);
  return {
    window: windowOf(args),
    filter: origins === undefined ? filter : { ...filter, origins: origins as readonly Origin[] },
    sample: sampleOf(args, String(DEFAULT_SAMPLE)),
    seed: args.text("seed") ?? null,
    ...knowledgeFlagsOf(context, args),
    pricesNow: context.pricesNow,
    now: context.now(),
  };
}
