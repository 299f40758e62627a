import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { ImportContext, ImportedRecord, Importer, Joining, Sniffed } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { guardDepth, notAnObject, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { readEpochSeconds } from "./record/time.ts";
import { withoutDefaults } from "./record/unasked-settings.ts";

/** A message of a completion is called after it, with its place behind: `chatcmpl-1-0`. */
const PLACE = /^(.+)-(\d+)$/;

const joining: Joining = {
  partOf(record) {
    if (!isObject(record) || Array.isArray(record["messages"])) return null;
    const id = textOf(record["id"]);
    if (id === null) return null;
    if (isCompletion(record)) return { key: id, name: "completion" };
    const key = PLACE.exec(id)?.[1];
    return key === undefined ? null : { key, name: "message" };
  },
  join(parts) {
    const completions = parts.filter(({ name }) => name === "completion").map(({ record }) => objectOf(record));
    const messages = parts
      .filter(({ name }) => name === "message")
      .map(({ record }) => objectOf(record))
      .toSorted((a, b) => placeOf(a) - placeOf(b));
    const [completion] = completions;
    if (completion === undefined) return [{ id: textOf(messages[0]?.["id"])?.replace(PLACE, "$1") ?? null, messages }];
    return [messages.length === 0 ? completion : { ...completion, messages }];
  },
};

/** Chat completions that OpenAI stores (`store: true`), as its API lists them, and their messages, which it lists apart. */
export const openaiStored: Importer = {
  name: "openai-stored",
  summary: "OpenAI stored chat completions (pages of the list, and of each completion's messages)",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  unpack: (value) =>
    isObject(value) && value["object"] === "list" && Array.isArray(value["data"]) ? (value["data"] as unknown[]) : null,
  joining,
  read: guardDepth(read),
};

function isCompletion(record: JsonObject): boolean {
  return record["object"] === "chat.completion" && Array.isArray(record["choices"]);
}

function placeOf(message: JsonObject): number {
  return Number(PLACE.exec(textOf(message["id"]) ?? "")?.[2] ?? 0);
}

function sniff(record: JsonObject): Sniffed {
  if (isCompletion(record)) return { sureness: 0.9, because: "object: chat.completion, choices" };
  const message = PLACE.test(textOf(record["id"]) ?? "") && textOf(record["role"]) !== null;
  return message ? { sureness: 0.8, because: "id and role of a message of a completion" } : NOT_MINE;
}

/** Parameters of the request, which the stored object carries. */
const PARAMETERS = [
  "temperature",
  "top_p",
  "presence_penalty",
  "frequency_penalty",
  "seed",
  "tools",
  "tool_choice",
  "response_format",
] as const;

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const id = textOf(record["id"]);
  if (id === null) reject(reading, "id", record["id"], "the id of the completion as text");
  if (!isCompletion(record))
    reject(reading, "choices", record["choices"], "a completion: its messages came without it");
  const model = textOf(record["model"]);
  return exchangeOf(
    {
      source: openaiStored.name,
      id,
      created_at: readEpochSeconds(reading, "created", record["created"]),
      latency_ms: null,
      ttft_ms: null,
      stream: false,
      project: null,
      api_key: null,
      end_user: textOf(record["input_user"]),
      session: null,
      tags: [],
      metadata: objectOf(record["metadata"]),
      dialect: "openai-chat",
      model_requested: model,
      model,
      provider: "openai",
      failure: null,
      ...answeredUsage(reading, record, "completion"),
      cost: null,
      gateway_cache_hit: false,
      request: requestOf(record, model),
      response: responseOf(record),
    },
    { time: ["created", "seconds since the epoch"] },
    reading,
    context,
  );
}

function requestOf(record: JsonObject, model: string | null): LoggedBody {
  if (!Array.isArray(record["messages"])) return NO_BODY;
  const messages = record["messages"].map((message) => {
    const { id: _, content_parts, ...rest } = objectOf(message);
    // The list names every member; a request may not have them as null, but for the content of a call of tools.
    const told = Object.fromEntries(
      Object.entries(rest).filter(([name, value]) => value !== null || name === "content"),
    );
    return Array.isArray(content_parts) ? { ...told, content: content_parts } : told;
  });
  const parameters: Record<string, unknown> = {};
  for (const name of PARAMETERS) {
    const value = record[name];
    // OpenAI's own seeds go beyond 2^53, where a number of JSON has lost its last digits: such a seed was not the caller's.
    const lost = name === "seed" && !Number.isSafeInteger(value);
    if (value !== undefined && value !== null && !lost) parameters[name] = value;
  }
  return bodyOf({ ...(model === null ? {} : { model }), messages, ...withoutDefaults(parameters) });
}

function responseOf(record: JsonObject): LoggedBody {
  const { object, id, created, model, choices, usage, system_fingerprint } = record;
  return bodyOf({ id, object, created, model, choices, usage, system_fingerprint });
}
