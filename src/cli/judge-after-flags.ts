import type { JudgeAsked } from "../actions/judge/judge-request.ts";
import { OperatorError } from "../core/errors.ts";
import { splitTarget } from "../core/target.ts";
import { DEFAULT_CRITERIA, PROTOCOLS, type Protocol } from "../judging/index.ts";
import type { Args, Flag } from "./command.ts";

/** Who judges the pairs of an experiment once they are there. */
export const JUDGE_AFTER_FLAGS: readonly Flag[] = [
  {
    name: "judge",
    value: "MODEL:PROVIDER",
    description:
      "Judges the pairs once they are there, for what the cap has left; better of another vendor than both sides",
  },
  { name: "criterion", value: "TEXT", description: "One sentence for the judge: what makes an answer good" },
  {
    name: "protocol",
    value: "PROTOCOL",
    description: "pairwise: better, equivalent or worse; equivalence: one score from 0 to 1 a pair",
    choices: PROTOCOLS,
    default: "pairwise",
  },
];

/** Null where nobody is to judge. Throws `usage`. */
export function judgeAskedOf(args: Args): JudgeAsked | null {
  const judge = args.text("judge");
  const criterion = args.text("criterion");
  if (judge === undefined) {
    if (criterion === undefined) return null;
    throw new OperatorError("usage", "a criterion is for a judge, and none is named", {
      field: "--criterion",
      hint: "Name one with --judge MODEL:PROVIDER.",
    });
  }
  if (splitTarget(judge) === null)
    throw new OperatorError("usage", `--judge does not take ${JSON.stringify(judge)}`, {
      field: "--judge",
      hint: "Expected MODEL:PROVIDER, such as gpt-4o-mini:openai.",
    });
  const protocol = (args.text("protocol") ?? "pairwise") as Protocol;
  return { judge, protocol, criterion: criterion ?? DEFAULT_CRITERIA[protocol] };
}
