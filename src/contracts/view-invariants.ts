import type { Answer } from "../core/answer/answer.ts";
import { parseJson, type JsonObject } from "../core/json.ts";
import type { FailureClass, Invariant } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { compileInvariant, type Broken } from "./invariants.ts";
import { placesAt, type JsonPath } from "./json-path.ts";
import { failed, passed } from "./told.ts";

/** An answer as output invariants see it. `json` is there only where the whole text is JSON; arguments that are no JSON stand as text. */
export function neutralView(answer: Answer): JsonObject {
  const json = answer.text === null ? undefined : parseJson(answer.text);
  return {
    text: answer.text,
    ...(json === undefined ? {} : { json }),
    tool_calls: answer.tool_calls.map((call) => ({ name: call.name, arguments: call.arguments })),
    finish_reason: answer.finish_reason,
    refused: answer.refused,
  };
}

/** Checks an invariant over the request. */
export function compileInput(invariant: Invariant): (request: JsonObject) => Finding {
  const compiled = compileInvariant(invariant);
  return (request) => {
    const broken = compiled.check(request);
    return broken === null
      ? held("input_invariants", invariant, compiled.path)
      : failed("input_invariants", "schema_violation", broken);
  };
}

/** Checks an invariant over the answer's neutral view. */
export function compileOutput(invariant: Invariant): (view: JsonObject, answer: Answer) => Finding {
  const compiled = compileInvariant(invariant);
  return (view, answer) => {
    const broken = compiled.check(view);
    return broken === null
      ? held("output_invariants", invariant, compiled.path)
      : failed("output_invariants", classOf(broken, view, answer), broken);
  };
}

function held(assertion: string, { path: text, ...expected }: Invariant, path: JsonPath): Finding {
  return passed(assertion, { path, expected, found: null, message: `${text} is as expected` });
}

/**
 * A broken invariant about tool calls tells more than that: the call it looks at was not made, its arguments are no JSON, or it is another tool's.
 */
function classOf({ path }: Broken, view: JsonObject, answer: Answer): FailureClass {
  if (path[0] !== "tool_calls") return "schema_violation";
  if (answer.tool_calls.length === 0 || placesAt(view, path.slice(0, 2)).length === 0) return "tool_not_invoked";
  const index = path[1];
  if (path[2] === "name") return "wrong_tool";
  const call = typeof index === "number" ? answer.tool_calls.at(index) : undefined;
  return path[2] === "arguments" && call?.parses === false ? "malformed_arguments" : "schema_violation";
}
