import type { CaseResult } from "../../../contracts/check-report.ts";
import { counted } from "../../../core/counts.ts";
import { detailLines, kindOf, messageOf, pathOf, severityOf, worstFirst, type Severity } from "../case-words.ts";
import type { CheckDocument } from "../check-document.ts";
import { words } from "../../shadow/words.ts";
import { shortened } from "../shortened.ts";
import type { OutputFormat } from "./format.ts";

/** GitHub shows so many of each kind for a step, and drops the rest without a word. */
const MOST_OF_A_KIND = 10;
const MOST_CHARACTERS = 2000;

/** Workflow commands: GitHub shows them beside the lines of the contract files. */
export const github: OutputFormat = {
  name: "github",
  write: (document) => {
    const results = worstFirst(document.report.results);
    const lines = (["error", "warning"] as const).flatMap((kind) => {
      const all = results.filter((result) => severityOf(result) === kind);
      const shown = all.slice(0, MOST_OF_A_KIND).map((result) => annotation(kind, document, result));
      const more = all.length - shown.length;
      const named = kind === "error" ? "failing case" : "warning";
      return more <= 0
        ? shown
        : [
            ...shown,
            command(
              "notice",
              { title: document.report.pack.name },
              `${counted(more, `more ${named}`)} than GitHub shows as annotations: the job summary has them all.`,
            ),
          ];
    });
    return [...lines, ...shadowLines(document)].map((line) => `${line}\n`).join("");
  },
};

/** One line: its losses are in the job's summary. */
function shadowLines({ shadow, report }: CheckDocument): readonly string[] {
  if (shadow === null) return [];
  const { verdict, guidance } = shadow.summary;
  const kind = verdict === "needs_review" ? "warning" : "notice";
  return [
    command(kind, { title: `${report.pack.name}, shadow: ${words(verdict)}` }, shortened(guidance, MOST_CHARACTERS)),
  ];
}

function annotation(kind: Severity, { folder, report }: CheckDocument, result: CaseResult): string {
  const place = {
    file: pathOf(folder, result),
    line: result.line === null ? null : String(result.line),
    title: `${report.lane === "live" ? "live: " : ""}${result.contract} / ${result.case}: ${kindOf(result)}`,
  };
  const lines = [messageOf(result), ...detailLines(result)];
  return command(kind, place, shortened(lines.join("\n"), MOST_CHARACTERS));
}

function command(kind: Severity, properties: Readonly<Record<string, string | null>>, message: string): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${escapedProperty(value as string)}`);
  return `::${kind} ${given.join(",")}::${escapedData(message)}`;
}

/** As the runner reads them back. A line break of any kind must not end the command: what comes after would be a command of its own. */
function escapedData(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replace(/[\p{Control}\u2028\u2029]/gu, "\ufffd");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
