import type { ImportTally } from "../actions/import/report.ts";
import { count, counted } from "./counts.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

/** What was skipped: counts by what was expected, then the first lines. */
export function skippedText(
  tally: Pick<ImportTally, "skipped" | "skip_reasons" | "skipped_lines">,
  terminal: Terminal,
): string {
  if (tally.skipped === 0) return "";
  const reasons = Object.entries(tally.skip_reasons)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, lines]) => `  ${count(lines)} x expected ${printable(reason)}\n`);
  const told = tally.skipped_lines.map((skip) => {
    const field = skip.field === null || skip.message.startsWith(skip.field) ? "" : ` ${printable(skip.field)}`;
    return `  ${terminal.colors.dim(`${printable(skip.file)}:${skip.line}${field}`)} ${printable(skip.message)}\n`;
  });
  const rest = tally.skipped - tally.skipped_lines.length;
  return `\nSkipped lines, by what was expected:\n${reasons.join("")}\n${told.join("")}${rest > 0 ? `  and ${counted(rest, "more line", "more lines")}\n` : ""}`;
}
