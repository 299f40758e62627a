import type { Dialect } from "../../core/exchange.ts";
import type { Signal } from "../../core/send.ts";

/** A request as it came to the gateway, body read and nothing else done. */
export interface ClientRequest {
  /** UUIDv7 made on arrival. */
  readonly request_id: string;
  /** ms since the epoch. */
  readonly created_at: number;
  readonly dialect: Dialect;
  /** The endpoint named in the path (`/e/NAME/v1/...`), or null. */
  readonly endpoint: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  /** Aborts when the client leaves. */
  readonly gone: Signal;
  /** Writes a comment to a client that streams, its head first if need be; absent where there is no client. */
  readonly keepAlive?: (comment: string) => void;
}

/** The first value of a header; null where it was not sent or is empty. */
export function header(request: Pick<ClientRequest, "headers">, name: string): string | null {
  const value = request.headers[name];
  const first = typeof value === "string" ? value : value?.[0];
  return first === undefined || first === "" ? null : first;
}
