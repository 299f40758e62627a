import { checkRecorded, RECORDED } from "../../actions/check/run-check.ts";
import { checkCompareCommand } from "../check-compare.ts";
import { CHECK_FLAGS } from "../check-flags.ts";
import { nextAfterCheck } from "../check-next.ts";
import { checkRequestOf } from "../check-request.ts";
import { checkText } from "../check-text.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { BASE_FLAG, OUTPUT_FLAGS, readBase, readOutputs } from "../output-flags.ts";
import { withOutputs } from "../write-outputs.ts";

/** `understudy check` */
export const checkPackCommand: Command = {
  name: "check",
  summary: "Hold a pack of contracts against its recordings, or against what a provider answers now",
  description:
    "Without --provider nobody is called: every golden case is checked on its recording, and a recording that is missing fails unless nr-allowlist.json allows it. With --provider each case is asked, --repeat times. " +
    "Drafts (status: observed) are shown and never fail the run. Exit code 0: no promoted contract fails; 1: one does; 2: the command or the pack is wrong; 3: none fails, but one got no answer.",
  flags: [...CHECK_FLAGS, ...OUTPUT_FLAGS, BASE_FLAG],
  subcommands: [checkCompareCommand],
  examples: [
    { command: "understudy check --pack packs/support", note: "On recordings, without keys: for every pull request" },
    {
      command: "understudy check --pack packs/support --provider openai --model gpt-4o-mini --repeat 3",
      note: "Does the model still do it, and does it always?",
    },
    {
      command: "understudy check --pack packs/support --provider openai --model gpt-4o-mini --capture-recordings",
      note: "Write its answers down as recordings",
    },
    {
      command: "understudy check --pack packs/support --output results.junit.xml --output html=report.html",
      note: "For a CI that shows test results, and a page to keep",
    },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const [outputs, base] = [readOutputs(args, context), await readBase(args)];
  const request = checkRequestOf(args);
  const now = (): number => context.now();
  // What calls providers is loaded only where somebody is called: the recorded lane is to be fast.
  const { report } =
    request.provider === RECORDED
      ? checkRecorded(request, now, (text) => context.hash(text))
      : await (await import("../live-check.ts")).liveCheck(context, args, request);
  const stopped = request.provider !== RECORDED && context.interruption().aborted;
  const answer: Answer = {
    json: report,
    exit: stopped ? 130 : report.exit_code,
    text: (terminal) => checkText(report, terminal, nextAfterCheck(report, context.dataFolder)),
  };
  return withOutputs(context, outputs, { report, base, shadow: null }, answer);
}
