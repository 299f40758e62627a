import { thousands } from "../core/counts.ts";
import { badge } from "./evidence.ts";
import { html, type Html, type Piece } from "./html.ts";
import type { Phrase, Word } from "./phrase.ts";

/** A sentence as markup. */
export function phraseHtml(said: Phrase): Html {
  return html`${said.map(written)}`;
}

function written(word: Word): Piece {
  if (typeof word === "string") return word;
  if ("logged" in word) return html`<span class="logged">${word.logged}</span>`;
  if ("part" in word) return html`<a href="#${word.part}">${word.text}</a>`;
  return html`${badge(word.evidence)}${word.n === null ? "" : html` <small>n = ${thousands(word.n)}</small>`}`;
}
