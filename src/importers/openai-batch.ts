import type { Dialect } from "../core/exchange.ts";
import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ImportContext, ImportedRecord, Importer, Joining, Sniffed } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { failureClass } from "./record/failure-class.ts";
import { guardDepth, notAnObject, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { readEpochSeconds } from "./record/time.ts";

/**
 * Parts of a batch are joined by `custom_id`: the line of the input file, and that of the output or error file. A line of the input alone
 * is a request that nobody has answered yet.
 */
const joining: Joining = {
  partOf(record) {
    const key = isObject(record) ? textOf(record["custom_id"]) : null;
    return key === null ? null : { key, name: isAnswer(record as JsonObject) ? "answered" : "asked" };
  },
  join(parts) {
    const of = (name: string): readonly JsonObject[] =>
      parts.filter((part) => part.name === name).map(({ record }) => objectOf(record));
    const asked = of("asked");
    const answered = of("answered");
    if (asked.length > 1 || answered.length > 1) return [{ custom_id: asked[0]?.["custom_id"], parts: parts.length }];
    return [{ ...asked[0], ...answered[0] }];
  },
};

/** Files of OpenAI's Batch API and of those that speak like it. */
export const openaiBatch: Importer = {
  name: "openai-batch",
  summary: "OpenAI Batch: the input file, joined with the output and the error file by custom_id",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  joining,
  read: guardDepth(read),
};

function isAnswer(record: JsonObject): boolean {
  return record["response"] !== undefined || record["error"] !== undefined;
}

function sniff(record: JsonObject): Sniffed {
  if (textOf(record["custom_id"]) === null) return NOT_MINE;
  if (isObject(record["body"]) && textOf(record["url"]) !== null)
    return { sureness: 1, because: "custom_id, url, body" };
  const answer = record["response"] === null ? record["error"] : record["response"];
  return isObject(answer) ? { sureness: 1, because: "custom_id, response, error" } : NOT_MINE;
}

const DIALECTS: readonly (readonly [RegExp, Dialect])[] = [
  [/\/chat\/completions$/, "openai-chat"],
  [/\/responses$/, "openai-responses"],
  [/\/embeddings$/, "embeddings"],
];

/** What an answer says it is, for files of answers alone. */
const ANSWERS: ReadonlyMap<unknown, Dialect> = new Map([
  ["chat.completion", "openai-chat"],
  ["response", "openai-responses"],
  ["list", "embeddings"],
]);

function batchDialect(url: string | null, request: unknown, answer: unknown): Dialect {
  if (url !== null) return DIALECTS.find(([path]) => path.test(url))?.[1] ?? "unknown";
  return request === null ? (ANSWERS.get(answer) ?? "unknown") : sniffDialect(request);
}

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const custom = textOf(record["custom_id"]);
  if (custom === null) reject(reading, "custom_id", record["custom_id"], "the id that joins a request with its answer");
  if (typeof record["parts"] === "number")
    reject(reading, "custom_id", custom, "an id used once: import batches that use the same ids one by one");
  const request = bodyOf(record["body"]);
  const answered = isAnswer(record);
  const response = objectOf(record["response"]);
  const answer = bodyOf(response["body"]);
  const said = objectOf(answer.value);
  const created = readEpochSeconds(reading, "response.body.created", said["created"] ?? said["created_at"]);
  const asked = objectOf(request.value);
  const model = answered ? (textOf(said["model"]) ?? textOf(asked["model"])) : null;
  const url = textOf(record["url"]);
  return exchangeOf(
    {
      source: openaiBatch.name,
      // Azure's lines have no id of their own.
      id:
        custom === null
          ? null
          : (textOf(record["id"]) ??
            textOf(response["request_id"]) ??
            `${custom}:${context.sha256(request.text ?? "")}`),
      created_at: created ?? context.read_at,
      latency_ms: null,
      ttft_ms: null,
      stream: false,
      project: null,
      api_key: null,
      end_user: textOf(asked["safety_identifier"]) ?? textOf(asked["user"]),
      session: null,
      tags: ["batch"],
      metadata: { ...objectOf(asked["metadata"]), custom_id: custom },
      dialect: batchDialect(url, request.value, said["object"]),
      model_requested: textOf(asked["model"]),
      model,
      provider: answered ? "openai" : null,
      failure: failureOf(record, response),
      ...answeredUsage(reading, answer.value, "response.body"),
      // What a batch costs stands in no file, and is not what the same call costs by itself.
      cost: null,
      gateway_cache_hit: false,
      request,
      response: answer,
    },
    { time: ["custom_id", "the id that joins a request with its answer"] },
    reading,
    context,
  );
}

function failureOf(record: JsonObject, response: JsonObject): OutcomeFailure | null {
  const status = response["status_code"];
  const failed = typeof status === "number" && status >= 400;
  const error = isObject(record["error"]) ? record["error"] : objectOf(objectOf(response["body"])["error"]);
  if (!failed && !isObject(record["error"])) return null;
  const code = failed ? String(status) : null;
  const word = textOf(error["code"]) ?? textOf(error["type"]);
  return {
    class: word === "batch_expired" || word === "batch_cancelled" ? "cancelled" : failureClass(code, word),
    code: word ?? code,
    message: textOf(error["message"]) ?? word ?? "failed without a message",
  };
}
