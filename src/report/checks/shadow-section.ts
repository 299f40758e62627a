import { thousands } from "../../core/counts.ts";
import { html, type Piece } from "../html.ts";
import { properties, table } from "../table.ts";
import type { CheckDocument } from "./check-document.ts";
import { shadowLosses, shadowRows } from "./shadow-rows.ts";
import { VERDICT_CLASSES, words } from "../shadow/words.ts";
import { shortened } from "./shortened.ts";

const MOST_LISTED = 500;
const MOST_CHARACTERS = 1_000;

/** What the shadow made of the same requests, where there was one. */
export function shadowSection({ shadow }: CheckDocument): Piece {
  if (shadow === null) return "";
  const { verdict, guidance } = shadow.summary;
  const losses = shadowLosses(shadow);
  const rows = losses
    .slice(0, MOST_LISTED)
    .map(({ contract, case: id, trial, critical, why }) => [
      html`<span class="logged">${contract} / ${id}</span>${trial > 1 ? `, trial ${trial}` : ""}
        ${critical ? html`<span class="badge no">critical</span>` : ""}`,
      html`<span class="logged">${shortened(why, MOST_CHARACTERS)}</span>`,
    ]);
  return html`<h2 id="shadow">Shadow</h2>
    <p class="lead"><span class="badge ${VERDICT_CLASSES[verdict]}">${words(verdict)}</span> ${guidance}</p>
    ${properties(shadowRows(shadow))} ${shadow.notes.map((note) => html`<p class="soft">${note}</p>`)}
    ${rows.length === 0 ? "" : table([{ title: "would fail" }, { title: "why" }], rows)}
    ${losses.length > rows.length ? html`<p class="soft">And ${thousands(losses.length - rows.length)} more.</p>` : ""}`;
}
