import { thousands } from "../core/counts.ts";
import { html, type Html } from "./html.ts";

/** Characters of one text that are shown; a page is to be read. */
const SHOWN = 4_000;

/** A text of somebody else's, as it is. */
export function shownText(text: string): Html {
  return html`<pre class="logged">${cut(text)}</pre>`;
}

/** At most so many characters, and how many are not shown. */
export function cut(text: string, most = SHOWN): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n… and ${thousands(text.length - most)} more characters`;
}

/** A text as it is, anything else as JSON. */
export function jsonText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
