import type { Dialect } from "../core/exchange.ts";
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { dialectOf } from "./record/dialect-of.ts";
import { failureClass } from "./record/failure-class.ts";
import { valueOrJson } from "./record/json-text.ts";
import { makerOf } from "./record/maker.ts";
import { member } from "./record/member.ts";
import { guardDepth, notAnObject, readAmount, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { streamedBody } from "./record/streamed-body.ts";
import { codeOf, numberOf } from "./record/text-values.ts";
import { readInstant } from "./record/time.ts";

/** Names that people give to the two bodies. */
const REQUESTS = ["request", "request_body", "req"];
const RESPONSES = ["response", "response_body", "res"];

/** Requests and responses of OpenAI and Anthropic as they went over the wire, kept by whoever called. */
export const pairs: Importer = {
  name: "pairs",
  summary: "Raw pairs of request and response (OpenAI chat or Responses, Anthropic), one JSON object per call",
  sniff(record) {
    if (!isObject(record)) return NOT_MINE;
    const name = REQUESTS.find((one) => record[one] !== undefined);
    if (name === undefined || !RESPONSES.some((one) => record[one] !== undefined)) return NOT_MINE;
    const known = sniffDialect(bodyIn(record, REQUESTS)) !== "unknown";
    // Formats that know more of a record go first.
    return known ? { sureness: 0.6, because: `${name} with a body that can be sent, and a response` } : NOT_MINE;
  },
  read: guardDepth(read),
};

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const request = bodyOf(bodyIn(record, REQUESTS));
  if (request.text === null) reject(reading, "request", member(record, ...REQUESTS), "the body of a request");
  const asked = objectOf(request.value);
  const url = textOf(record["url"]) ?? textOf(objectOf(record["request"])["url"]);
  const dialect = dialectOf(request.value, bodyIn(record, RESPONSES), url);
  const { body: response, streamed } = responseOf(record, dialect);
  const said = objectOf(response.value);
  const failure = failureOf(record, said);
  const model = textOf(record["model"]) ?? textOf(said["model"]) ?? textOf(asked["model"]);
  const time =
    instant(reading, record) ?? readInstant(reading, "response.created", said["created"] ?? said["created_at"]);
  return exchangeOf(
    {
      source: pairs.name,
      id:
        codeOf(member(record, "id", "request_id", "uuid")) ??
        textOf(said["id"]) ??
        context.sha256(`${request.text}\n${response.text}`),
      created_at: time ?? context.read_at,
      latency_ms: readAmount(reading, "latency_ms", number(record, ["latency_ms", "duration_ms"]), "milliseconds"),
      ttft_ms: readAmount(reading, "ttft_ms", number(record, ["ttft_ms", "time_to_first_token_ms"]), "milliseconds"),
      stream: streamed || null,
      project: null,
      api_key: null,
      end_user:
        textOf(member(record, "end_user", "user_id", "user")) ??
        textOf(asked["safety_identifier"]) ??
        textOf(asked["user"]),
      session: textOf(member(record, "session", "session_id")),
      tags: arrayOf(record["tags"]).filter((tag) => typeof tag === "string"),
      metadata: { ...objectOf(asked["metadata"]), ...objectOf(record["metadata"]) },
      dialect,
      model_requested: textOf(asked["model"]),
      model,
      provider: textOf(record["provider"]) ?? providerOf(url, dialect, model),
      failure,
      ...answeredUsage(reading, said, "response"),
      cost: readAmount(reading, "cost_usd", number(record, ["cost_usd"]), "USD"),
      gateway_cache_hit: false,
      request,
      response: failure === null ? response : bodyOf(null),
    },
    { time: ["created_at", "a date and time"] },
    reading,
    context,
  );
}

function number(record: JsonObject, names: readonly string[]): unknown {
  return numberOf(member(record, ...names));
}

/** A body by itself, or inside a logged HTTP message. */
function bodyIn(record: JsonObject, names: readonly string[]): unknown {
  const value = valueOrJson(member(record, ...names));
  const inner = objectOf(value)["body"];
  return inner === undefined ? value : valueOrJson(inner);
}

function responseOf(record: JsonObject, dialect: Dialect): { readonly body: LoggedBody; readonly streamed: boolean } {
  const given = bodyIn(record, RESPONSES);
  const streamed = streamedBody(given, dialect);
  return streamed === null ? { body: bodyOf(given), streamed: false } : { body: streamed, streamed: true };
}

function instant(reading: Reading, record: JsonObject): number | null {
  for (const name of ["created_at", "timestamp", "time", "start_time"]) {
    if (record[name] !== undefined && record[name] !== null) return readInstant(reading, name, record[name]);
  }
  return null;
}

const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.com$/, "openai"],
  [/(^|\.)anthropic\.com$/, "anthropic"],
  [/(^|\.)openrouter\.ai$/, "openrouter"],
  [/(^|\.)azure\.com$/, "azure"],
];

/** By the address that was asked; else the dialect's own maker, or the model's. */
function providerOf(url: string | null, dialect: Dialect, model: string | null): string | null {
  const host = /^https?:\/\/([^/:]+)/u.exec(url ?? "")?.[1];
  if (host !== undefined) return HOSTS.find(([name]) => name.test(host))?.[1] ?? host;
  return model === null ? null : dialect === "anthropic-messages" ? "anthropic" : makerOf(model);
}

const FAILED = /^(?:error(?:ed)?|fail(?:ed|ure)?|timed?[ _-]?out|cancell?ed)$/iu;

/** Neither empty nor "no error". */
function isSaid(error: unknown): boolean {
  return isObject(error) ? Object.keys(error).length > 0 : textOf(error) !== null || error === true;
}

function failureOf(record: JsonObject, said: JsonObject): OutcomeFailure | null {
  const answer = objectOf(member(record, ...RESPONSES));
  const status = numberOf(member(record, "status_code", "status") ?? member(answer, "status_code", "status"));
  const code = typeof status === "number" && status >= 400 ? String(status) : null;
  const named = typeof status === "string" && FAILED.test(status) ? status : null;
  const given = [record["error"], said["error"]].find(isSaid);
  if (code === null && named === null && given === undefined) return null;
  const error = objectOf(given);
  const word = textOf(error["type"]) ?? textOf(error["code"]) ?? named;
  const message = textOf(given) ?? textOf(error["message"]) ?? word ?? "failed without a message";
  return { class: failureClass(code, word ?? (typeof given === "string" ? given : null)), code: code ?? word, message };
}
