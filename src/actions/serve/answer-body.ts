import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { joined } from "./body-text.ts";

/** An answer as it went out, as the response body it amounts to; null where it is none. @param events the bytes of a stream */
export function answerBody(
  dialect: Dialect | undefined,
  chunks: readonly Uint8Array[],
  events: boolean,
): JsonObject | null {
  const text = joined(chunks);
  const body = events ? (dialect?.reassemble(text) ?? null) : parseJson(text);
  return isObject(body) ? body : null;
}
