import { isObject, objectOf, textOf } from "../../core/json.ts";
import type { BadRequest, RequestHead } from "../dialect.ts";

const NO_METADATA: RequestHead["metadata"] = {};

/** Members that stand for input kept by the provider. */
const STORED = ["previous_response_id", "conversation", "prompt"];

/** What a Responses body says of itself. */
export function readResponses(body: unknown): RequestHead | BadRequest {
  const request = objectOf(body);
  const { model, input, stream, metadata } = request;
  if (textOf(model) === null)
    return { problem: "`model` is missing: name a model or a target, `model:provider`.", field: "model" };
  if (input === undefined || input === null) {
    if (STORED.every((name) => request[name] === undefined || request[name] === null))
      return { problem: "`input` is missing: a text, or a list of items.", field: "input" };
  } else if (Array.isArray(input)) {
    const wrong = input.findIndex((item) => !isItem(item));
    if (wrong !== -1)
      return {
        problem: `input[${wrong}] must be an item with a \`type\`, or a message with a \`role\`.`,
        field: `input[${wrong}]`,
      };
  } else if (typeof input !== "string")
    return { problem: "`input` must be a text or a list of items.", field: "input" };
  if (stream !== undefined && stream !== null && typeof stream !== "boolean")
    return { problem: "`stream` must be true or false.", field: "stream" };
  return {
    model: model as string,
    stream: stream === true,
    end_user: textOf(request["safety_identifier"]) ?? textOf(request["user"]),
    metadata: isObject(metadata) ? metadata : NO_METADATA,
  };
}

function isItem(item: unknown): boolean {
  return isObject(item) && (typeof item["type"] === "string" || typeof item["role"] === "string");
}
