import type { Terminal } from "./terminal.ts";
import { printable, wrapped } from "./text-width.ts";

const LABEL = "note";

/** What a reader should know besides, one note a paragraph. Empty where there is none. */
export function notesText(notes: readonly string[], { colors, width }: Terminal): string {
  const indent = " ".repeat(LABEL.length + 1);
  return notes
    .map((note) => wrapped(`${LABEL} ${printable(note)}`, width, indent).replace(LABEL, colors.yellow(LABEL)))
    .map((text) => `${text}\n`)
    .join("");
}
