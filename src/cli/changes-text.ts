import type { JsonChange } from "../actions/compare-json.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";

/** Differences of two JSON documents, one a line: `+` added, `-` removed, `~` changed. */
export function changesText(changes: readonly JsonChange[], terminal: Terminal): string {
  const { colors } = terminal;
  return changes
    .map(({ path, kind, before, after }) => {
      const place = path === "" ? "(the whole policy)" : printable(path);
      if (kind === "added") return `  ${colors.green(`+ ${place}: ${JSON.stringify(after)}`)}\n`;
      if (kind === "removed") return `  ${colors.red(`- ${place}: ${JSON.stringify(before)}`)}\n`;
      return `  ~ ${place}: ${colors.red(JSON.stringify(before))} -> ${colors.green(JSON.stringify(after))}\n`;
    })
    .join("");
}
