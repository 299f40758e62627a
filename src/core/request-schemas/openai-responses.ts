import * as z from "zod";
import { byMember } from "./by-member.ts";
import { count, flag, model, name, schema, share, temperature } from "./shared.ts";

const part = byMember("type", {
  input_text: z.looseObject({ text: z.string() }),
  output_text: z.looseObject({ text: z.string() }),
  refusal: z.looseObject({ refusal: z.string() }),
  input_image: z.looseObject({}),
  input_file: z.looseObject({}),
});
const parts = z.union([z.string(), z.array(part)]);
const message = byMember(
  "role",
  Object.fromEntries(
    ["user", "assistant", "system", "developer"].map((role) => [role, z.looseObject({ content: parts })]),
  ),
  { strict: true },
);

const typed = byMember("type", {
  message,
  function_call: z.looseObject({ call_id: z.string(), name, arguments: z.string() }),
  function_call_output: z.looseObject({ call_id: z.string(), output: parts }),
  item_reference: z.looseObject({ id: z.string() }),
});

/** A message may leave its type out; every other item names it. */
const item = z.looseObject({}).check((context) => {
  const parsed = (context.value["type"] === undefined ? message : typed).safeParse(context.value);
  for (const issue of parsed.error?.issues ?? [])
    context.issues.push({ ...issue, input: context.value } as z.core.$ZodRawIssue);
});

/** The body of `POST /v1/responses`. */
export const openaiResponsesRequest = z.looseObject({
  model,
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  tools: z.array(byMember("type", { function: z.looseObject({ name, parameters: schema.nullish() }) })).nullish(),
  tool_choice: z.union([z.enum(["none", "auto", "required"]), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: flag,
  temperature,
  top_p: share,
  max_output_tokens: count,
  max_tool_calls: count,
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  text: z
    .looseObject({ format: byMember("type", { json_schema: z.looseObject({ name, schema }) }).nullish() })
    .nullish(),
  store: flag,
  stream: flag,
  metadata: z.looseObject({}).nullish(),
});
