import { packJson, unpackJson } from "./packed-json.ts";

/** Characters of JSON up to which it is kept as text, for plain `sqlite3` to read. */
const MOST_PLAIN = 2_048;

/** JSON data as text, or as zstd where it is long. */
export function textOrPacked(data: unknown): string | Uint8Array {
  const text = JSON.stringify(data ?? null);
  return text.length <= MOST_PLAIN ? text : packJson(data);
}

export function readTextOrPacked(stored: unknown): unknown {
  return typeof stored === "string" ? (JSON.parse(stored) as unknown) : unpackJson(stored);
}
