import type { CheckReport } from "../contracts/check-report.ts";
import type { CaseChange, CheckComparison, ComparedCase } from "../contracts/compare-checks.ts";
import { detailLines, kindOf, messageOf, statusWord } from "../report/checks/case-words.ts";
import { comparisonRows } from "../report/checks/comparison-rows.ts";
import { counted } from "./counts.ts";
import { notesText } from "./notes-text.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

const TITLES: Readonly<Partial<Record<CaseChange, string>>> = {
  newly_failing: "newly failing",
  still_failing: "still failing",
  flaky: "flaky",
  no_answer: "without an answer",
  newly_passing: "newly passing",
  removed: "no longer there",
};
const MOST_OF_A_CHANGE = 20;

/** Base against head: what newly fails with its reason, what else changed, and the numbers. */
export function comparisonText(
  base: CheckReport,
  head: CheckReport,
  comparison: CheckComparison,
  terminal: Terminal,
): string {
  const { counts, blocking_new_failures: blocking, notes } = comparison;
  const verdict =
    blocking > 0
      ? terminal.colors.red(
          `${counted(blocking, "case")} of promoted contracts newly ${blocking === 1 ? "fails" : "fail"}`,
        )
      : terminal.colors.green("no promoted contract newly fails");
  const rows = comparisonRows(base, head, comparison).map((row) => [row.name, row.base, row.head, row.change]);
  return [
    `${printable(head.pack.name)}: ${verdict}\n\n`,
    ...(Object.keys(TITLES) as CaseChange[]).map((change) => changeText(change, comparison, terminal)),
    table(terminal, [{ title: "of" }, { title: "base" }, { title: "head" }, { title: "change", shrinkTo: 10 }], rows),
    "\n",
    `${counted(counts.unchanged, "case")} unchanged, ${counts.added} new and passing.\n`,
    notesText(notes, terminal),
  ].join("");
}

function changeText(change: CaseChange, { cases }: CheckComparison, terminal: Terminal): string {
  const found = cases.filter((one) => one.change === change);
  if (found.length === 0) return "";
  const title = terminal.colors.bold(`${TITLES[change]} (${found.length})`);
  const more = found.length - MOST_OF_A_CHANGE;
  return `${title}\n${found.slice(0, MOST_OF_A_CHANGE).map(caseText).join("")}${more > 0 ? `  and ${more} more\n` : ""}\n`;
}

function caseText({ change, base, head, result }: ComparedCase): string {
  const { contract, case: id, file, line, blocking } = result;
  const place = `${file}${line === null ? "" : `:${line}`}`;
  const draft = blocking ? "" : " (draft)";
  const from = base === null ? "new" : statusWord(base);
  const to = head === null ? "gone" : statusWord(head);
  const first = `  ${printable(`${contract} / ${id}`)}${draft}: ${from} -> ${to}  ${printable(place)}\n`;
  if (change !== "newly_failing") return first;
  return `${first}${[`${kindOf(result)}: ${messageOf(result)}`, ...detailLines(result)].map((text) => `      ${printable(text)}\n`).join("")}`;
}
