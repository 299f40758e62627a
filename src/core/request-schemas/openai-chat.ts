import * as z from "zod";
import { byMember } from "./by-member.ts";
import { count, flag, model, name, schema, share, temperature } from "./shared.ts";

const part = byMember("type", {
  text: z.looseObject({ text: z.string() }),
  image_url: z.looseObject({ image_url: z.looseObject({ url: z.string() }) }),
  input_audio: z.looseObject({ input_audio: z.looseObject({ data: z.string(), format: z.string() }) }),
  file: z.looseObject({ file: z.looseObject({}) }),
  refusal: z.looseObject({ refusal: z.string() }),
});
const content = z.union([z.string(), z.array(part)]);

const calls = z.array(
  byMember("type", {
    function: z.looseObject({ id: z.string(), function: z.looseObject({ name, arguments: z.string() }) }),
    custom: z.looseObject({ id: z.string(), custom: z.looseObject({ name, input: z.string() }) }),
  }),
);

const SAYING = ["content", "tool_calls", "function_call", "refusal", "audio"] as const;

const assistant = z.looseObject({ content: content.nullish(), tool_calls: calls.nullish() }).check((context) => {
  if (SAYING.some((member) => context.value[member] !== undefined)) return;
  context.issues.push({ code: "custom", message: "expected content or tool_calls", input: context.value, path: [] });
});

const message = byMember(
  "role",
  {
    system: z.looseObject({ content }),
    developer: z.looseObject({ content }),
    user: z.looseObject({ content }),
    assistant,
    tool: z.looseObject({ content, tool_call_id: z.string() }),
    function: z.looseObject({ content: z.string().nullable(), name }),
  },
  { strict: true },
);

const tool = byMember("type", {
  function: z.looseObject({ function: z.looseObject({ name, parameters: schema.nullish(), strict: flag }) }),
  custom: z.looseObject({ custom: z.looseObject({ name }) }),
});

/** The body of `POST /v1/chat/completions`. */
export const openaiChatRequest = z.looseObject({
  model,
  messages: z.array(message).min(1),
  tools: z.array(tool).nullish(),
  tool_choice: z.union([z.enum(["none", "auto", "required"]), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: flag,
  temperature,
  top_p: share,
  n: count,
  max_tokens: count,
  max_completion_tokens: count,
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  seed: z.int().nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logprobs: flag,
  top_logprobs: z.int().min(0).max(20).nullish(),
  response_format: byMember("type", {
    json_schema: z.looseObject({ json_schema: z.looseObject({ name, schema: schema.optional(), strict: flag }) }),
  }).nullish(),
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag }).nullish(),
  user: z.string().nullish(),
  metadata: z.looseObject({}).nullish(),
});
