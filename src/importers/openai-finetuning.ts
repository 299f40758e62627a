import { canonicalJson } from "../core/canonical.ts";
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { ImportContext, ImportedRecord, Importer, Sniffed } from "./importer.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { guardDepth, notAnObject, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";

/** Training examples for OpenAI's fine-tuning: prompts with the answer that is wanted. Nobody answered them: there is no baseline. */
export const openaiFinetuning: Importer = {
  name: "openai-finetuning",
  summary: "OpenAI fine-tuning JSONL (SFT, DPO, RFT): prompts and wanted answers, without a baseline",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  read: guardDepth(read),
};

/** What a logged call has and a training example has not. */
const OF_A_CALL = ["model", "response", "output", "usage", "created_at", "choices"];

function sniff(record: JsonObject): Sniffed {
  if (Array.isArray(record["preferred_output"]) && isObject(record["input"]))
    return { sureness: 1, because: "input, preferred_output" };
  if (!Array.isArray(record["messages"]) || OF_A_CALL.some((name) => record[name] !== undefined)) return NOT_MINE;
  return { sureness: 0.8, because: "messages, and nothing of an answer" };
}

interface Example {
  readonly request: JsonObject;
  /** The answer that is wanted. */
  readonly wanted: unknown;
  readonly unwanted: unknown;
  /** Members beside the prompt: reference answers of a grader, for example. */
  readonly references: JsonObject;
}

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const example = record["preferred_output"] === undefined ? fromMessages(record) : fromPreference(record);
  const messages = example.request["messages"];
  if (!Array.isArray(messages) || messages.length === 0)
    reject(reading, "messages", record["messages"], "a conversation with a question in it");
  return exchangeOf(
    {
      source: openaiFinetuning.name,
      id: context.sha256(canonicalJson(record)),
      created_at: context.read_at,
      latency_ms: null,
      ttft_ms: null,
      stream: false,
      project: null,
      api_key: null,
      end_user: null,
      session: null,
      tags: ["fine-tuning"],
      metadata: {
        ...example.references,
        ...(example.unwanted === undefined ? {} : { non_preferred_output: example.unwanted }),
      },
      dialect: "openai-chat",
      model_requested: null,
      model: null,
      provider: null,
      failure: null,
      usage: null,
      usage_raw: null,
      cost: null,
      gateway_cache_hit: false,
      request: bodyOf(example.request),
      response: answerOf(example.wanted),
    },
    { time: ["messages", "a conversation"] },
    reading,
    context,
  );
}

/** The last message of the assistant that counts is the wanted answer; what stands before it is the prompt. */
function fromMessages(record: JsonObject): Example {
  const { messages, tools, functions, parallel_tool_calls, ...references } = record;
  const all = arrayOf(messages);
  const at = all.findLastIndex((message) => {
    const { role, weight } = objectOf(message);
    return role === "assistant" && weight !== 0;
  });
  return {
    request: requestOf({
      messages: (at === -1 ? all : all.slice(0, at)).map(withoutWeight),
      tools,
      functions,
      parallel_tool_calls,
    }),
    wanted: at === -1 ? undefined : withoutWeight(all[at]),
    unwanted: undefined,
    references,
  };
}

function fromPreference(record: JsonObject): Example {
  const { input, preferred_output, non_preferred_output, ...references } = record;
  return {
    request: requestOf(objectOf(input)),
    wanted: arrayOf(preferred_output).at(-1),
    unwanted: non_preferred_output,
    references,
  };
}

/** Examples may have no tools as an empty list, and say how to call them; a request may not. */
function requestOf(example: JsonObject): JsonObject {
  const none = arrayOf(example["tools"]).length === 0;
  const unsaid = new Set(none ? ["tools", "parallel_tool_calls"] : []);
  return Object.fromEntries(
    Object.entries(example).filter(([name, value]) => value !== undefined && !unsaid.has(name)),
  );
}

function withoutWeight(message: unknown): unknown {
  if (!isObject(message) || message["weight"] === undefined) return message;
  const { weight: _, ...rest } = message;
  return rest;
}

/** The wanted message in the place of an answer. */
function answerOf(message: unknown): LoggedBody {
  if (!isObject(message)) return NO_BODY;
  const finish_reason = Array.isArray(message["tool_calls"]) ? "tool_calls" : "stop";
  return textOf(message["role"]) === null
    ? NO_BODY
    : bodyOf({ object: "chat.completion", choices: [{ index: 0, finish_reason, message }] });
}
