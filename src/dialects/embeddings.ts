import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { BadRequest, Dialect, RequestHead, StreamWatch } from "./dialect.ts";
import { errorBody, failureOfError } from "./openai/error.ts";
import { mapped, withMember } from "./texts/mapped.ts";

const NO_METADATA: RequestHead["metadata"] = {};
const INPUT = "`input` must be a text, a list of texts, or tokens (a list of numbers, or a list of such lists).";

function isTokens(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((token) => typeof token === "number");
}

function isInput(input: unknown): boolean {
  if (typeof input === "string" || isTokens(input)) return true;
  if (!Array.isArray(input) || input.length === 0) return false;
  return input.every((one) => typeof one === "string") || input.every((one) => isTokens(one));
}

function read(body: unknown): RequestHead | BadRequest {
  const { model, input, stream, user } = objectOf(body);
  if (textOf(model) === null)
    return { problem: "`model` is missing: name a model or a target, `model:provider`.", field: "model" };
  if (!isInput(input)) return { problem: INPUT, field: "input" };
  if (stream === true) return { problem: "Embeddings have no stream: leave `stream` out.", field: "stream" };
  return { model: model as string, stream: false, end_user: textOf(user), metadata: NO_METADATA };
}

function mapInput(body: JsonObject, change: (text: string) => string): JsonObject {
  const { input } = body;
  const text = (one: unknown): unknown => (typeof one === "string" ? change(one) : one);
  return withMember(body, "input", Array.isArray(input) ? mapped(input, text) : text(input));
}

function checkBody(body: unknown): OutcomeFailure | null {
  if (!isObject(body)) return { class: "server", code: null, message: "the answer is no JSON object" };
  const failure = failureOfError(body["error"]);
  if (failure !== null) return failure;
  const { data } = body;
  const whole =
    Array.isArray(data) &&
    data.length > 0 &&
    data.every((one) => {
      const { embedding } = objectOf(one);
      return textOf(embedding) !== null || isTokens(embedding);
    });
  return whole ? null : { class: "server", code: null, message: "the answer holds no embeddings" };
}

/** Embeddings never stream: there is nothing to see. */
const NO_STREAM: StreamWatch = { push: () => {}, begun: false, ended: false, failure: null, usage: null };

/** OpenAI's embeddings. They have no instructions, no answer of texts and no stream, and are never translated: vectors of two models do not compare. */
export const embeddings: Dialect = {
  name: "embeddings",
  summary: "OpenAI embeddings",
  path: "/v1/embeddings",
  read,
  assemble: (body) => body,
  mapTexts: (body, which, change) => (which === "request" ? mapInput(body, change) : body),
  error: (error) => ({ status: error.status, body: errorBody(error) }),
  errorEvent: (error) => `data: ${JSON.stringify(errorBody(error))}\n\n`,
  checkBody,
  watch: () => NO_STREAM,
  reassemble: () => null,
  toStream: () => [],
  withoutForeignState: () => null,
  translation: null,
};
