import { arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";

/**
 * Tools of a chat request: all of them where `tool_params` has them, else those that came with the call. Of those that stand in the
 * configuration only the names are known: then it is not `whole`.
 */
export function tensorzeroTools(record: JsonObject): { readonly members: JsonObject; readonly whole: boolean } {
  const params = objectOf(jsonIn(record["tool_params"]));
  const listed = params["tools_available"] ?? jsonIn(record["dynamic_tools"]) ?? jsonIn(record["additional_tools"]);
  const given = arrayOf(listed).map((tool) => objectOf(jsonIn(tool)));
  const tools = given.filter((tool) => textOf(tool["name"]) !== null && isObject(jsonIn(tool["parameters"])));
  const names = new Set(tools.map((tool) => tool["name"]));
  const allowed = jsonIn(record["allowed_tools"]);
  const whole =
    tools.length === given.length &&
    arrayOf(jsonIn(record["dynamic_provider_tools"])).length === 0 &&
    arrayOf(isObject(allowed) ? allowed["tools"] : allowed).every((name) => names.has(name));
  if (tools.length === 0) return { members: {}, whole };
  const choice = choiceOf(params["tool_choice"] ?? record["tool_choice"]);
  const parallel = params["parallel_tool_calls"] ?? record["parallel_tool_calls"];
  return {
    members: {
      tools: tools.map(functionOf),
      ...(choice === null ? {} : { tool_choice: choice }),
      ...(typeof parallel === "boolean" ? { parallel_tool_calls: parallel } : {}),
    },
    whole,
  };
}

function functionOf({ name, description, parameters, strict }: JsonObject): JsonObject {
  return {
    type: "function",
    function: {
      name,
      ...(textOf(description) === null ? {} : { description }),
      parameters: jsonIn(parameters),
      ...(strict === true ? { strict } : {}),
    },
  };
}

/** A word, as itself or as JSON, or the name of the one tool that has to be called. */
function choiceOf(given: unknown): unknown {
  const choice = jsonIn(given) ?? given;
  const specific = textOf(objectOf(choice)["specific"]);
  return specific === null ? textOf(choice) : { type: "function", function: { name: specific } };
}
