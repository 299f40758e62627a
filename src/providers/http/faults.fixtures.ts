import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import type { FailureClass } from "../../core/outcome.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { anthropicMessages } from "../../dialects/anthropic-messages.ts";
import { openaiChat } from "../../dialects/openai-chat.ts";
import { openaiResponses } from "../../dialects/openai-responses.ts";

const USAGE = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };

/** What a provider answers when nothing goes wrong, by dialect. */
export const ANSWERS = {
  "openai-chat": {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: "Hello there" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  },
  "anthropic-messages": {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text: "Hello there" }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
  },
  "openai-responses": {
    id: "resp_1",
    object: "response",
    created_at: 1,
    status: "completed",
    model: "m",
    output: [
      {
        type: "message",
        id: "msg_1",
        status: "completed",
        role: "assistant",
        content: [{ type: "output_text", text: "Hello there", annotations: [] }],
      },
    ],
    usage: { ...USAGE, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } },
  },
} as const satisfies Readonly<Record<string, JsonObject>>;

export type FaultDialect = keyof typeof ANSWERS;

const SPOKEN: readonly Dialect[] = [openaiChat, anthropicMessages, openaiResponses];

/** A request as a faulty provider sees it. */
interface FaultCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly dialect: Dialect;
  /** A good answer as JSON, and as events: those before its first content, that one, and the rest. */
  readonly json: string;
  readonly events: { readonly before: readonly string[]; readonly first: string; readonly rest: readonly string[] };
}

/** One way in which a provider goes wrong, and what is to come of it. */
export interface Fault {
  readonly name: string;
  /** Asked for as JSON, as a stream, or either. */
  readonly asked: readonly ("json" | "stream")[];
  /** Content has gone out before: there is no falling over any more. */
  readonly late?: boolean;
  readonly failure: FailureClass;
  /** HTTP status for a client whose only target this is. */
  readonly status: number;
  /** What is said of it. */
  readonly says: RegExp;
  readonly perform: (call: FaultCall) => void;
}

/** Starts an event stream with these events. */
function begin({ response }: FaultCall, events: readonly string[]): ServerResponse {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) response.write(event);
  response.flushHeaders();
  return response;
}

/** Up to and with the first content. */
function beginWithContent(call: FaultCall): ServerResponse {
  return begin(call, [...call.events.before, call.events.first]);
}

