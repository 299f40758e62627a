import { readCheckReport } from "../actions/check-outputs/read-check-report.ts";
import { compareChecks, type ComparedCase } from "../contracts/compare-checks.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { comparisonText } from "./comparison-text.ts";
import { OUTPUT_FLAGS, readOutputs } from "./output-flags.ts";
import { withOutputs } from "./write-outputs.ts";

const FAIL_ON = ["new-failures", "failures", "nothing"] as const;

/** `understudy check compare BASE HEAD` */
export const checkCompareCommand: Command = {
  name: "compare",
  summary: "Compare two stored reports: what newly fails, what newly passes, how rates, cost and latency changed",
  description:
    "Reads two files that `understudy check --output json=FILE` wrote; the pack is not needed, and nothing is called. Exit code 1 where a case of a promoted contract newly fails.",
  positionals: [
    { name: "BASE", description: "The report of the base branch" },
    { name: "HEAD", description: "The report of the head" },
  ],
  flags: [
    {
      name: "fail-on",
      value: "WHAT",
      description: "What makes the exit code 1, of promoted contracts",
      default: "new-failures",
      choices: FAIL_ON,
    },
    ...OUTPUT_FLAGS,
  ],
  examples: [
    {
      command: "understudy check compare base.json head.json --output comment.md",
      note: "A comment for the pull request",
    },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const outputs = readOutputs(args, context);
  const [baseFile = "", headFile = ""] = args.positionals;
  const base = readCheckReport(baseFile);
  const report = readCheckReport(headFile);
  const comparison = compareChecks(base, report);
  const failOn = args.text("fail-on");
  const fails =
    (failOn === "new-failures" && comparison.blocking_new_failures > 0) ||
    (failOn === "failures" && report.blocking_failures > 0);
  return withOutputs(
    context,
    outputs,
    { report, base, shadow: null },
    {
      json: { ...comparison, cases: comparison.cases.map(caseJson) },
      text: (terminal) => comparisonText(base, report, comparison, terminal),
      exit: fails ? 1 : 0,
    },
  );
}

/** What a case is, without its trials: those are in the reports. */
function caseJson({ change, base, head, result }: ComparedCase): object {
  const { trials: _, status: __, ...rest } = result;
  return { change, base, head, ...rest };
}
