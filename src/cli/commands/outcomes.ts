import { importOutcomes } from "../../actions/import-outcomes.ts";
import { fileSource } from "../../actions/log-source.ts";
import { count, counted } from "../counts.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { skippedText } from "../skipped-text.ts";
import { properties } from "../table.ts";
import { printable } from "../text-width.ts";

/** `understudy outcomes import FILE` */
export const outcomesCommand: Command = {
  name: "outcomes",
  summary: "Scores and labels that stand on logged requests",
  subcommands: [
    {
      name: "import",
      summary: "Attach scores or labels from a file",
      description:
        'JSON Lines such as {"request_id": "chatcmpl-1", "name": "valid", "value": true, "source": "graders"}; the id is a request id or a source id, the value a number, true, false or a text.',
      positionals: [{ name: "FILE", description: "JSON Lines, plain or compressed, or - for standard input" }],
      flags: [{ name: "source", value: "NAME", description: "Who scored, where a line does not say", default: "user" }],
      examples: [{ command: "understudy outcomes import grades.jsonl --source graders", note: "Grades of one team" }],
      run,
    },
  ],
};

async function run(context: Context, args: Args): Promise<Answer> {
  const path = args.positionals[0] ?? "-";
  const source =
    path === "-" ? { name: "(standard input)", size: null, open: () => context.stdin() } : fileSource(path);
  context.store({ readOnly: true });
  const { traffic } = context.store();
  const report = await importOutcomes(source, traffic, args.text("source") ?? "user");
  const { names, unknown, unknown_ids: ids, stored } = report;
  return {
    json: report,
    text: (terminal) => {
      const pairs: [string, string][] = [["outcomes in", count(stored)]];
      for (const [name, rows] of Object.entries(names)) pairs.push([`  ${printable(name)}`, counted(rows, "row")]);
      if (unknown > 0) {
        const shown = ids.slice(0, 3).map(printable).join(", ");
        pairs.push([
          "unknown",
          terminal.colors.yellow(
            `${counted(unknown, "line")} of requests that are not in the log (${shown}${unknown > 3 ? ", ..." : ""})`,
          ),
        ]);
      }
      if (report.skipped > 0) pairs.push(["skipped", terminal.colors.yellow(counted(report.skipped, "line"))]);
      return properties(terminal, pairs) + skippedText(report, terminal);
    },
    exit: stored === 0 ? 1 : 0,
  };
}
