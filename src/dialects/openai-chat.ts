import { arrayOf, isObject, objectOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { Dialect, RequestHead } from "./dialect.ts";
import { assembleChat } from "./openai-chat/assemble.ts";
import { errorBody, failureOfError } from "./openai-chat/error.ts";
import { reassembleChat } from "./openai-chat/reassemble.ts";
import { mapChatTexts } from "./openai-chat/texts.ts";
import { chatToStream } from "./openai-chat/to-stream.ts";
import { streamWatch, type EventReader } from "./sse/stream-watch.ts";

const NO_METADATA: RequestHead["metadata"] = {};

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

const READER: EventReader = {
  marks: ['"usage"', '"error"', "[DONE]"],
  begins: (data) =>
    arrayOf(data["choices"]).some((choice) => {
      const { delta, finish_reason: finish } = objectOf(choice);
      const { role: _, ...pieces } = objectOf(delta);
      const said = Object.values(pieces).some((piece) =>
        Array.isArray(piece) ? piece.length > 0 : piece !== null && piece !== "",
      );
      return said || (finish !== null && finish !== undefined);
    }),
  ends: (data) => data === "[DONE]",
  failure: (data) => (data["error"] === undefined || data["error"] === null ? null : failureOfError(data["error"])),
  usage: (data, _, before) => (isObject(data["usage"]) ? data["usage"] : before),
};

function checkBody(body: unknown): OutcomeFailure | null {
  if (!isObject(body)) return { class: "server", code: null, message: "the answer is no JSON object" };
  if (body["error"] !== undefined && body["error"] !== null) return failureOfError(body["error"]);
  if (Array.isArray(body["choices"]) && body["choices"].length > 0) return null;
  return { class: "server", code: null, message: "the answer is no chat completion: it has no choices" };
}

/** OpenAI's chat completions: what most clients and most providers speak. */
export const openaiChat: Dialect = {
  name: "openai-chat",
  summary: "OpenAI chat completions",
  path: "/v1/chat/completions",
  read(body) {
    const request = objectOf(body);
    if (textOrNull(request["model"]) === null)
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
      end_user: textOrNull(request["safety_identifier"]) ?? textOrNull(request["user"]),
      metadata: isObject(request["metadata"]) ? request["metadata"] : NO_METADATA,
    };
  },
  assemble: assembleChat,
  mapTexts: mapChatTexts,
  error: (error) => ({ status: error.status, body: errorBody(error) as JsonObject }),
  errorEvent: (error) => `data: ${JSON.stringify(errorBody(error))}\n\n`,
  checkBody,
  watch: () => streamWatch(READER),
  reassemble: reassembleChat,
  toStream: chatToStream,
  translation: null,
};
