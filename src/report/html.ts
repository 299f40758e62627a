/** Markup that may stand in a page as it is: made by `html` only. */
export interface Html {
  readonly markup: string;
}

/** What a template takes: text is escaped, markup is not, lists are joined, and nothing is nothing. */
export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

/** A piece of a page; whatever is put into it as text stays text. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = strings[0] ?? "";
  for (const [index, piece] of pieces.entries()) markup += written(piece) + (strings[index + 1] ?? "");
  return { markup };
}

function written(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  return "markup" in piece ? piece.markup : piece.map(written).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Control characters that are text. */
const SPACES: ReadonlySet<string> = new Set(["\t", "\n", "\r"]);

/** Text for an element or a quoted attribute. What HTML cannot hold (control characters, halves of a pair) shows as U+FFFD. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"'`]/gu, (character) => ENTITIES[character] as string)
    .replace(/[\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, (found) =>
      SPACES.has(found) ? found : "\ufffd",
    );
}
