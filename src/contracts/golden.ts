import * as z from "zod";
import { filledText } from "./filled-text.ts";
import type { JsonObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import { strictObject } from "../core/strict-object.ts";
import { holdAgainst, type Held } from "./mistake.ts";
import type { Golden } from "./pack.ts";
import { NO_RESPONSE, responseBody } from "./response-body.ts";

const body = z.record(z.string(), z.unknown());
const hash = filledText.describe("A hash of ours begins with v1:; any other text is a label of your own");

/** Of a golden file and of a recording. */
export const boundarySchema = strictObject({
  model: z.string().nullish(),
  tool_schema_hash: hash,
  message_hash: hash,
  system_hash: hash,
}).transform(({ model, ...hashes }) => ({ model: model ?? null, ...hashes }));

/** A file of `golden/`: a request, and what is known of its answer. Keys beside these are left alone. */
export const goldenSchema = z.looseObject({
  boundary: boundarySchema.nullish().describe("What the request was when it was written down"),
  request: body.describe("The body as a provider takes it: OpenAI chat completions or responses, Anthropic messages"),
  dialect: z
    .enum(["openai-chat", "openai-responses", "anthropic-messages"])
    .nullish()
    .describe("Told from the request where nothing is said"),
  response: body.nullish().describe("The body a provider answered with, or {text, tool_calls: [{name, arguments}]}"),
  logged_at: z.number().nullish().describe("Of the logged row it was made of, ms since the epoch"),
  request_id: z.string().nullish().describe("Of the logged row it was made of"),
});

/** A golden file as everything else sees it. @param file relative to the pack */
export function goldenOf(document: unknown, file: string): Held<Golden> {
  const held = holdAgainst(goldenSchema, document);
  if ("mistake" in held) return held;
  const { boundary, dialect, logged_at, request_id } = held.value;
  // As written: the schema's own copy would not have every key.
  const { request, response } = document as { readonly request: JsonObject; readonly response?: JsonObject | null };
  const spoken = dialect ?? sniffDialect(request);
  if (spoken === "unknown" || spoken === "embeddings") {
    const message =
      "expected a request of OpenAI chat completions, OpenAI responses or Anthropic messages, which has `messages` or `input`";
    return { mistake: { message, path: ["request"] } };
  }
  const answered = response === undefined || response === null ? null : responseBody(response);
  if (answered === null && response !== undefined && response !== null)
    return { mistake: { message: NO_RESPONSE, path: ["response"] } };
  return {
    value: {
      file,
      boundary: boundary ?? null,
      request,
      dialect: spoken,
      response: answered,
      logged_at: logged_at ?? null,
      request_id: request_id ?? null,
    },
  };
}
