import { isObject, type JsonObject } from "../../core/json.ts";

const utf8 = new TextDecoder();

/** A body that is a JSON object; null where it is not. */
export function parsed(bytes: Uint8Array): JsonObject | null {
  try {
    const value = JSON.parse(utf8.decode(bytes)) as unknown;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Bytes that came in pieces, as text. */
export function joined(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}
