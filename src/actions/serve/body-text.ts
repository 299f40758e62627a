import { isUtf8 } from "node:buffer";
import { isObject, MOST_LEVELS, tooDeep, type JsonObject } from "../../core/json.ts";
import { header, type ClientRequest } from "./client-request.ts";
import { badRequest, type Refusal } from "./refusal.ts";

/** The client's body as an object, or what to tell the client where it is none. */
export type ReadBody =
  | { readonly value: JsonObject; readonly refusal: null }
  | { readonly value: null; readonly refusal: Refusal };

/** Reads a client's body. */
export function readBody({ body, headers }: Pick<ClientRequest, "body" | "headers">): ReadBody {
  const packed = header({ headers }, "content-encoding");
  if (packed !== null && packed !== "identity") {
    const message = `The request body is compressed (content-encoding: ${packed}). Send it as plain JSON.`;
    return refused("unsupported_encoding", message, 415);
  }
  if (body.length === 0) return refused("invalid_json", "The request has no body; a JSON object was expected.");
  if (!isUtf8(body)) return refused("invalid_utf8", "The request body is not UTF-8, as JSON has to be.");
  let value: unknown;
  try {
    value = JSON.parse(textOf(body));
  } catch (error) {
    return refused("invalid_json", `The request body is not JSON: ${reasonOf(error as Error)}.`);
  }
  if (!isObject(value)) {
    const found = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
    return refused("invalid_json", `The request body is not a JSON object, but ${found}.`);
  }
  if (tooDeep(value, body.length)) {
    return refused("json_too_deep", `The request body is nested deeper than ${MOST_LEVELS} levels.`);
  }
  return { value, refusal: null };
}

/** What the parser says without the piece of the body that it quotes: messages go into logs. */
function reasonOf({ message }: Error): string {
  return message
    .replace(/, (?:\.{3})?".*"(?:\.{3})? is not valid JSON$/su, "")
    .replace(/ in JSON(?= at position)/u, "");
}

function refused(code: string, message: string, status?: number): ReadBody {
  return { value: null, refusal: badRequest(code, message, null, status) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Bytes that came in pieces, as text. */
export function joined(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}
