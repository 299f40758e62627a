import { asText, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { Usage } from "../core/usage.ts";
import type { ImportContext, ImportedRecord, Importer, Joining, Sniffed } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { plainAmount } from "./record/plain-amount.ts";
import { guardDepth, notAnObject, readAmount, readTokens, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { flagOf, numberOf, withNulls } from "./record/text-values.ts";
import { parseIsoTime } from "./record/time.ts";
import { tensorzeroRequest } from "./tensorzero/request.ts";
import { rawResponse, tensorzeroResponse } from "./tensorzero/response.ts";

/** An inference, and what models were asked for it: most often one, several where a variant takes the best of some. */
const joining: Joining = {
  partOf(record) {
    if (!isObject(record) || record["model_inferences"] !== undefined) return null;
    const of = textOf(record["inference_id"]);
    const key = of ?? textOf(record["id"]);
    if (key !== null && textOf(record["function_name"]) !== null) return { key, name: "inference" };
    return of === null ? null : { key: of, name: "model" };
  },
  join(parts) {
    const of = (name: string): readonly unknown[] =>
      parts.filter((part) => part.name === name).map(({ record }) => record);
    const inference = objectOf(of("inference")[0]);
    const models = of("model");
    const id = inference["inference_id"] ?? inference["id"] ?? objectOf(models[0])["inference_id"];
    return [{ ...inference, id, model_inferences: models }];
  },
};

/** TensorZero's tables ChatInference and JsonInference, with ModelInference, which has the requests as they were sent. */
export const tensorzero: Importer = {
  name: "tensorzero",
  summary: "TensorZero ChatInference and JsonInference, joined with ModelInference",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  unpack: (value) =>
    isObject(value) && Array.isArray(value["inferences"]) ? (value["inferences"] as unknown[]) : null,
  fromCells: withNulls,
  joining,
  read: guardDepth(read),
};

function sniff(record: JsonObject): Sniffed {
  if (textOf(record["function_name"]) !== null && textOf(record["variant_name"]) !== null)
    return { sureness: 1, because: "function_name, variant_name" };
  return textOf(record["inference_id"]) !== null && record["model_provider_name"] !== undefined
    ? { sureness: 1, because: "inference_id, model_provider_name" }
    : NOT_MINE;
}

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const given = record["model_inferences"];
  const alone = given === undefined && textOf(record["function_name"]) === null ? [record] : given;
  const models = (Array.isArray(alone) ? alone : []).map(objectOf);
  const id = textOf(record["inference_id"]) ?? textOf(record["id"]);
  if (id === null) reject(reading, "id", record["id"], "the id of the inference as text");
  const model = models.at(-1) ?? {};
  const answers = models.map(rawResponse);
  const request = requestOf(record, models);
  const tags = objectOf(jsonIn(record["tags"]));
  const served = modelOf(model, answers.at(-1) ?? NO_BODY, request);
  const latency = record["processing_time_ms"] ?? (models.length === 1 ? model["response_time_ms"] : null);
  return exchangeOf(
    {
      source: tensorzero.name,
      id,
      created_at: id === null ? null : createdAt(reading, record, model, id),
      latency_ms: readAmount(reading, "processing_time_ms", numberOf(latency), "milliseconds"),
      ttft_ms: readAmount(reading, "ttft_ms", numberOf(record["ttft_ms"] ?? model["ttft_ms"]), "milliseconds"),
      stream: (record["ttft_ms"] ?? model["ttft_ms"]) == null ? null : true,
      project: null,
      endpoint: textOf(record["function_name"]),
      api_key: null,
      end_user: textOf(tags["user_id"]),
      session: textOf(record["episode_id"]),
      tags: [],
      metadata: {
        ...tags,
        ...(textOf(record["variant_name"]) === null ? {} : { variant_name: record["variant_name"] }),
      },
      dialect: null,
      model_requested: textOf(record["function_name"]),
      model: served,
      provider: textOf(model["model_provider_name"]),
      failure: null,
      ...usageOf(reading, models, answers),
      cost: costOf(reading, models),
      gateway_cache_hit: models.length > 0 && models.every(isCached),
      request,
      response: tensorzeroResponse(record, models, answers),
    },
    { time: ["timestamp", "a date and time as ISO 8601, or a UUIDv7 as the id"] },
    reading,
    context,
  );
}

/** What was sent, where one model was asked; else the function's own input. */
function requestOf(record: JsonObject, models: readonly JsonObject[]): LoggedBody {
  const [only] = models;
  const sent = models.length === 1 && only !== undefined ? bodyOf(only["raw_request"]) : null;
  return sent !== null && sent.text !== null ? sent : tensorzeroRequest(record);
}

/** The name that answered, else the one that was sent; a model may have any name in the gateway's own configuration. */
function modelOf(model: JsonObject, answer: LoggedBody, request: LoggedBody): string | null {
  const answered = objectOf(answer.value)["model"];
  return (
    textOf(answered) ??
    textOf(objectOf(request.value)["model"]) ??
    textOf(model["model_name"])?.split("::").at(-1) ??
    null
  );
}

const UUID7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/;

/** An inference's id is a UUIDv7, which begins with the time it was made at (RFC 9562). */
function createdAt(reading: Reading, record: JsonObject, model: JsonObject, id: string): number | null {
  const given = record["timestamp"] ?? model["timestamp"];
  const [, high, low] = UUID7.exec(id) ?? [];
  const made = high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
  if (given === undefined || given === null) return made;
  const instant = typeof given === "string" ? parseIsoTime(given) : null;
  return instant ?? reject(reading, "timestamp", given, "a date and time as ISO 8601");
}

/** The gateway's own cache answers with counts of nothing. */
function isCached(model: JsonObject): boolean {
  if (flagOf(model["cached"]) === true) return true;
  return numberOf(model["input_tokens"]) === 0 && numberOf(model["output_tokens"]) === 0;
}

/** Of all models together, each as its own answer counts, since TensorZero hands on what providers mean by input. */
function usageOf(
  reading: Reading,
  models: readonly JsonObject[],
  answers: readonly LoggedBody[],
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  let sum: Usage | null = null;
  for (const [at, model] of models.entries()) {
    const usage = answeredUsage(reading, answers[at]?.value, "raw_response").usage ?? columns(reading, model);
    if (usage === null) return { usage: null, usage_raw: null };
    sum = sum === null ? usage : addUsage(sum, usage);
  }
  const [only] = models;
  return { usage: sum, usage_raw: models.length === 1 ? countsOf(only as JsonObject) : models.map(countsOf) };
}

function countsOf(model: JsonObject): JsonObject {
  const { input_tokens, output_tokens, provider_cache_read_input_tokens, provider_cache_write_input_tokens } = model;
  return { input_tokens, output_tokens, provider_cache_read_input_tokens, provider_cache_write_input_tokens };
}

function columns(reading: Reading, model: JsonObject): Usage | null {
  const count = (name: string): number | null => readTokens(reading, name, numberOf(model[name]));
  const input = count("input_tokens");
  const output = count("output_tokens");
  const cache_read = count("provider_cache_read_input_tokens") ?? 0;
  const cache_write = count("provider_cache_write_input_tokens") ?? 0;
  if (input === null && output === null) return null;
  const apart =
    /anthropic|bedrock/i.test(asText(model["model_provider_name"])) || cache_read + cache_write > (input ?? 0);
  return {
    input_uncached: apart ? (input ?? 0) : (input ?? 0) - cache_read - cache_write,
    cache_read,
    cache_write,
    output: output ?? 0,
    reasoning: 0,
  };
}

function addUsage(a: Usage, b: Usage): Usage {
  return {
    input_uncached: a.input_uncached + b.input_uncached,
    cache_read: a.cache_read + b.cache_read,
    cache_write: a.cache_write + b.cache_write,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  };
}

/** USD; unknown where that of one model is. */
function costOf(reading: Reading, models: readonly JsonObject[]): number | null {
  let sum = 0;
  for (const model of models) {
    const cost = readAmount(reading, "cost", numberOf(model["cost"]), "USD");
    if (cost === null) return null;
    sum += cost;
  }
  return models.length === 0 ? null : plainAmount(sum);
}
