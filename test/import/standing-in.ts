import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request was answered with, over the wire as it stands. */
export interface StandInAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body: unknown;
}

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** A service on loopback; `null` cuts the connection, without an end it never answers. Tells what it was asked. */
export async function standIn(
  answer: (asked: Asked, count: number) => StandInAnswer | null | "never",
): Promise<AsyncDisposable & { readonly url: string; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://stand-in");
      const text = Buffer.concat(chunks).toString();
      const one = {
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === "" ? null : (JSON.parse(text) as unknown),
      };
      asked.push(one);
      const given = answer(one, asked.length);
      if (given === "never") return;
      if (given === null) {
        request.socket.destroy();
        return;
      }
      response.writeHead(given.status ?? 200, { "content-type": "application/json", ...given.headers });
      response.end(typeof given.body === "string" ? given.body : JSON.stringify(given.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
