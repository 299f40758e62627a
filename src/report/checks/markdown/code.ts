import { shortened } from "../shortened.ts";

const MOST_CHARACTERS = 300;

/**
 * Text that a user, a model or a provider wrote, as a code span: what is in it is neither markup, nor a mention, nor a link, and it stays on
 * its line and in its table cell. Empty text is a dash.
 */
export function code(text: string, most = MOST_CHARACTERS): string {
  const line = shortened(
    text
      .toWellFormed()
      .replace(/[\s\p{Control}\u2028\u2029]+/gu, " ")
      .trim(),
    most,
  ).trim();
  if (line === "") return "–";
  const longest = Math.max(0, ...[...line.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line.replaceAll("|", "\\|")}${space}${fence}`;
}
