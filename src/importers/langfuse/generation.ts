import { jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { member } from "../record/member.ts";
import type { Unsaid } from "../record/parts-message.ts";
import { loggedValue } from "./logged-value.ts";
import { parametersOf } from "./parameters.ts";
import { asksResponses } from "./responses-api.ts";

/** A generation with what request and answer are both put together from, read once: texts may be long. */
export interface Generation {
  readonly record: JsonObject;
  readonly metadata: JsonObject;
  readonly model: string | null;
  readonly embeds: boolean;
  /** Values, or `CUT`. */
  readonly input: unknown;
  readonly output: unknown;
  /** By OpenAI's names. */
  readonly parameters: JsonObject;
  /** One of the parameters cannot be read. */
  readonly unreadable: boolean;
  /** It went to OpenAI's Responses API. */
  readonly responses: boolean;
}

export function generationOf(record: JsonObject): Generation {
  const metadata = objectOf(jsonIn(record["metadata"]));
  const model = textOf(record["model"]) ?? textOf(member(record, "providedModelName", "provided_model_name"));
  const input = loggedValue(record["input"]);
  const output = loggedValue(record["output"]);
  const unsaid: Unsaid = { met: false };
  const parameters = parametersOf(record, unsaid);
  return {
    record,
    metadata,
    model,
    // LiteLLM logs embeddings as generations.
    embeds: record["type"] === "EMBEDDING" || /embed/iu.test(model ?? ""),
    input,
    output,
    parameters,
    unreadable: unsaid.met,
    responses: asksResponses(input, output, parameters, metadata),
  };
}
