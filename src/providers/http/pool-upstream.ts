import type { IncomingHttpHeaders } from "node:http";
import { createRequire } from "node:module";
import type { Dispatcher, Pool as UndiciPool } from "undici";
import type { Upstream, UpstreamHandler } from "../../core/live/upstream.ts";

/** The package's own entry brings fetch, caches and WebSockets along: 14 MB that nobody here asks for. */
const Pool = createRequire(import.meta.url)("undici/lib/dispatcher/pool.js") as typeof UndiciPool;

/** Streams hold a connection for minutes: with few of them, requests wait for one another. */
const CONNECTIONS = 1_024;
const CONNECT_TIMEOUT_MS = 10_000;

/** An upstream over connections kept open to one origin. */
export interface PoolUpstream {
  readonly send: Upstream;
  close(): Promise<void>;
}

const CONNECT_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

interface Listening extends Dispatcher.DispatchHandler {
  controller: Dispatcher.DispatchController | null;
  ended: boolean;
  aborted: boolean;
}

function listening(handler: UpstreamHandler): Listening {
  const own: Listening = {
    controller: null,
    ended: false,
    aborted: false,
    onRequestStart(controller) {
      own.controller = controller;
      if (own.aborted) controller.abort(new Error("aborted"));
    },
    onResponseStart(_, status, headers: IncomingHttpHeaders) {
      handler.head(status, headers as Record<string, string>);
    },
    onResponseData(_, chunk) {
      // Resumed with nothing to read, the parser hands out nothing; taken for data, it would be paused and resumed for ever.
      if (chunk.length > 0) handler.data(chunk);
    },
    onResponseEnd() {
      if (own.ended) return;
      own.ended = true;
      handler.end();
    },
    onResponseError(_, error: Error & { readonly code?: string }) {
      if (own.ended) return;
      own.ended = true;
      const kind = own.aborted ? "aborted" : CONNECT_CODES.has(error.code ?? "") ? "connect" : "reset";
      handler.error({ kind, message: error.message === "" ? (error.code ?? "the connection failed") : error.message });
    },
  };
  return own;
}

/**
 * Opens a pool to a base URL. Timeouts are not its business: whoever sends keeps them.
 * @param check refuses addresses at connect time (see `base-url.ts`); null = any
 */
export function poolUpstream(baseUrl: URL, lookup: UndiciPool.Options["connect"] | null): PoolUpstream {
  const prefix = baseUrl.pathname.replace(/\/+$/u, "");
  const connect = { timeout: CONNECT_TIMEOUT_MS, ...(typeof lookup === "object" ? lookup : {}) };
  const pool = new Pool(baseUrl.origin, { connections: CONNECTIONS, connect, headersTimeout: 0, bodyTimeout: 0 });
  return {
    send({ method, path, headers, body }, handler) {
      const own = listening(handler);
      try {
        pool.dispatch(
          {
            method,
            path: prefix + path,
            headers: headers as Record<string, string>,
            body: body as Buffer | string | null,
          },
          own,
        );
      } catch (error) {
        own.ended = true;
        handler.error({ kind: "connect", message: (error as Error).message });
      }
      return {
        abort() {
          if (own.ended) return;
          own.aborted = true;
          own.controller?.abort(new Error("aborted"));
        },
        pause: () => own.controller?.pause(),
        resume: () => own.controller?.resume(),
      };
    },
    close: () => pool.destroy(),
  };
}
