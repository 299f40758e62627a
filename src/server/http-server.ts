import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

/** Answers a request, or says (false) that it is not its own. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HttpServerParts {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Asked in order. */
  readonly handlers: readonly Handler[];
  /** Told of what a handler throws: a bug, answered with a 500 that says nothing of it. */
  readonly onBug: (error: unknown) => void;
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** Takes no new requests, waits for those under way, and ends what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** A client that sends no request on an open connection is let go after this. */
const KEEP_ALIVE_MS = 72_000;
const STOP_LOOK_MS = 20;

const NOT_FOUND = "There is nothing here. The gateway serves /v1/...; /api/openapi.json lists everything else.";

function documentOf(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

function answer(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "application/json" }).end(documentOf(code, message));
}

/** What is no HTTP has no request to answer, only a connection. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const large = error.code === "HPE_HEADER_OVERFLOW";
  const body = large
    ? documentOf("headers_too_large", "The request's headers are larger than 16 KB together.")
    : documentOf("invalid_http", `This is not HTTP/1.1 as the gateway understands it: ${error.message}.`);
  const status = large ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}

/** Starts to listen. Rejects with the system's error (EADDRINUSE, EACCES) where it cannot. */
export function startServer({ host, port, handlers, onBug }: HttpServerParts): Promise<RunningServer> {
  // A count, not a set of them: every table that a set outgrows keeps what it held alive until the next full collection.
  const underWay = { count: 0 };
  let stopping = false;
  const server: Server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (request, response) => {
    underWay.count++;
    response.on("close", () => underWay.count--);
    if (stopping) response.setHeader("connection", "close");
    try {
      for (const handler of handlers) if (handler(request, response)) return;
      answer(response, 404, "not_found", NOT_FOUND);
    } catch (error) {
      onBug(error);
      answer(response, 500, "internal_error", "Something went wrong inside the gateway.");
    }
  });
  server.on("clientError", refuseConnection);
  // Streams and slow models take longer than any limit of ours; each call has its own.
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve({
        host,
        port: (server.address() as AddressInfo).port,
        stop: async (graceMs) => {
          stopping = true;
          const closed = new Promise<void>((done) => server.close(() => done()));
          server.closeIdleConnections();
          for (let waited = 0; underWay.count > 0 && waited < graceMs; waited += STOP_LOOK_MS) {
            await new Promise((done) => setTimeout(done, STOP_LOOK_MS));
            server.closeIdleConnections();
          }
          server.closeAllConnections();
          await closed;
        },
      });
    });
  });
}
