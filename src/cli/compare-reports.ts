import { readCheckReport } from "../actions/check-outputs/read-check-report.ts";
import { compareChecks, type ComparedCase } from "../contracts/compare-checks.ts";
import type { Answer, Args, Context } from "./command.ts";
import { nextAfterCheck } from "./check-next.ts";
import { comparisonText } from "./comparison-text.ts";
import { readOutputs } from "./output-flags.ts";
import { withOutputs } from "./write-outputs.ts";

/** Compares the reports of BASE and HEAD: exit code 1 where --fail-on says so. Throws what reading them does. */
export function compareReports(context: Context, args: Args): Promise<Answer> {
  const outputs = readOutputs(args, context);
  const [baseFile = "", headFile = ""] = args.positionals;
  const base = readCheckReport(baseFile);
  const report = readCheckReport(headFile);
  const comparison = compareChecks(base, report);
  const failOn = args.text("fail-on");
  const fails =
    (failOn === "new-failures" && comparison.blocking_new_failures > 0) ||
    (failOn === "failures" && report.blocking_failures > 0);
  const exit = fails ? 1 : 0;
  return withOutputs(
    context,
    outputs,
    { report, base, shadow: null },
    {
      json: { exit_code: exit, ...comparison, cases: comparison.cases.map(caseJson) },
      text: (terminal) =>
        `${comparisonText(base, report, comparison, terminal)}\nNext: ${nextAfterCheck(report, context.dataFolder)}\n`,
      exit,
    },
  );
}

/** What a case is, without its trials: those are in the reports. */
function caseJson({ change, base, head, result }: ComparedCase): object {
  const { trials: _, status: __, ...rest } = result;
  return { change, base, head, ...rest };
}
