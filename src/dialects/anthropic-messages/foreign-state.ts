import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import type { WithoutState } from "../dialect.ts";
import { mapped, withMember } from "../texts/mapped.ts";
import { isPacked } from "../translation/provider-state.ts";

/** A Messages body without the thinking that another provider's packed state signs: Anthropic refuses signatures it did not make. */
export function withoutForeignThinking(body: JsonObject): WithoutState | null {
  const messages = arrayOf(body["messages"]);
  const kept = mapped(messages, (message) => {
    if (!isObject(message) || !Array.isArray(message["content"])) return message;
    const blocks = message["content"].filter((block) => !isPacked(objectOf(block)["signature"]));
    return blocks.length === message["content"].length ? message : withMember(message, "content", blocks);
  });
  if (kept === messages) return null;
  // A turn that only thought has nothing left to say.
  const said = kept.filter(
    (message, at) => message === messages[at] || arrayOf(objectOf(message)["content"]).length > 0,
  );
  return { body: withMember(body, "messages", said), dropped: ["messages.content.thinking"] };
}
