import { counted } from "../../../core/counts.ts";

/** A table below a heading. */
export interface Section {
  readonly heading: string;
  readonly columns: readonly string[];
  /** Cells as Markdown, on one line each. */
  readonly rows: readonly (readonly string[])[];
}

/** What the line that tells of rows cut off may take. */
const RESERVE = 160;

/**
 * Sections one after the other in so many characters at most: where they do not fit rows are cut from the end, and each section says how many.
 * The important ones come first.
 */
export function fitted(sections: readonly Section[], characters: number): string {
  const shown = sections.filter(({ rows }) => rows.length > 0);
  let left = characters;
  let text = "";
  for (const [index, { heading, columns, rows }] of shown.entries()) {
    const later = shown.slice(index + 1).reduce((sum, other) => sum + other.heading.length + RESERVE, 0);
    const head = `\n#### ${heading} (${rows.length})\n\n${line(columns)}${line(columns.map(() => "---"))}`;
    let body = "";
    let count = 0;
    for (const row of rows) {
      const next = line(row);
      if (head.length + body.length + next.length + RESERVE + later > left) break;
      body += next;
      count += 1;
    }
    const more = rows.length - count;
    const part =
      count === 0
        ? `\n#### ${heading} (${rows.length})\n\nLeft out here for their number.\n`
        : `${head}${body}${more > 0 ? `\n…and ${counted(more, "more row")} that did not fit.\n` : ""}`;
    if (part.length > left) break;
    text += part;
    left -= part.length;
  }
  return text;
}

export function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
