import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { identify, type Identity } from "../actions/serve/identify.ts";
import { isRefusal } from "../actions/serve/refusal.ts";
import type { StateInForce } from "../actions/serve/gateway-state.ts";
import type { Inlet, InletAnswer, InletRefusal } from "../actions/receive/inlet.ts";
import { INLETS } from "../actions/receive/index.ts";
import type { Receiver } from "../actions/receive/receiver.ts";
import { readBody } from "./gateway/read-body.ts";
import type { Handler } from "./http-server.ts";

export interface ReceivingParts {
  readonly state: StateInForce;
  readonly now: () => number;
  /** Of a body, packed and unpacked. */
  readonly maxBodyBytes: number;
  /** Asked for when the first body comes: a gateway that receives nothing loads no importers. */
  readonly receiver: () => Promise<Receiver>;
  /** A bug: told, and answered with a 500 that says nothing of it. */
  readonly onBug: (error: unknown) => void;
}

const RETRY_AFTER_SECONDS = "5";
const unzip = promisify(gunzip);

/** Takes in what other programs log, under the keys of the gateway. */
export function receivingHandler(parts: ReceivingParts): Handler {
  const inlets = new Map(INLETS.map((inlet) => [inlet.path, inlet]));
  return (request, response) => {
    const inlet = inlets.get((request.url ?? "").split("?", 1)[0] as string);
    if (inlet === undefined) return false;
    const type = (request.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
    const refuse = (refusal: InletRefusal): void => {
      void inlet.refuse(refusal, type).then((answer) => write(response, refusal.status, answer));
    };
    const identity = whose(request, parts);
    if ("status" in identity) refuse(identity);
    else
      readBody(request, parts.maxBodyBytes, (body) => {
        if (body === "aborted") return;
        if (body === "too_large") return refuse(tooLarge(parts.maxBodyBytes));
        taken(parts, inlet, identity, { body, type, encoding: request.headers["content-encoding"] ?? "" }).then(
          (came) => ("status" in came ? refuse(came) : write(response, 200, came)),
          (error: unknown) => {
            parts.onBug(error);
            refuse({ status: 500, code: "internal_error", message: "Something went wrong inside the gateway." });
          },
        );
      });
    return true;
  };
}

function whose(request: IncomingMessage, { state, now }: ReceivingParts): Identity | InletRefusal {
  if (request.method !== "POST")
    return { status: 405, code: "method_not_allowed", message: `Use POST, not ${request.method}.` };
  const identity = identify({ headers: request.headers, created_at: now() }, state());
  if (!isRefusal(identity)) return identity;
  const { status, code, message } = identity;
  return { status: status === 403 ? 403 : 401, code, message };
}

function tooLarge(most: number): InletRefusal {
  const message = `The body is larger than ${most} bytes, the limit of this gateway (server.max_body_bytes).`;
  return { status: 413, code: "request_too_large", message };
}

interface Sent {
  readonly body: Uint8Array;
  readonly type: string;
  readonly encoding: string;
}

async function taken(
  { maxBodyBytes, receiver }: ReceivingParts,
  inlet: Inlet,
  { project, key }: Identity,
  { body, type, encoding }: Sent,
): Promise<InletAnswer | InletRefusal> {
  const plain = await unpacked(body, encoding.toLowerCase(), maxBodyBytes);
  if (!(plain instanceof Uint8Array)) return plain;
  let values: readonly unknown[] | null;
  try {
    values = await inlet.read(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength), type);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { status: 400, code: "invalid_body", message: `The body cannot be read: ${error.message}.` };
  }
  if (values === null)
    return {
      status: 415,
      code: "unsupported_media_type",
      message: `The content type ${type || "(none)"} is not taken here.`,
    };
  const received = await (await receiver()).receive(inlet.importer, values, { project, api_key: key?.id ?? null });
  if (received === null)
    return {
      status: 503,
      code: "log_full",
      message: "The log has no room for more at the moment. Send it again later.",
    };
  return inlet.answer(received, type);
}

async function unpacked(body: Uint8Array, encoding: string, most: number): Promise<Uint8Array | InletRefusal> {
  if (encoding === "" || encoding === "identity") return body;
  if (encoding !== "gzip")
    return {
      status: 415,
      code: "unsupported_encoding",
      message: `Send the body plain or as gzip, not as ${encoding}.`,
    };
  try {
    return await unzip(body, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return tooLarge(most);
    return { status: 400, code: "invalid_body", message: `The body is not gzip: ${(error as Error).message}.` };
  }
}

function write(response: ServerResponse, status: number, { type, body }: InletAnswer): void {
  if (status === 405) response.setHeader("allow", "POST");
  if (status === 503) response.setHeader("retry-after", RETRY_AFTER_SECONDS);
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}
