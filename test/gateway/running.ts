import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A logged row, as far as tests look at it. */
export interface LoggedRow {
  readonly request_id: string;
  readonly stream: boolean;
  readonly status: string;
  readonly facts_id: string;
  readonly trace: string;
  readonly request_body: string;
  readonly response_body: string;
  readonly cost_logged: number;
  readonly ttft_ms: number;
  readonly latency_ms: number;
  readonly failure: object | null;
  readonly provider: string | null;
  readonly gateway_cache_hit: boolean;
}

/** What the API answers: one of these, by the route. */
export interface ApiDocument extends LoggedRow {
  readonly rows: readonly LoggedRow[];
  readonly entries: readonly { readonly details: object }[];
  readonly new_request_id: string;
}

/** What a client asks a provider for. */
export interface AskedBody {
  readonly model: string;
  readonly messages: unknown;
  readonly stream?: boolean;
}

/** A line of a gateway's log: `time`, `level`, `message` and more. */
export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: string;
  readonly message: string;
}

/** A gateway in a process of its own, as `understudy up` starts it. */
export interface Running {
  readonly url: string;
  /** The admin key of the first start. */
  readonly key: string;
  readonly folder: string;
  readonly process: ChildProcess;
  /** Lines of its log so far, as they were written. */
  lines(): readonly LogLine[];
  /** A request of the API, with the admin key. */
  api(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: ApiDocument }>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Upstream {
  readonly url: string;
  /** Bodies of the requests that came, parsed. */
  readonly requests: AskedBody[];
  readonly headers: IncomingMessage["headers"][];
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, body: AskedBody) => void;

/** A server-sent event of a chat completion's stream. */
export function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "m", choices })}\n\n`;
}

/** A provider on loopback that answers as it is told. */
export async function upstream(answer: Answer): Promise<Upstream> {
  const requests: AskedBody[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const body = JSON.parse(text) as AskedBody;
      requests.push(body);
      headers.push(request.headers);
      answer(request, response, body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    headers,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Starts a gateway over a deployment. @param folder an old store to go on with @param environment more variables @param port 0 = one that is free */
export async function start(
  deployment: object,
  folder = mkdtempSync(join(tmpdir(), "understudy-gateway-")),
  key = "",
  environment: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<Running> {
  const file = join(folder, "understudy.yaml");
  writeFileSync(file, JSON.stringify(deployment));
  const process = spawn(
    globalThis.process.execPath,
    [join(ROOT, "src/main.ts"), "up", "--json", "--port", String(port), "--data", folder, "--config", file],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...globalThis.process.env, UPSTREAM_KEY: "upstream-secret", ...environment },
    },
  );
  let errors = "";
  process.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const line = await new Promise<string>((done, fail) => {
    let text = "";
    process.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) done(text);
    });
    process.once("exit", (code) => fail(new Error(`the gateway ended with ${String(code)}: ${text}${errors}`)));
  });
  const said = JSON.parse(line) as { readonly url?: string; readonly first_key?: string | null };
  if (said.url === undefined) throw new Error(line);
  const { url, first_key: made = null } = said;
  const own = made ?? key;
  return {
    url,
    key: own,
    folder,
    process,
    lines: () =>
      errors
        .split("\n")
        .filter((text) => text.startsWith("{"))
        .map((text) => JSON.parse(text) as LogLine),
    async api(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${own}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: JSON.parse(text) as ApiDocument };
    },
    stop: (signal = "SIGTERM") =>
      new Promise((done) => {
        if (process.exitCode !== null || process.signalCode !== null) done(process.exitCode);
        process.once("exit", (code) => done(code));
        process.kill(signal);
      }),
  };
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
