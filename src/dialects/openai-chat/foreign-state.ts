import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import type { WithoutState } from "../dialect.ts";
import { mapped } from "../texts/mapped.ts";
import { isPacked } from "../translation/provider-state.ts";

/** The call without our member in `extra_content`. */
function plainCall(call: unknown): unknown {
  const extra = objectOf(call)["extra_content"];
  if (!isObject(extra) || !("understudy" in extra)) return call;
  const { extra_content: _, ...plain } = call as JsonObject;
  const { understudy: __, ...others } = extra;
  return Object.keys(others).length === 0 ? plain : { ...plain, extra_content: others };
}

function plainMessage(message: unknown): unknown {
  if (!isObject(message) || message["role"] !== "assistant") return message;
  const { reasoning_details: details, tool_calls: calls, ...others } = message;
  const kept = arrayOf(details).filter((detail) => !isPacked(objectOf(detail)["signature"]));
  const plain = Array.isArray(calls) ? mapped(calls, plainCall) : calls;
  if (kept.length === arrayOf(details).length && plain === calls) return message;
  return {
    ...others,
    ...(plain === undefined ? {} : { tool_calls: plain }),
    ...(kept.length > 0 ? { reasoning_details: kept } : {}),
  };
}

/** A chat body without what another provider wanted back, which we packed into members that OpenAI's API has not. */
export function withoutForeignDetails(body: JsonObject): WithoutState | null {
  const messages = arrayOf(body["messages"]);
  const kept = mapped(messages, plainMessage);
  return kept === messages ? null : { body: { ...body, messages: kept }, dropped: ["messages.reasoning_details"] };
}
