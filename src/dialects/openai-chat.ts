import { arrayOf, isObject, objectOf, textOf } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { Dialect, RequestHead } from "./dialect.ts";
import { assembleChat } from "./openai-chat/assemble.ts";
import { withoutForeignDetails } from "./openai-chat/foreign-state.ts";
import { reassembleChat } from "./openai-chat/reassemble.ts";
import { mapChatTexts } from "./openai-chat/texts.ts";
import { resultToCompletion } from "./openai-chat/to-body.ts";
import { chatToCall } from "./openai-chat/to-call.ts";
import { chatEvents } from "./openai-chat/to-events.ts";
import { chatToStream } from "./openai-chat/to-stream.ts";
import { errorBody, failureOfError } from "./openai/error.ts";
import { streamWatch, type EventReader } from "./sse/stream-watch.ts";

const NO_METADATA: RequestHead["metadata"] = {};

/** A piece of an answer that says something: counts and empty pieces do not. */
function says(piece: unknown): boolean {
  if (typeof piece === "string") return piece !== "";
  return Array.isArray(piece) ? piece.length > 0 : isObject(piece);
}

const READER: EventReader = {
  // Providers send `"usage":null` in every chunk: what counts is an object. In a text these marks would be escaped.
  marks: ['"usage":{', '"usage": {', '"error":{', '"error": {', '"error":"', '"error": "', "[DONE]"],
  begins: (data) =>
    arrayOf(data["choices"]).some((choice) => {
      const { delta, finish_reason: finish } = objectOf(choice);
      const { role: _, ...pieces } = objectOf(delta);
      return textOf(finish) !== null || Object.values(pieces).some((piece) => says(piece));
    }),
  ends: (data) => data === "[DONE]",
  failure: (data) => failureOfError(data["error"]),
  usage: (data, _, before) => (isObject(data["usage"]) ? data["usage"] : before),
};

function checkBody(body: unknown): OutcomeFailure | null {
  if (!isObject(body)) return { class: "server", code: null, message: "the answer is no JSON object" };
  const failure = failureOfError(body["error"]);
  if (failure !== null) return failure;
  if (Array.isArray(body["choices"]) && isObject(body["choices"][0])) return null;
  return { class: "server", code: null, message: "the answer is no chat completion: it has no choices" };
}

/** OpenAI's chat completions: what most clients and most providers speak. */
export const openaiChat: Dialect = {
  name: "openai-chat",
  summary: "OpenAI chat completions",
  path: "/v1/chat/completions",
  read(body) {
    const request = objectOf(body);
    if (textOf(request["model"]) === null)
      return { problem: "`model` is missing: name a model or a target, `model:provider`.", field: "model" };
    if (!Array.isArray(request["messages"]))
      return { problem: "`messages` must be a list of messages.", field: "messages" };
    if (request["messages"].length === 0) return { problem: "`messages` is empty.", field: "messages" };
    const wrong = request["messages"].findIndex((message) => !isObject(message) || typeof message["role"] !== "string");
    if (wrong !== -1)
      return { problem: `messages[${wrong}] must be an object with a \`role\`.`, field: `messages[${wrong}]` };
    if (request["stream"] !== undefined && request["stream"] !== null && typeof request["stream"] !== "boolean") {
      return { problem: "`stream` must be true or false.", field: "stream" };
    }
    return {
      model: request["model"] as string,
      stream: request["stream"] === true,
      end_user: textOf(request["safety_identifier"]) ?? textOf(request["user"]),
      metadata: isObject(request["metadata"]) ? request["metadata"] : NO_METADATA,
    };
  },
  assemble: assembleChat,
  mapTexts: mapChatTexts,
  error: (error) => ({ status: error.status, body: errorBody(error) }),
  errorEvent: (error) => `data: ${JSON.stringify(errorBody(error))}\n\n`,
  checkBody,
  watch: () => streamWatch(READER),
  reassemble: reassembleChat,
  toStream: chatToStream,
  withoutForeignState: withoutForeignDetails,
  translation: { toCall: chatToCall, toBody: resultToCompletion, toEvents: chatEvents },
};
