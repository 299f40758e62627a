import type { Dialect } from "../../../../src/core/exchange.ts";
import type { Api, NeutralCall } from "./call.ts";
import { chatChunks, chatRequest, chatResponse, openaiError } from "./chat-body.ts";
import { anthropicError, messagesEvents, messagesRequest, messagesResponse } from "./messages-body.ts";
import { responsesRequest, responsesResponse } from "./responses-body.ts";

type Body = Readonly<Record<string, unknown>>;

interface Wire {
  readonly dialect: Dialect;
  readonly path: string;
  readonly host: string;
  readonly request: (call: NeutralCall) => Body;
  readonly response: (call: NeutralCall) => Body | null;
  readonly error: (call: NeutralCall) => object | null;
  /** What the events of a stream carry. */
  readonly carried: (call: NeutralCall) => readonly object[];
}

// No call of the Responses API is streamed yet: what its events would carry is not written here.
const OPENAI = { host: "https://api.openai.com", error: openaiError, carried: chatChunks };

/** What the three APIs are sent and answer. */
const WIRES: Readonly<Record<Api, Wire>> = {
  chat: {
    ...OPENAI,
    dialect: "openai-chat",
    path: "/v1/chat/completions",
    request: chatRequest,
    response: chatResponse,
  },
  responses: {
    ...OPENAI,
    dialect: "openai-responses",
    path: "/v1/responses",
    request: responsesRequest,
    response: responsesResponse,
  },
  messages: {
    dialect: "anthropic-messages",
    path: "/v1/messages",
    host: "https://api.anthropic.com",
    request: messagesRequest,
    response: messagesResponse,
    error: anthropicError,
    carried: messagesEvents,
  },
};

export function dialectOf({ api }: NeutralCall): Dialect {
  return WIRES[api].dialect;
}

export function pathOf({ api }: NeutralCall): string {
  return WIRES[api].path;
}

export function urlOf({ api }: NeutralCall): string {
  return WIRES[api].host + WIRES[api].path;
}

/** The body that was sent. */
export function requestOf(call: NeutralCall): Body {
  return WIRES[call.api].request(call);
}

/** The whole answer, that of a stream put together; null where there was none. */
export function responseOf(call: NeutralCall): Body | null {
  return WIRES[call.api].response(call);
}

/** The body that says why there is no answer; null where there is one. */
export function errorOf(call: NeutralCall): object | null {
  return WIRES[call.api].error(call);
}

/** What the events of a streamed answer carry, in their order. */
export function carriedOf(call: NeutralCall): readonly object[] {
  return WIRES[call.api].carried(call);
}