function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault["perform"] {
  return ({ response, dialect }) => {
    const { body } = dialect.error({ status, code: "upstream", message });
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

const either = ["json", "stream"] as const;
const json = ["json"] as const;
const stream = ["stream"] as const;
const OVERLOADED = { status: 503, code: "overloaded", message: "the model is overloaded" };
const OVERSIZED_PIECE = Buffer.alloc(2 ** 20, "x");

/** What a provider can do wrong once a connection stands. @param large bytes of an answer that is larger than anybody takes */
export function faults(large: number): readonly Fault[] {
  return [
    {
      name: "reset before headers",
      asked: either,
      failure: "connect",
      status: 502,
      says: /./u,
      perform: ({ request }) => request.socket.destroy(),
    },
    {
      name: "reset mid-body",
      asked: json,
      failure: "server",
      status: 502,
      says: /broke off/u,
      perform({ request, response, json: text }) {
        response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
        response.write(text.slice(0, 40));
        setTimeout(() => request.socket.destroy(), 20);
      },
    },
    {
      name: "reset mid-stream",
      asked: stream,
      late: true,
      failure: "truncated_stream",
      status: 200,
      says: /broke off/u,
      perform(call) {
        beginWithContent(call);
        setTimeout(() => call.request.socket.destroy(), 20);
      },
    },
    { name: "silent upstream", asked: either, failure: "timeout", status: 504, says: /took too long/u, perform() {} },
    {
      name: "slow first token",
      asked: stream,
      failure: "timeout",
      status: 504,
      says: /no content in/u,
      perform: (call) => void begin(call, call.events.before),
    },
    {
      name: "keep-alive comments only",
      asked: stream,
      failure: "timeout",
      status: 504,
      says: /no content in/u,
      perform(call) {
        const response = begin(call, []);
        const timer = setInterval(() => response.write(": ping\n\n"), 30);
        response.on("close", () => clearInterval(timer));
      },
    },
    {
      name: "stall mid-stream",
      asked: stream,
      late: true,
      failure: "timeout",
      status: 200,
      says: /nothing came for/u,
      perform: (call) => void beginWithContent(call),
    },
    {
      name: "stream cut before content",
      asked: stream,
      failure: "truncated_stream",
      status: 502,
      says: /without its terminator/u,
      perform: (call) => void begin(call, call.events.before).end(),
    },
    {
      name: "stream cut without its terminator",
      asked: stream,
      late: true,
      failure: "truncated_stream",
      status: 200,
      says: /without its terminator/u,
      perform: (call) => void beginWithContent(call).end(),
    },
    {
      name: "200 with an error chunk first",
      asked: stream,
      failure: "server",
      status: 502,
      says: /overloaded/u,
      perform: (call) => void begin(call, [call.dialect.errorEvent(OVERLOADED)]).end(),
    },
    {
      name: "200 with an error body",
      asked: json,
      failure: "server",
      status: 502,
      says: /overloaded/u,
      perform: ({ response, dialect }) => void response.end(JSON.stringify(dialect.error(OVERLOADED).body)),
    },
    {
      name: "error chunk mid-stream",
      asked: stream,
      late: true,
      failure: "server",
      status: 200,
      says: /overloaded/u,
      perform: (call) => void beginWithContent(call).end(call.dialect.errorEvent(OVERLOADED)),
    },
    {
      name: "429 with Retry-After",
      asked: either,
      failure: "rate_limit",
      status: 429,
      says: /slow down/u,
      perform: refuse(429, "slow down", { "retry-after": "7" }),
    },
    {
      name: "429 without Retry-After",
      asked: either,
      failure: "rate_limit",
      status: 429,
      says: /the provider answered 429/u,
      perform: ({ response }) => void response.writeHead(429).end(),
    },
    { name: "500", asked: either, failure: "server", status: 502, says: /oops/u, perform: refuse(500, "oops") },
    {
      name: "500 with a page",
      asked: json,
      failure: "server",
      status: 502,
      says: /bad gateway/u,
      perform: ({ response }) => void response.writeHead(502).end("<html>bad gateway</html>"),
    },
    {
      name: "401 from a wrong key",
      asked: either,
      failure: "client_4xx",
      status: 502,
      says: /refused the gateway's own credentials/u,
      perform: refuse(401, "Incorrect API key provided: upstream-sec***"),
    },
    {
      name: "malformed JSON",
      asked: json,
      failure: "server",
      status: 502,
      says: /not JSON/u,
      perform: ({ response }) => void response.end('{"id":"a",,}'),
    },
    {
      name: "truncated JSON",
      asked: json,
      failure: "server",
      status: 502,
      says: /not JSON, or was cut/u,
      perform: ({ response, json: text }) => void response.end(text.slice(0, 60)),
    },
    {
      name: "JSON that is no answer",
      asked: json,
      failure: "server",
      status: 502,
      says: /./u,
      perform: ({ response }) => void response.end("{}"),
    },
    {
      name: "oversized body",
      asked: json,
      failure: "server",
      status: 502,
      says: /larger than/u,
      perform({ response }) {
        let left = large;
        const more = (): void => {
          while (left > 0 && !response.destroyed) {
            left -= OVERSIZED_PIECE.length;
            if (!response.write(OVERSIZED_PIECE)) {
              response.once("drain", more);
              return;
            }
          }
          if (!response.destroyed) response.end();
        };
        more();
      },
    },
  ];
}

/** A provider on loopback that speaks every dialect at its path. */
export interface FaultyProvider {
  readonly url: string;
  /** Bodies that came, and whether the connection of each is still open. */
  readonly calls: { readonly body: JsonObject; open: boolean }[];
  close(): Promise<void>;
}

/** The part of an answer's events that shows no content yet, the one that does, and what follows. */
function eventsOf(dialect: Dialect, answer: JsonObject): FaultCall["events"] {
  const events = dialect.toStream(answer, true);
  const watch = dialect.watch();
  const at = events.findIndex((event) => {
    watch.push(Buffer.from(event));
    return watch.begun;
  });
  return { before: events.slice(0, at), first: events[at] as string, rest: events.slice(at + 1) };
}

/** Starts one. @param pick what to do with a request; null = answer well */
export async function faultyProvider(pick: (body: JsonObject) => Fault["perform"] | null): Promise<FaultyProvider> {
  const calls: FaultyProvider["calls"] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const body = objectOf(parseJson(text));
      const call = { body, open: true };
      calls.push(call);
      response.on("close", () => (call.open = false));
      const dialect = SPOKEN.find(({ path }) => request.url?.endsWith(path) === true) ?? openaiChat;
      const answer = { ...ANSWERS[dialect.name as FaultDialect], model: body["model"] };
      const events = eventsOf(dialect, answer);
      const given: FaultCall = { request, response, dialect, json: JSON.stringify(answer), events };
      const perform = pick(body);
      if (perform !== null) perform(given);
      else if (body["stream"] === true) begin(given, [...events.before, events.first, ...events.rest]).end();
      else response.writeHead(200, { "content-type": "application/json" }).end(given.json);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
