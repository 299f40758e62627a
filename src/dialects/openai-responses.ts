import { isObject, objectOf } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { Dialect } from "./dialect.ts";
import { errorBody, failureOfError } from "./openai/error.ts";
import { assembleResponses } from "./openai-responses/assemble.ts";
import { withoutForeignReasoning } from "./openai-responses/foreign-state.ts";
import { readResponses } from "./openai-responses/read.ts";
import { reassembleResponses } from "./openai-responses/reassemble.ts";
import { mapResponsesTexts } from "./openai-responses/texts.ts";
import { resultToResponse } from "./openai-responses/to-body.ts";
import { responsesToCall } from "./openai-responses/to-call.ts";
import { responsesEvents } from "./openai-responses/to-events.ts";
import { responsesToStream } from "./openai-responses/to-stream.ts";
import { streamWatch, type EventReader } from "./sse/stream-watch.ts";

/** Items that start empty: what they say comes in deltas. */
const EMPTY_AT_START = new Set(["message", "reasoning"]);
const END = /^response\.(?:completed|incomplete|failed)$/u;
const END_IN_DATA = /"type"\s*:\s*"response\.(?:completed|incomplete|failed)"/u;

const READER: EventReader = {
  marks: ['"response.completed"', '"response.incomplete"', '"response.failed"', '"error"'],
  begins({ type, delta, item }) {
    if (type === "response.output_item.added") return !EMPTY_AT_START.has(String(objectOf(item)["type"]));
    if (typeof delta === "string") return delta !== "";
    return type === "response.completed" || type === "response.incomplete";
  },
  ends: (data, event) => END.test(event) || END_IN_DATA.test(data),
  failure(data) {
    if (data["type"] === "error") return failureOfError(isObject(data["error"]) ? data["error"] : data);
    const response = objectOf(data["response"]);
    return data["type"] === "response.failed" ? failureOfError(response["error"] ?? "the response failed") : null;
  },
  usage(data, _, before) {
    const { usage } = objectOf(data["response"]);
    return isObject(usage) ? usage : before;
  },
};

function checkBody(body: unknown): OutcomeFailure | null {
  if (!isObject(body)) return { class: "server", code: null, message: "the answer is no JSON object" };
  const failure = failureOfError(body["error"]);
  if (failure !== null) return failure;
  if (body["status"] === "failed") return { class: "server", code: null, message: "the response failed" };
  if (Array.isArray(body["output"])) return null;
  return { class: "server", code: null, message: "the answer is no response: it has no output" };
}

/** OpenAI's Responses API. */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  summary: "OpenAI responses",
  path: "/v1/responses",
  read: readResponses,
  assemble: assembleResponses,
  mapTexts: mapResponsesTexts,
  error: (error) => ({ status: error.status, body: errorBody(error) }),
  errorEvent(error) {
    const { error: nested } = errorBody(error);
    // OpenAI documents its members beside the type, and sends them nested: clients read one or the other.
    const { code, message, param } = objectOf(nested);
    return `event: error\ndata: ${JSON.stringify({ type: "error", code, message, param, error: nested })}\n\n`;
  },
  checkBody,
  watch: () => streamWatch(READER),
  reassemble: reassembleResponses,
  toStream: (body) => responsesToStream(body),
  withoutForeignState: withoutForeignReasoning,
  translation: { toCall: responsesToCall, toBody: resultToResponse, toEvents: responsesEvents },
};
