import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { bodyOf } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { failureClass } from "./record/failure-class.ts";
import { guardDepth, notAnObject, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { codeOf } from "./record/text-values.ts";
import { readInstant } from "./record/time.ts";

/** OpenPipe's request log: the whole chat request as `input`, the whole completion as `output`. */
export const openpipe: Importer = {
  name: "openpipe",
  summary: "OpenPipe request log: input (the chat request), output (the completion) and tags, one JSON object per call",
  sniff(record) {
    if (!isObject(record) || !Array.isArray(objectOf(record["input"])["messages"])) return NOT_MINE;
    const output = objectOf(record["output"]);
    const answered = Array.isArray(output["choices"]) || isObject(output["error"]);
    return answered ? { sureness: 0.9, because: "input.messages, output" } : NOT_MINE;
  },
  read: guardDepth(read),
};

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const request = bodyOf(record["input"]);
  const response = bodyOf(record["output"]);
  const asked = objectOf(request.value);
  const said = objectOf(response.value);
  if (request.text === null) reject(reading, "input", record["input"], "the chat request");
  const created = createdAt(reading, said["created"]);
  const tags = objectOf(record["tags"]);
  const failure = failureOf(said);
  const model = textOf(said["model"]) ?? textOf(asked["model"]);
  return exchangeOf(
    {
      source: openpipe.name,
      id: textOf(said["id"]) ?? context.sha256(`${request.text}\n${response.text}`),
      created_at: created ?? context.read_at,
      latency_ms: null,
      ttft_ms: null,
      stream: null,
      project: null,
      api_key: null,
      end_user: textOf(asked["user"]),
      session: null,
      tags: [],
      metadata: { ...objectOf(asked["metadata"]), ...tags },
      dialect: "openai-chat",
      model_requested: textOf(asked["model"]),
      model,
      // The log names no provider: its client is OpenAI's, and models that OpenPipe serves itself say so in their names.
      provider: model === null ? null : model.startsWith("openpipe:") ? "openpipe" : "openai",
      failure,
      ...answeredUsage(reading, said, "output"),
      cost: null,
      gateway_cache_hit: false,
      request,
      response: failure === null ? response : bodyOf(null),
    },
    { time: ["output.created", "seconds or milliseconds since the epoch"] },
    reading,
    context,
  );
}

/** Seconds where OpenAI answered, milliseconds where a model of OpenPipe's own did. */
function createdAt(reading: Reading, given: unknown): number | null {
  return given === undefined || given === null ? null : readInstant(reading, "output.created", given);
}

function failureOf(output: JsonObject): OutcomeFailure | null {
  if (!isObject(output["error"])) return null;
  const error = output["error"];
  const code = codeOf(error["status"] ?? error["code"]);
  const word = textOf(error["type"]);
  return {
    class: failureClass(code, word ?? code),
    code: code ?? word,
    message: textOf(error["message"]) ?? "failed without a message",
  };
}
