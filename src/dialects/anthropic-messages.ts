import { isObject, objectOf } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import { assembleMessages } from "./anthropic-messages/assemble.ts";
import { errorBody, failureOfBody } from "./anthropic-messages/error.ts";
import { withoutForeignThinking } from "./anthropic-messages/foreign-state.ts";
import { readMessages } from "./anthropic-messages/read.ts";
import { reassembleMessages } from "./anthropic-messages/reassemble.ts";
import { mapMessagesTexts } from "./anthropic-messages/texts.ts";
import { resultToMessage } from "./anthropic-messages/to-body.ts";
import { messagesToCall } from "./anthropic-messages/to-call.ts";
import { messagesEvents } from "./anthropic-messages/to-events.ts";
import { messagesToStream } from "./anthropic-messages/to-stream.ts";
import { addUsage, isCounted } from "./anthropic-messages/usage.ts";
import type { Dialect } from "./dialect.ts";
import { streamWatch, type EventReader } from "./sse/stream-watch.ts";

/** Blocks that start empty: their content comes in deltas. */
const EMPTY_AT_START = new Set(["text", "thinking", "compaction", "fallback"]);
const STOP = /"type"\s*:\s*"message_stop"/u;

const READER: EventReader = {
  marks: ['"message_delta"', '"message_stop"', '"error"'],
  begins(data) {
    if (data["type"] === "content_block_start") {
      return !EMPTY_AT_START.has(String(objectOf(data["content_block"])["type"]));
    }
    const { type: _, ...pieces } = objectOf(data["delta"]);
    if (data["type"] === "message_delta") return pieces["stop_reason"] !== null;
    return data["type"] === "content_block_delta" && Object.values(pieces).some((piece) => piece !== "");
  },
  ends: (data, event) => event === "message_stop" || (data.length < 200 && STOP.test(data)),
  failure: (data) => (data["type"] === "error" ? failureOfBody(data) : null),
  usage(data, _, before) {
    if (data["type"] === "message_delta") return addUsage(before, data["usage"]);
    const { usage } = objectOf(data["message"]);
    return data["type"] === "message_start" && isCounted(usage) ? usage : before;
  },
};

function checkBody(body: unknown): OutcomeFailure | null {
  if (!isObject(body)) return { class: "server", code: null, message: "the answer is no JSON object" };
  const failure = failureOfBody(body);
  if (failure !== null || Array.isArray(body["content"])) return failure;
  return { class: "server", code: null, message: "the answer is no message: it has no content" };
}

/** Anthropic's Messages API. */
export const anthropicMessages: Dialect = {
  name: "anthropic-messages",
  summary: "Anthropic messages",
  path: "/v1/messages",
  read: readMessages,
  assemble: assembleMessages,
  mapTexts: mapMessagesTexts,
  error: (error) => ({ status: error.status, body: errorBody(error) }),
  errorEvent: (error) => `event: error\ndata: ${JSON.stringify(errorBody(error))}\n\n`,
  checkBody,
  watch: () => streamWatch(READER),
  reassemble: reassembleMessages,
  toStream: (body) => messagesToStream(body),
  withoutForeignState: withoutForeignThinking,
  translation: { toCall: messagesToCall, toBody: resultToMessage, toEvents: messagesEvents },
};
