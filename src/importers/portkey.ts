import { asText, arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { Usage } from "../core/usage.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { plainAmount } from "./record/plain-amount.ts";
import { failureClass } from "./record/failure-class.ts";
import { guardDepth, notAnObject, readAmount, readTokens, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { flagOf, withNumbers } from "./record/text-values.ts";
import { readIsoTime } from "./record/time.ts";

const MARKS = ["id", "created_at", "ai_org", "ai_model", "req_units", "res_units", "response_time", "cost"];
const NUMBERS = ["req_units", "res_units", "cost", "response_time", "response_status_code"];

/** Portkey's log export. Its costs are cents. */
export const portkey: Importer = {
  name: "portkey",
  summary: "Portkey log export, one JSON object per call; costs are cents",
  sniff: (record) => (isObject(record) && record["ai_model"] !== undefined ? share(record, MARKS) : NOT_MINE),
  read: guardDepth(read),
};

function read(given: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(given)) return notAnObject(given);
  const record = withNumbers(given, NUMBERS);
  const reading: Reading = { problem: null };
  const id = idOf(given, context);
  if (id === null) reject(reading, "id", record["id"], "the id of the call as text");
  const metadata = metadataOf(record);
  const request = bodyAt(record, "request");
  const response = bodyAt(record, "response");
  const cents = readAmount(reading, "cost", record["cost"], "cents");
  const dollars = textOf(record["cost_currency"])?.toUpperCase() === "USD";
  const url = textOf(record["request_url"]) ?? textOf(objectOf(jsonIn(record["request"]))["url"]);
  const failure = failureOf(record, response);
  const result = exchangeOf(
    {
      source: portkey.name,
      id,
      created_at: readIsoTime(reading, "created_at", record["created_at"]),
      latency_ms: readAmount(reading, "response_time", record["response_time"], "milliseconds"),
      ttft_ms: null,
      stream: flagOf(record["stream_mode"]),
      project: null,
      api_key: textOf(record["virtual_key"]),
      end_user: textOf(metadata["_user"]),
      session: null,
      tags: [],
      metadata: {
        ...metadata,
        ...told(record, ["trace_id", "config", "prompt_slug"]),
        ...(url === null ? {} : { request_url: url }),
      },
      dialect: null,
      model_requested: textOf(objectOf(request.value)["model"]),
      model: textOf(record["ai_model"]),
      provider: textOf(record["ai_org"])?.toLowerCase() ?? null,
      failure,
      ...usageOf(reading, record, response.value),
      cost: cents === null || !dollars ? null : plainAmount(cents / 100),
      gateway_cache_hit: /\bHIT$/i.test(textOf(record["cache_status"]) ?? ""),
      request,
      response,
    },
    { time: ["created_at", "a date and time as ISO 8601"] },
    reading,
    context,
  );
  return result.kind === "exchange" && cents !== null && !dollars ? { ...result, no_usd: "cost_currency" } : result;
}

/** Who did not ask for the column has none: the hash of the record stands in. */
function idOf(record: JsonObject, { sha256 }: ImportContext): string | null {
  return record["id"] === undefined ? sha256(JSON.stringify(record)) : textOf(record["id"]);
}

/** One object, or, in older exports, the list of its names and that of its values. */
function metadataOf(record: JsonObject): JsonObject {
  const values = arrayOf(jsonIn(record["metadata.value"]));
  const pairs = arrayOf(jsonIn(record["metadata.key"])).map((key, at) => [asText(key), values[at]] as const);
  return { ...Object.fromEntries(pairs), ...objectOf(jsonIn(record["metadata"])) };
}

function told(record: JsonObject, members: readonly string[]): JsonObject {
  return Object.fromEntries(members.flatMap((name) => (textOf(record[name]) === null ? [] : [[name, record[name]]])));
}

/** `request.body` as a member of its own, `body` inside `request`, or the body itself; each perhaps JSON inside a string. */
function bodyAt(record: JsonObject, name: string): LoggedBody {
  const flat = record[`${name}.body`];
  if (flat !== undefined) return bodyOf(flat);
  const value = jsonIn(record[name]);
  const inner = objectOf(value)["body"];
  return bodyOf(inner === undefined ? (typeof value === "object" ? value : record[name]) : inner);
}

/** The answer's own counts, which know the cache; else the export's units, which do not. */
function usageOf(
  reading: Reading,
  record: JsonObject,
  answer: unknown,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const input = readTokens(reading, "req_units", record["req_units"]);
  const output = readTokens(reading, "res_units", record["res_units"]);
  const answered = answeredUsage(reading, answer, "response.body");
  if (answered.usage !== null) return answered;
  if (input === null && output === null) return { usage: null, usage_raw: null };
  return {
    usage: { input_uncached: input ?? 0, cache_read: 0, cache_write: 0, output: output ?? 0, reasoning: 0 },
    usage_raw: { req_units: input, res_units: output },
  };
}

function failureOf(record: JsonObject, response: LoggedBody): OutcomeFailure | null {
  const status = record["response_status_code"];
  const succeeded = flagOf(record["is_success"]) ?? !(typeof status === "number" && status >= 400);
  if (succeeded) return null;
  const given = objectOf(response.value)["error"];
  const error = objectOf(given);
  const code = typeof status === "number" ? String(status) : null;
  const word = textOf(error["type"]) ?? textOf(error["code"]);
  return {
    class: failureClass(code, word),
    code: code ?? word,
    message: textOf(error["message"]) ?? textOf(given) ?? "failed without a message",
  };
}
