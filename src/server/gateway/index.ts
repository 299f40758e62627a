import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dialect as DialectName } from "../../core/exchange.ts";
import type { ClientRequest } from "../../actions/serve/client-request.ts";
import type { Served } from "../../actions/serve/served.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { LightSignal } from "../../sends/light-signal.ts";
import { readBody } from "./read-body.ts";
import { gatewayRoutes } from "./routes.ts";
import { writeAnswer } from "./write-answer.ts";

export interface GatewayParts {
  readonly dialects: ReadonlyMap<DialectName, Dialect>;
  readonly serve: (request: ClientRequest) => Promise<Served>;
  readonly maxBodyBytes: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly signal: () => LightSignal;
  /** A bug: told, and answered with a 500 that says nothing of it. */
  readonly onBug: (error: unknown, requestId: string) => void;
}

const EVENT_STREAM = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };

/** Handles requests of clients; false where the path is not one of the gateway's. */
export function gatewayHandler(parts: GatewayParts): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { dialects } = parts;
  const routeOf = gatewayRoutes([...dialects.values()]);

  return (request, response) => {
    const url = request.url ?? "/";
    const query = url.indexOf("?");
    const route = routeOf(query === -1 ? url : url.slice(0, query));
    if (route === null) return false;
    const dialect = dialects.get(route.dialect) as Dialect;
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      refuse(response, dialect, 405, "method_not_allowed", `Use POST, not ${request.method}.`);
      return true;
    }
    const gone = parts.signal();
    response.on("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    readBody(request, parts.maxBodyBytes, (body) => {
      if (body === "aborted") return;
      if (body === "too_large") {
        const message = `The request body is larger than ${parts.maxBodyBytes} bytes, the limit of this gateway (server.max_body_bytes).`;
        refuse(response, dialect, 413, "request_too_large", message);
        return;
      }
      const request_id = parts.newId();
      const asked: ClientRequest = {
        request_id,
        created_at: parts.now(),
        dialect: route.dialect,
        endpoint: route.endpoint,
        headers: request.headers,
        body,
        gone,
        keepAlive(comment) {
          if (!response.headersSent)
            response.writeHead(200, { ...EVENT_STREAM, "x-understudy-request-id": request_id });
          response.write(comment);
        },
      };
      parts.serve(asked).then(
        (served) => writeAnswer(response, served),
        (error: unknown) => {
          parts.onBug(error, request_id);
          refuse(
            response,
            dialect,
            500,
            "internal_error",
            `Something went wrong inside the gateway; request ${request_id}.`,
          );
        },
      );
    });
    return true;
  };
}

function refuse(response: ServerResponse, dialect: Dialect, status: number, code: string, message: string): void {
  const error = dialect.error({ status, code, message });
  if (response.headersSent) response.end(dialect.errorEvent({ status, code, message }));
  else response.writeHead(error.status, { "content-type": "application/json" }).end(JSON.stringify(error.body));
}
