import { OperatorError } from "../../core/errors.ts";
import type { ExperimentResult } from "../../experiments/index.ts";
import type { JudgeDefinition, JudgeResult, OrderMode, Protocol } from "../../judging/index.ts";
import { FINAL, type RunState } from "../metered/run-events.ts";
import { DEFAULT_MARGIN, type JudgeAsked, type JudgeParts } from "./judge-request.ts";
import { prepareJudging } from "./prepare-judging.ts";
import { createJudging, runJudging, type RunJudgingOptions } from "./run-judging.ts";

/** What a judge said, or why there is none. */
export interface JudgedAfter {
  readonly result: JudgeResult | null;
  readonly missing: string | null;
}

/** Scores need both orders of a few pairs only. */
export const ORDER_OF: Readonly<Record<Protocol, OrderMode>> = { pairwise: "both", equivalence: "balanced" };

/** Judge runs of one experiment that are looked at. */
const MOST_RUNS = 1_000;

/** Has an experiment judged that has come to its end, with what its cap has left; goes on with the run where it was begun before. */
export async function judgeWhatIsLeft(
  parts: JudgeParts,
  { id, spend, stopping }: ExperimentResult,
  { judge, protocol, criterion }: JudgeAsked,
  options: RunJudgingOptions & {
    /** USD, over the experiment and the judge. */
    readonly cap_usd: number;
    readonly force: boolean;
    readonly onJudging: (units: number) => void;
  },
): Promise<JudgedAfter> {
  if (!FINAL.includes(stopping.state as RunState))
    return { result: null, missing: `the replays were ${stopping.state}` };
  const begun = parts.store.control.runs.runs({ kind: "judge", parent: id }, MOST_RUNS).find((run) => {
    const { judge: other, protocol: its, rubric } = run.definition as JudgeDefinition;
    return other === judge && its === protocol && rubric.criterion === criterion;
  });
  const left = options.cap_usd - spend.spent_usd - spend.reserved_usd;
  if (begun === undefined && left <= 0) return { result: null, missing: "the cap left nothing for a judge" };
  try {
    if (begun !== undefined) {
      options.onJudging(begun.units);
      return { result: await runJudging(parts, begun.id, options), missing: null };
    }
    const judging = prepareJudging(parts, {
      experiment: id,
      judge,
      protocol,
      criterion,
      n: null,
      cap_usd: left,
      bucket: null,
      order: ORDER_OF[protocol],
      margin: DEFAULT_MARGIN,
      force: options.force,
    });
    options.onJudging(judging.units.length);
    createJudging(parts, judging);
    return { result: await runJudging(parts, judging.definition.id, options), missing: null };
  } catch (error) {
    // What was measured is paid for and stays: what keeps the judge from its work is said beside it.
    if (!(error instanceof OperatorError)) throw error;
    return { result: null, missing: error.message };
  }
}
