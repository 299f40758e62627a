import type { ServerResponse } from "node:http";
import type { AnswerEnd } from "../../core/live/live-send.ts";
import type { Served } from "../../actions/serve/served.ts";

const SHORT = 16_384;
const NONE: readonly Uint8Array[] = [];

/** Writes what is served to the client, at the client's pace, and has the row written when it is done. */
export function writeAnswer(response: ServerResponse, served: Served): void {
  if (served.rest !== null) {
    void stream(response, served);
    return;
  }
  const { chunks } = served;
  if (response.headersSent) {
    // Comments have gone out before: the status cannot be changed any more, an error becomes an event.
    if (served.lateEvent === null) for (const chunk of chunks) response.write(chunk);
    else response.write(served.lateEvent);
    response.end();
  } else if (chunks.length === 1) {
    const [only] = chunks as readonly [Uint8Array];
    response.writeHead(served.status, { ...served.headers, "content-length": only.length });
    // As text of one byte a character, a short body goes out in one piece with its head.
    if (only.length <= SHORT)
      response.end(Buffer.from(only.buffer, only.byteOffset, only.length).toString("latin1"), "latin1");
    else response.end(only);
  } else {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    response.writeHead(served.status, { ...served.headers, "content-length": length });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  }
  served.done(null, NONE);
}

async function stream(response: ServerResponse, served: Served): Promise<void> {
  const { rest } = served;
  if (rest === null) return;
  const received: Uint8Array[] = [];
  const drained = (): void => rest.drained();
  const left = (): void => {
    if (!response.writableFinished) rest.abort();
  };
  response.on("drain", drained);
  response.on("close", left);
  if (!response.headersSent) response.writeHead(served.status, { ...served.headers, "cache-control": "no-cache" });
  for (const chunk of served.chunks) response.write(chunk);
  const end: AnswerEnd = await rest.pipe({
    write(chunk) {
      received.push(chunk);
      return response.write(chunk);
    },
  });
  response.off("drain", drained);
  response.off("close", left);
  response.end();
  served.done(end, received);
}
