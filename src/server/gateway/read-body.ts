import type { IncomingMessage } from "node:http";

/** What came of reading a body: its bytes, or why there are none. */
export type BodyRead = Uint8Array | "too_large" | "aborted";

const NOTHING = new Uint8Array(0);

/** Reads a request's body into one piece; one that is too large is read no further. */
export function readBody(request: IncomingMessage, most: number, then: (body: BodyRead) => void): void {
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
  let length = 0;
  let over = false;
  const end = (body: BodyRead): void => {
    if (over) return;
    over = true;
    then(body);
  };
  if (Number(request.headers["content-length"] ?? 0) > most) {
    end("too_large");
    return;
  }
  request.on("data", (chunk: Buffer) => {
    if (over) return;
    length += chunk.length;
    if (length > most) end("too_large");
    else if (first === null) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  request.on("end", () => end(more === null ? (first ?? NOTHING) : Buffer.concat(more, length)));
  request.on("error", () => end("aborted"));
  request.on("close", () => end("aborted"));
}
