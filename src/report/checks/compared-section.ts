import { compareChecks, type CaseChange } from "../../contracts/compare-checks.ts";
import { counted, thousands } from "../../core/counts.ts";
import { html, type Piece } from "../html.ts";
import { table } from "../table.ts";
import { placeOf, statusWord } from "./case-words.ts";
import type { CheckDocument } from "./check-document.ts";
import { comparisonRows } from "./comparison-rows.ts";

const CHANGES: Readonly<Partial<Record<CaseChange, string>>> = {
  newly_failing: "newly failing",
  newly_passing: "newly passing",
  still_failing: "still failing",
  flaky: "flaky",
  no_answer: "no answer",
  removed: "no longer there",
};
const MOST_LISTED = 500;

/** Base against head, where there is a base. */
export function comparedSection({ base, report, folder }: CheckDocument): Piece {
  if (base === null) return "";
  const comparison = compareChecks(base, report);
  const numbers = comparisonRows(base, report, comparison);
  const changed = comparison.cases.filter((one) => CHANGES[one.change] !== undefined);
  const rows = changed
    .slice(0, MOST_LISTED)
    .map(({ change, result, base: from, head: to }) => [
      html`<span class="logged">${result.contract} / ${result.case}</span>`,
      CHANGES[change],
      from === null ? "new" : statusWord(from),
      to === null ? "gone" : statusWord(to),
      html`<code>${placeOf(folder, result)}</code>`,
    ]);
  const more = changed.length - rows.length;
  const { newly_failing, newly_passing } = comparison.counts;
  return html`<h2 id="base">Against the base</h2>
    <p>${counted(newly_failing, "case")} newly failing, ${thousands(newly_passing)} newly passing.</p>
    ${table(
      ["", "base", "head", "change"].map((title) => ({ title })),
      numbers.map((row) => [row.name, row.base, row.head, row.change]),
    )}
    ${comparison.notes.map((note) => html`<p class="soft">${note}</p>`)}
    ${
      rows.length === 0
        ? html`<p>No case changed.</p>`
        : table(
            ["case", "change", "base", "head", "where"].map((title) => ({ title })),
            rows,
          )
    }
    ${more > 0 ? html`<p class="soft">And ${thousands(more)} more.</p>` : ""}`;
}
