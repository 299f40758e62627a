import { isObject, objectOf, textOf } from "../../core/json.ts";
import type { BadRequest, RequestHead } from "../dialect.ts";

const ROLES = ["user", "assistant", "system"];
const NO_METADATA: RequestHead["metadata"] = {};

/** What a Messages body says of itself. Without `max_tokens` it may still get one from an endpoint, and not every provider needs it: Anthropic says so itself. */
export function readMessages(body: unknown): RequestHead | BadRequest {
  const request = objectOf(body);
  const { model, max_tokens: most, messages, stream } = request;
  if (textOf(model) === null)
    return { problem: "model: missing; name a model or a target, `model:provider`", field: "model" };
  if (most !== undefined && most !== null && (typeof most !== "number" || !Number.isInteger(most) || most < 0))
    return { problem: "max_tokens: must be a whole number, 0 or more", field: "max_tokens" };
  if (!Array.isArray(messages)) return { problem: "messages: must be a list of messages", field: "messages" };
  if (messages.length === 0) return { problem: "messages: at least one message is required", field: "messages" };
  const wrong = messages.findIndex((message) => !isMessage(message));
  if (wrong !== -1) {
    const field = `messages.${wrong}`;
    return { problem: `${field}: must have a role (${ROLES.join(", ")}) and content, a text or a list`, field };
  }
  if (stream !== undefined && stream !== null && typeof stream !== "boolean")
    return { problem: "stream: must be true or false", field: "stream" };
  const metadata = isObject(request["metadata"]) ? request["metadata"] : NO_METADATA;
  return { model: model as string, stream: stream === true, end_user: textOf(metadata["user_id"]), metadata };
}

function isMessage(message: unknown): boolean {
  if (!isObject(message)) return false;
  const { role, content } = message;
  return ROLES.includes(role as string) && (typeof content === "string" || Array.isArray(content));
}
