import type { AnswerDifference } from "../compare/index.ts";
import { html, type Piece } from "./html.ts";
import { cut, jsonText } from "./shown-text.ts";
import { table } from "./table.ts";

const DIFFERENCES = 12;

/** Where two answers differ, folded up; nothing where they do not. @param original what the sides are called */
export function differencesText(differences: readonly AnswerDifference[], original: string, replay: string): Piece {
  if (differences.length === 0) return "";
  const rows = differences
    .slice(0, DIFFERENCES)
    .map(({ kind, path, ...values }) => [
      html`<code>${path === "" ? "/" : path}</code>`,
      kind.replaceAll("_", " "),
      html`<span class="logged">${values.original === undefined ? "" : cut(jsonText(values.original), 300)}</span>`,
      html`<span class="logged">${values.replay === undefined ? "" : cut(jsonText(values.replay), 300)}</span>`,
    ]);
  const more = differences.length - rows.length;
  return html`<details>
    <summary>${differences.length} difference${differences.length === 1 ? "" : "s"}</summary>
    ${table([{ title: "place" }, { title: "kind" }, { title: original }, { title: replay }], rows)}
    ${more > 0 ? html`<p class="soft">and ${more} more</p>` : ""}
  </details>`;
}
