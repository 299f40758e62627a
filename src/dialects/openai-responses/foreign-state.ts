import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import type { WithoutState } from "../dialect.ts";
import { isPacked } from "../translation/provider-state.ts";

/** A Responses body without the reasoning that another provider's packed state seals: OpenAI cannot open it. */
export function withoutForeignReasoning(body: JsonObject): WithoutState | null {
  const items = arrayOf(body["input"]);
  const kept = items.filter((item) => !isPacked(objectOf(item)["encrypted_content"]));
  return kept.length === items.length ? null : { body: { ...body, input: kept }, dropped: ["input.reasoning"] };
}
