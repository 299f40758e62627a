import type { Command } from "./command.ts";
import { OUTPUT_FLAGS } from "./output-flags.ts";

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
  run: async (context, args) => (await import("./compare-reports.ts")).compareReports(context, args),
};
