import * as z from "zod";
import { isObject, textOf, type JsonObject } from "../core/json.ts";
import { boundarySchema } from "./golden.ts";
import { holdAgainst, type Held } from "./mistake.ts";
import type { Recording } from "./pack.ts";
import { NO_RESPONSE, responseBody } from "./response-body.ts";

const amount = z.number().min(0).nullish();

/** A file of `recordings/` that says more than the response. A response body alone is a recording too. */
export const recordingSchema = z.looseObject({
  response: z.record(z.string(), z.unknown()).describe("The body a provider answered with"),
  boundary: boundarySchema.nullish().describe("Of the request that was answered"),
  model: z.string().nullish().describe("What answered"),
  provider: z.string().nullish().describe("Who answered"),
  latency_ms: amount,
  cost_usd: amount,
  outcomes: z.record(z.string(), z.number()).nullish().describe("Scores or labels of this answer, by name"),
});

const list = z.array(z.unknown());

/** What a file of `recordings/` may be, for editors: which of these it is, is told by `recordingOf`. */
export const recordingFileSchema = z.union([
  recordingSchema,
  z.looseObject({ choices: list }).describe("A response of OpenAI chat completions"),
  z.looseObject({ output: list }).describe("A response of OpenAI responses"),
  z.looseObject({ content: list }).describe("A response of Anthropic messages"),
  z.looseObject({ error: z.looseObject({}) }).describe("A provider's error"),
  z.strictObject({
    text: z.string().nullish(),
    tool_calls: z.array(z.looseObject({ name: z.string() })).optional(),
    finish_reason: z.string().optional(),
  }),
]);

/** A recording as everything else sees it. @param file relative to the pack */
export function recordingOf(document: unknown, file: string): Held<Recording> {
  if (!isObject(document)) return { mistake: { message: NO_RESPONSE, path: [] } };
  const inside = document["response"];
  const alone = responseBody(document);
  const wrapped = isObject(inside) ? responseBody(inside) : null;
  if (alone !== null && wrapped !== null) {
    const message = "this is a response that holds another one under `response`: which is meant cannot be told";
    return { mistake: { message, path: ["response"] } };
  }
  if (alone !== null) return { value: { ...NOTHING_SAID, file, response: alone, model: textOf(alone["model"]) } };
  if (wrapped === null) return { mistake: { message: NO_RESPONSE, path: inside === undefined ? [] : ["response"] } };
  return enveloped(document, wrapped, file);
}

const NOTHING_SAID = { boundary: null, provider: null, latency_ms: null, cost_usd: null, outcomes: {} } as const;

function enveloped(document: JsonObject, response: JsonObject, file: string): Held<Recording> {
  const held = holdAgainst(recordingSchema, document);
  if ("mistake" in held) return held;
  const { boundary, model, provider, latency_ms, cost_usd, outcomes } = held.value;
  return {
    value: {
      file,
      boundary: boundary ?? null,
      response,
      model: model ?? textOf(response["model"]),
      provider: provider ?? null,
      latency_ms: latency_ms ?? null,
      cost_usd: cost_usd ?? null,
      outcomes: outcomes ?? {},
    },
  };
}
