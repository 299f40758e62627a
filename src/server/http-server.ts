import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request, or says (false) that it is not its own. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HttpServerParts {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Asked in order. */
  readonly handlers: readonly Handler[];
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

function notFound(response: ServerResponse): void {
  const message = "There is nothing here. The gateway serves /v1/...; /api/openapi.json lists everything else.";
  response
    .writeHead(404, { "content-type": "application/json" })
    .end(JSON.stringify({ error: { code: "not_found", message } }));
}

/** Starts to listen. Rejects with the system's error (EADDRINUSE, EACCES) where it cannot. */
export function startServer({ host, port, handlers }: HttpServerParts): Promise<RunningServer> {
  const underWay = new Set<ServerResponse>();
  let stopping = false;
  const server: Server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (request, response) => {
    underWay.add(response);
    response.on("close", () => underWay.delete(response));
    if (stopping) response.setHeader("connection", "close");
    for (const handler of handlers) if (handler(request, response)) return;
    notFound(response);
  });
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
          for (let waited = 0; underWay.size > 0 && waited < graceMs; waited += STOP_LOOK_MS) {
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
