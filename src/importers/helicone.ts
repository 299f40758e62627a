import { isObject, jsonIn, objectOf, textOf, type JsonObject } from "../core/json.ts";
import { lookUp } from "../core/look-up.ts";
import type { FailureClass, OutcomeFailure } from "../core/outcome.ts";
import type { Usage } from "../core/usage.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { failureClass } from "./record/failure-class.ts";
import { guardDepth, notAnObject, readAmount, readTokens, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { withNumbers } from "./record/text-values.ts";
import { elapsed, readIsoTime } from "./record/time.ts";

const MARKS = [
  "request_id",
  "request_created_at",
  "response_status",
  "provider",
  "request_path",
  "delay_ms",
  "request_model",
];
const NUMBERS = [
  "response_status",
  "prompt_tokens",
  "completion_tokens",
  "prompt_cache_read_tokens",
  "prompt_cache_write_tokens",
  "reasoning_tokens",
  "delay_ms",
  "time_to_first_token",
  "cost",
  "costUSD",
];
const NO_CACHE = "00000000-0000-0000-0000-000000000000";

/** Helicone's export: one object per call, its bodies as the provider writes them. */
export const helicone: Importer = {
  name: "helicone",
  summary: "Helicone requests (its export with bodies, or its query API), one JSON object per call",
  sniff: (record) => (isObject(record) && record["request_created_at"] !== undefined ? share(record, MARKS) : NOT_MINE),
  unpack: (value) => {
    const data = isObject(value) && value["request_id"] === undefined ? value["data"] : null;
    return Array.isArray(data) ? (data as readonly unknown[]) : null;
  },
  read: guardDepth(read),
};

function read(given: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(given)) return notAnObject(given);
  const record = withNumbers(given, NUMBERS);
  const request = bodyOf(record["request_body"]);
  const event = textOf(objectOf(request.value)["_type"]);
  if (event !== null && EVENTS.has(event)) return { kind: "other", what: `${event} of a trace` };
  const reading: Reading = { problem: null };
  const id = textOf(record["request_id"]);
  if (id === null) reject(reading, "request_id", record["request_id"], "the id of the call as text");
  const properties = propertiesOf(record);
  const response = bodyOf(record["response_body"]);
  const created_at = readIsoTime(reading, "request_created_at", record["request_created_at"]);
  const answered = readIsoTime(reading, "response_created_at", record["response_created_at"]);
  const delay = readAmount(reading, "delay_ms", record["delay_ms"], "milliseconds");
  const first = readAmount(reading, "time_to_first_token", record["time_to_first_token"], "milliseconds");
  const spent =
    created_at !== null && answered !== null && answered >= created_at ? elapsed(created_at, answered) : null;
  const latency_ms = delay ?? spent;
  const path = textOf(record["request_path"]);
  const failure = failureOf(record, response);
  const gateway_cache_hit = (textOf(record["cache_reference_id"]) ?? NO_CACHE) !== NO_CACHE;
  const cost = readAmount(reading, "cost", record["cost"] ?? record["costUSD"], "USD");
  return exchangeOf(
    {
      source: helicone.name,
      id,
      created_at,
      latency_ms,
      // Plain answers carry the time of the whole call here.
      ttft_ms: first !== null && first > 0 && (latency_ms === null || first < latency_ms) ? first : null,
      stream: null,
      project: null,
      api_key: null,
      end_user: userOf(record["request_user_id"]) ?? userOf(record["helicone_user"]),
      session: textOf(properties["Helicone-Session-Id"]),
      tags: [],
      metadata: { ...properties, ...(path === null ? {} : { request_path: path }) },
      dialect: null,
      model_requested: textOf(objectOf(request.value)["model"]) ?? textOf(record["request_model"]),
      model: modelOf(record, response),
      provider: providerOf(record),
      failure,
      ...usageOf(reading, record, response.value),
      // Helicone writes 0 where it has no price for the model, or no tokens to price.
      cost: cost === 0 && failure === null && !gateway_cache_hit ? null : cost,
      gateway_cache_hit,
      request,
      response,
    },
    { time: ["request_created_at", "a date and time as ISO 8601"] },
    reading,
    context,
  );
}

