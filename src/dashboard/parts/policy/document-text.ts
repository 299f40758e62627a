import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node } from "yaml";
import type { Mistake } from "../editor/editor-parts.ts";

export type Language = "yaml" | "json";

/** A mistake with its place: the line it says, and the field; null where the text cannot be read at all. */
export interface TextMistake extends Mistake {
  readonly field: string | null;
  /** The message without its place. */
  readonly said: string;
}

/** A text that was read: JSON is YAML too, and both are read as YAML 1.2, as files are. */
export type TextRead =
  | {
      readonly readable: true;
      readonly document: Document.Parsed;
      readonly value: unknown;
      /** What is wrong with a field such as `steps[0].model`, at its place in the text. */
      readonly mistake: (said: string, field: string) => TextMistake;
    }
  | { readonly readable: false; readonly mistakes: readonly TextMistake[] };

const SCHEMA = { version: "1.2", schema: "core" } as const;

export function readText(text: string): TextRead {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...SCHEMA,
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
    lineCounter: lines,
  });
  const at = (offset: number, said: string, field: string | null): TextMistake => ({
    at: offset,
    message: `Line ${Math.max(1, lines.linePos(offset).line)}: ${said}`,
    said,
    field,
  });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    return { readable: false, mistakes: broken.map(({ pos, message }) => at(pos[0], message, null)) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 101 });
    const mistake = (said: string, field: string): TextMistake => at(placeOf(document, field), said, field);
    return { readable: true, document, value, mistake };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { readable: false, mistakes: [at(0, error.message, null)] };
  }
}

/** Offset of a field such as `rules[0].then`; that of the last thing on the way where it leads to nothing. */
function placeOf(document: Document.Parsed, field: string): number {
  let node: unknown = document.contents;
  let at = startOf(node) ?? 0;
  for (const key of field.match(/[^.[\]]+/gu) ?? []) {
    const within: unknown = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(within) ? within.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = isSeq(within) ? within.items[Number(key)] : pair?.value;
    at = startOf(pair?.key) ?? startOf(next) ?? at;
    if (next === undefined || next === null) break;
    node = next;
  }
  return at;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

/** A value as the text of a language. */
export function written(value: unknown, language: Language): string {
  if (language === "json") return JSON.stringify(value, null, 2);
  return stringify(value, { ...SCHEMA, lineWidth: 0, aliasDuplicateObjects: false });
}

/** What a text is written in: JSON where it is JSON. */
export function languageOf(text: string): Language {
  try {
    JSON.parse(text);
    return "json";
  } catch {
    return "yaml";
  }
}

/** The same in another language; as it stands where it is written in that one already, null where it cannot be read. */
export function rewritten(text: string, language: Language): string | null {
  if (text.trim() === "" || languageOf(text) === language) return text;
  const read = readText(text);
  return read.readable ? written(read.value, language) : null;
}
