import type { CaseResult } from "../../../contracts/check-report.ts";
import type { CaseChange, CheckComparison } from "../../../contracts/compare-checks.ts";
import { kindOf, messageOf, placeOf, severityOf, statusWord, worstFirst } from "../case-words.ts";
import type { CheckDocument } from "../check-document.ts";
import { code } from "./code.ts";
import type { Section } from "./fitted.ts";

/** What fails, what is flaky, what is known: without a base. */
export function caseSections({ report, folder }: CheckDocument): readonly Section[] {
  const bad = worstFirst(report.results);
  const of = (heading: string, results: readonly CaseResult[]): Section => ({
    heading,
    columns: ["case", "why", "where"],
    rows: results.map((result) => [caseName(result), why(result), code(placeOf(folder, result))]),
  });
  const isFlaky = ({ status }: CaseResult): boolean => status === "flaky";
  return [
    of(
      "Failing",
      bad.filter((result) => severityOf(result) === "error"),
    ),
    of(
      "Drafts that fail or got no answer, which block nothing",
      bad.filter((result) => severityOf(result) === "warning" && !isFlaky(result)),
    ),
    of(
      "Flaky",
      bad.filter((result) => severityOf(result) === "warning" && isFlaky(result)),
    ),
    of(
      "Not reproducible, and allowed",
      bad.filter((result) => severityOf(result) === "notice"),
    ),
  ];
}

const HEADINGS: readonly (readonly [CaseChange, string])[] = [
  ["newly_failing", "Newly failing"],
  ["newly_passing", "Newly passing"],
  ["still_failing", "Still failing"],
  ["flaky", "Flaky"],
  ["no_answer", "Without an answer"],
  ["removed", "No longer there"],
];

/** What changed from base to head. */
export function changeSections({ cases }: CheckComparison, folder: string): readonly Section[] {
  return HEADINGS.map(([change, heading]) => {
    const found = cases.filter((one) => one.change === change);
    const order = worstFirst(found.map(({ result }) => result));
    return {
      heading,
      columns: ["case", "base", "head", "where"],
      rows: found
        .toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result))
        .map(({ result, base, head }) => [
          caseName(result),
          base === null ? "new" : statusWord(base),
          head === null ? "gone" : head === "passed" ? statusWord(head) : why(result),
          code(placeOf(folder, result)),
        ]),
    };
  });
}

function caseName({ contract, case: id, blocking, critical }: CaseResult): string {
  const marks = [critical ? "critical" : "", blocking ? "" : "draft"].filter(Boolean).join(", ");
  return `${code(contract, 120)} / ${code(id, 120)}${marks === "" ? "" : ` (${marks})`}`;
}

function why(result: CaseResult): string {
  return `${code(kindOf(result), 80)} ${code(messageOf(result))}`;
}
