import { written } from "../markdown/written.ts";
import type { OutputFormat } from "./format.ts";

/** A comment may have 65,536 characters: two lanes fit into one. */
const MOST_CHARACTERS = 32_000;

/** A comment for a pull request. Its first line, which nobody sees, tells an action which comment to write anew. */
export const markdown: OutputFormat = {
  name: "markdown",
  write: (document) => {
    const marker = `<!-- understudy:${markerName(document.report.pack.name)} -->\n`;
    return marker + written(document, MOST_CHARACTERS - marker.length);
  },
};

/** What may stand in a comment of HTML. */
function markerName(name: string): string {
  return name.replace(/[^\w.@/]+/gu, "-").replace(/^-|-$/gu, "");
}
