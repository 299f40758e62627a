import { STRING_KINDS, type StringKind } from "./strings.ts";
import { idText } from "./traffic-schema.ts";

/** Columns that a text is looked for in. */
const KINDS: readonly StringKind[] = [
  "model_requested",
  "model",
  "provider",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "strategy",
  "config",
  "failure_code",
  "finish_reason",
];

/** SQL over `exchanges` for rows that mention a text: in a column's text, in the metadata, or as the beginning of the id. */
export function mentions(text: string): { readonly where: string; readonly values: readonly string[] } {
  const wanted = asciiLower(text);
  const coded = KINDS.map(
    (kind) =>
      `${kind} IN (SELECT code FROM strings WHERE kind = ${STRING_KINDS.indexOf(kind)} AND instr(lower(value), ?) > 0)`,
  );
  const where = [...coded, "instr(lower(metadata), ?) > 0", `instr(${idText("request_id")}, ?) = 1`].join(" OR ");
  return { where: `(${where})`, values: Array.from({ length: KINDS.length + 2 }, () => wanted) };
}

/** As SQLite's own `lower` has it. */
function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}