/** Events of Helicone's logger that are no calls of a model. */
const EVENTS = new Set(["tool", "vector_db", "data"]);

/** Where nobody was named, the words of the language that Helicone is written in stand there. */
function userOf(given: unknown): string | null {
  const user = textOf(given);
  return user === "undefined" || user === "null" ? null : user;
}

/** The query API has the model that answered in `request_model`, and no other. */
function modelOf(record: JsonObject, response: LoggedBody): string | null {
  return (
    textOf(record["model_override"]) ??
    textOf(record["response_model"]) ??
    textOf(record["model"]) ??
    textOf(objectOf(response.value)["model"]) ??
    textOf(record["request_model"])
  );
}

function propertiesOf(record: JsonObject): JsonObject {
  const given = record["properties"] ?? record["request_properties"];
  return objectOf(jsonIn(given));
}

/** Names that are not those of other logs in lower case: of the proxy, and of the gateway. */
const PROVIDERS: Readonly<Record<string, string>> = {
  AWS: "bedrock",
  X: "x-ai",
  XAI: "x-ai",
  "GOOGLE-AI-STUDIO": "google",
};

/** `CUSTOM` says nothing; the address that was asked does. */
function providerOf(record: JsonObject): string | null {
  const named = textOf(record["provider"])?.toUpperCase() ?? null;
  if (named !== null && named !== "CUSTOM") return lookUp(PROVIDERS, named) ?? named.toLowerCase();
  const host = /^https?:\/\/([^/:]+)/u.exec(textOf(record["target_url"]) ?? "")?.[1];
  return host ?? null;
}

/**
 * The answer's own counts. The columns count apart: the input without what came from or went into the cache, the output without reasoning.
 * Both are 0 where Helicone could not count, as for a stream without usage.
 */
function usageOf(
  reading: Reading,
  record: JsonObject,
  answer: unknown,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const usage_raw: Record<string, number> = {};
  const tokens = (name: string): number => {
    const count = readTokens(reading, name, record[name]);
    if (count !== null) usage_raw[name] = count;
    return count ?? 0;
  };
  const usage = {
    input_uncached: tokens("prompt_tokens"),
    cache_read: tokens("prompt_cache_read_tokens"),
    cache_write: tokens("prompt_cache_write_tokens"),
    output: tokens("completion_tokens"),
    reasoning: tokens("reasoning_tokens"),
  };
  const answered = answeredUsage(reading, answer, "response_body");
  if (answered.usage !== null) return answered;
  const counted = Object.values(usage).some((count) => count > 0);
  return counted ? { usage, usage_raw } : { usage: null, usage_raw: null };
}

/** Helicone's own statuses, beside those of HTTP; any other below zero is an answer that never came. */
const OWN_STATUSES: Readonly<Record<number, readonly [FailureClass, string]>> = {
  [-1]: ["timeout", "timed out"],
  [-3]: ["cancelled", "cancelled by the client"],
  [-4]: ["guardrail", "blocked as a threat"],
};

function failureOf(record: JsonObject, response: LoggedBody): OutcomeFailure | null {
  const status = record["response_status"];
  if (typeof status !== "number" || (status >= 200 && status < 400)) return null;
  const error = objectOf(objectOf(response.value)["error"]);
  const word = textOf(error["type"]) ?? textOf(error["code"]);
  const told = textOf(error["message"]);
  const code = String(status);
  const own = OWN_STATUSES[status];
  if (own !== undefined) return { class: own[0], code, message: told ?? own[1] };
  return {
    class: failureClass(status < 0 ? null : code, word),
    code,
    message: told ?? word ?? "failed without a message",
  };
}
