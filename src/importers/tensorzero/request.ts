import { arrayOf, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { blockText, messageOf } from "./blocks.ts";
import { tensorzeroTools } from "./tools.ts";

/** The function that hands on what a caller asks of a model by its name: all others may bring templates, tools and a schema from the configuration. */
const HANDS_ON = "tensorzero::default";

/** The function's input as a chat request: `truncated` where it is not, or may not be, all that a model was asked. */
export function tensorzeroRequest(record: JsonObject): LoggedBody {
  const input = objectOf(jsonIn(record["input"]));
  if (!Array.isArray(input["messages"])) return NO_BODY;
  const system = textOf(input["system"]);
  const tools = tensorzeroTools(record);
  const body = bodyOf({
    messages: [
      ...(system === null ? [] : [{ role: "system", content: system }]),
      ...input["messages"].flatMap((message) => messagesOf(objectOf(message))),
    ],
    ...parametersOf(objectOf(objectOf(jsonIn(record["inference_params"]))["chat_completion"])),
    ...tools.members,
  });
  const whole =
    record["function_name"] === HANDS_ON &&
    tools.whole &&
    (system !== null || (input["system"] ?? "") === "") &&
    input["messages"].every((message) => isPlain(objectOf(message)["content"]));
  return whole || body.flaw !== null ? body : { ...body, flaw: "truncated" };
}

/** A user's message may hold results of tools, which are messages of their own. */
function messagesOf({ role, content }: JsonObject): readonly JsonObject[] {
  if (typeof content === "string") return [{ role, content }];
  const blocks = arrayOf(content).map(objectOf);
  const results = blocks.filter(({ type }) => type === "tool_result");
  const rest = blocks.filter(({ type }) => type !== "tool_result");
  return [
    ...results.map((block) => ({ role: "tool", tool_call_id: block["id"], content: block["result"] })),
    ...(rest.length === 0 && results.length > 0 ? [] : [messageOf(role, rest)]),
  ];
}

/** Everything in it stands in a chat message as it is: no arguments of a template, no files, no thoughts. */
function isPlain(content: unknown): boolean {
  if (typeof content === "string") return true;
  return (
    Array.isArray(content) &&
    content.every((block) => {
      const { type } = objectOf(block);
      return type === "tool_call" || type === "tool_result" || blockText(objectOf(block)) !== null;
    })
  );
}

/** Parameters by the name that a chat request has for them. */
const PARAMETERS: Readonly<Record<string, string>> = {
  temperature: "temperature",
  max_tokens: "max_tokens",
  seed: "seed",
  top_p: "top_p",
  presence_penalty: "presence_penalty",
  frequency_penalty: "frequency_penalty",
  stop_sequences: "stop",
  reasoning_effort: "reasoning_effort",
  service_tier: "service_tier",
  verbosity: "verbosity",
};

function parametersOf(given: JsonObject): JsonObject {
  const parameters: Record<string, unknown> = {};
  for (const [name, called] of Object.entries(PARAMETERS)) {
    if (given[name] !== undefined && given[name] !== null) parameters[called] = given[name];
  }
  return parameters;
}
