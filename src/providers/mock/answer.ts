import { arrayOf, objectOf } from "../../core/json.ts";
import type { RequestBody } from "../provider.ts";
import type { Draws } from "./draws.ts";
import { valueFromSchema, withoutOneField } from "./from-schema.ts";
import type { Profile } from "./profiles.ts";
import { countTokens, cutToTokens, prose } from "./prose.ts";

/** A made-up answer, before it is put into a provider's words. */
export interface MockAnswer {
  readonly text: string | null;
  readonly tool: { readonly name: string; readonly arguments: string } | null;
  readonly finish_reason: "stop" | "length" | "tool_calls";
  readonly output_tokens: number;
}

const REFUSAL = "I'm sorry, but I can't help with that request.";
/** Median and spread of the tokens a request for free text calls for. */
const USUAL_TOKENS = 150;
const SPREAD = 0.55;

function structured(schema: unknown, profile: Profile, truth: Draws, own: Draws): string {
  const value = valueFromSchema(schema, truth, () => !own.chance(profile.accuracy));
  return JSON.stringify(own.chance(profile.discipline) ? value : withoutOneField(value));
}

function outputLimit(body: RequestBody): number {
  const limit = body["max_completion_tokens"] ?? body["max_tokens"];
  return typeof limit === "number" ? limit : Number.POSITIVE_INFINITY;
}

/**
 * What a model with this profile makes of a chat request.
 * @param truth fixed by the request alone: what the right answer is, and how long
 * @param own fixed by request, model and try: what this model makes of it
 */
export function mockAnswer(body: RequestBody, profile: Profile, truth: Draws, own: Draws): MockAnswer {
  const wanted = USUAL_TOKENS * Math.exp(SPREAD * truth.normal());
  const tools = arrayOf(body["tools"]);
  const choice = body["tool_choice"];
  const format = objectOf(body["response_format"]);
  if (own.chance(profile.refusing)) return said(REFUSAL, body);
  const calls = tools.length > 0 && choice !== "none" && (choice === "required" || own.chance(0.96));
  if (calls) {
    const { name, parameters } = objectOf(objectOf(truth.pick(tools))["function"]);
    const tool = { name: String(name), arguments: structured(parameters, profile, truth, own) };
    return {
      text: null,
      tool,
      finish_reason: "tool_calls",
      output_tokens: countTokens(tool.name + tool.arguments) + 8,
    };
  }
  if (format["type"] === "json_schema")
    return said(structured(objectOf(format["json_schema"])["schema"], profile, truth, own), body);
  if (format["type"] === "json_object") return said(JSON.stringify({ answer: prose(own, 12) }), body);
  return said(prose(own, wanted * profile.verbosity * Math.exp(0.15 * own.normal())), body);
}

function said(text: string, body: RequestBody): MockAnswer {
  const limit = outputLimit(body);
  const whole = countTokens(text);
  return whole > limit
    ? { text: cutToTokens(text, limit), tool: null, finish_reason: "length", output_tokens: limit }
    : { text, tool: null, finish_reason: "stop", output_tokens: whole };
}
