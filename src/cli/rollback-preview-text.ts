import type { RollbackPreview } from "../actions/promote/roll-back.ts";
import { differenceText, servedText } from "./promotion-text.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What a rollback would bring back, and how that differs from what serves. */
export function rollbackPreviewText(preview: RollbackPreview, terminal: Terminal): string {
  const { scope, kind, experiment, before, after } = preview;
  const { bold } = terminal.colors;
  return [
    `${bold(`Would roll back ${scope}`)}\n`,
    properties(terminal, [
      ["now", servedText(kind, before)],
      ["then", servedText(kind, after)],
      ...(experiment === null ? [] : [["undoes", `the promotion of ${experiment}`] as const]),
    ]),
    `\n${bold(kind)}\n${differenceText(preview, terminal)}`,
    "\nNothing was changed: this was a dry run.\n",
  ].join("");
}
