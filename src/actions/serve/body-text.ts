import { isObject, type JsonObject } from "../../core/json.ts";

/** A body that is a JSON object; null where it is not. */
export function parsed(bytes: Uint8Array): JsonObject | null {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
    const value = JSON.parse(text) as unknown;
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
