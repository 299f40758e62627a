import * as z from "zod";
import { byMember } from "./by-member.ts";
import { count, flag, model, name, schema, share } from "./shared.ts";

const text = z.looseObject({ text: z.string() });
const source = z.looseObject({ source: z.looseObject({ type: z.string() }) });
const result = byMember("type", { text, image: source, document: source });

const block = byMember("type", {
  text,
  image: source,
  document: source,
  tool_use: z.looseObject({ id: z.string(), name, input: z.looseObject({}) }),
  tool_result: z.looseObject({
    tool_use_id: z.string(),
    content: z.union([z.string(), z.array(result)]).nullish(),
    is_error: flag,
  }),
  thinking: z.looseObject({ thinking: z.string(), signature: z.string() }),
  redacted_thinking: z.looseObject({ data: z.string() }),
});
const said = z.looseObject({ content: z.union([z.string(), z.array(block)]) });

/** The body of `POST /v1/messages`. An endpoint may give what Anthropic itself cannot do without, `max_tokens`. */
export const anthropicMessagesRequest = z.looseObject({
  model,
  max_tokens: count,
  messages: z.array(byMember("role", { user: said, assistant: said }, { strict: true })).min(1),
  system: z.union([z.string(), z.array(byMember("type", { text }))]).nullish(),
  tools: z.array(z.looseObject({ name, input_schema: schema.optional() })).nullish(),
  tool_choice: byMember("type", { tool: z.looseObject({ name }) }).nullish(),
  temperature: share,
  top_p: share,
  top_k: z.int().min(0).nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  thinking: byMember("type", { enabled: z.looseObject({ budget_tokens: z.int().min(1) }) }).nullish(),
  stream: flag,
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
});
