import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { chanceOf, falling, weighted, type Chance } from "./chance.ts";
import { around, proseOf, type Prose } from "./prose.ts";
import { WEEK_END } from "./synthetic-traffic.ts";

/** Raise it when the lines change. */
const SHAPE = 1;
const ENDPOINTS = 40;
const TOOLS = 60;
const OPEN_CONVERSATIONS = 400;
const CHUNK = 4 << 20;

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly unknown[];
}

interface Place {
  readonly name: string;
  readonly system: string;
  readonly tools: readonly unknown[];
  readonly model: string;
  readonly provider: string;
}

interface Conversation {
  readonly id: string;
  readonly user: string;
  readonly place: Place;
  readonly messages: readonly Message[];
}

function toolOf(number: number, prose: Prose, chance: Chance): unknown {
  const fields = Array.from({ length: 2 + (chance.bits() % 5) }, (_, field) => `field_${number}_${field}`);
  const properties = Object.fromEntries(
    fields.map((name) => [name, { type: chance.next() < 0.7 ? "string" : "integer", description: prose(12) }]),
  );
  const parameters = { type: "object", properties, required: fields.slice(0, 2) };
  return { type: "function", function: { name: `tool_${number}`, description: prose(25), parameters } };
}

function placesOf(prose: Prose, chance: Chance): readonly Place[] {
  const tools = Array.from({ length: TOOLS }, (_, number) => toolOf(number, prose, chance));
  const served = [
    ["gpt-4o", "openai"],
    ["gpt-4o-mini", "openai"],
    ["claude-haiku-4-5", "anthropic"],
  ] as const;
  return Array.from({ length: ENDPOINTS }, (_, number) => {
    const [model, provider] = served[number % served.length]!;
    return {
      name: `endpoint-${number}`,
      system: prose(around(180, chance)),
      tools: number % 2 === 0 ? tools.slice(number, number + 2 + (chance.bits() % 6)) : [],
      model,
      provider,
    };
  });
}

function answerOf(place: Place, prose: Prose, chance: Chance): Message {
  if (place.tools.length === 0 || chance.next() < 0.4)
    return { role: "assistant", content: prose(around(130, chance)) };
  const { name, parameters } = (
    place.tools[chance.bits() % place.tools.length] as {
      function: { name: string; parameters: { properties: Record<string, { type: string }> } };
    }
  ).function;
  const filled = Object.entries(parameters.properties).map(([field, { type }]) => [
    field,
    type === "string" ? prose(4) : chance.bits() % 1_000,
  ]);
  const call = { name, arguments: JSON.stringify(Object.fromEntries(filled)) };
  return {
    role: "assistant",
    content: null,
    tool_calls: [{ id: `call_${chance.hex(16)}`, type: "function", function: call }],
  };
}

/** One StandardLoggingPayload: a turn of a conversation, all turns before it included as clients send them. */
function recordOf(number: number, conversation: Conversation, answer: Message, at: number, chance: Chance): unknown {
  const { place, messages, user, id } = conversation;
  const input = Math.round(JSON.stringify([messages, place.tools]).length / 4.2);
  const output = Math.max(1, Math.round(JSON.stringify(answer).length / 4.5));
  const took = 0.4 + output * 0.011 * Math.exp(0.25 * chance.normal());
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const callId = `chatcmpl-${chance.hex(24)}`;
  const finish_reason = answer.content === null ? "tool_calls" : "stop";
  return {
    id: `${callId}-${number}`,
    trace_id: id,
    litellm_call_id: chance.hex(32),
    call_type: "acompletion",
    stream: false,
    status: "success",
    custom_llm_provider: place.provider,
    model: place.model,
    model_group: place.model,
    api_base: null,
    ...usage,
    startTime: at,
    endTime: at + took,
    completionStartTime: at + took,
    response_time: took,
    response_cost: input * 2.5e-6 + output * 1e-5,
    end_user: user,
    request_tags: [`plan:${["free", "pro", "team"][number % 3]}`],
    cache_hit: false,
    metadata: {
      user_api_key_alias: `key-${place.name}`,
      requester_metadata: { feature: place.name },
      usage_object: usage,
    },
    model_parameters: { temperature: 0, ...(place.tools.length === 0 ? {} : { tools: place.tools }) },
    messages,
    response: {
      id: callId,
      object: "chat.completion",
      created: Math.floor(at),
      model: place.model,
      choices: [{ index: 0, finish_reason, message: answer }],
      usage,
    },
  };
}

/** Lines of LiteLLM logging with bodies like those of real traffic: shared system prompts and tools, prose that is new each time, growing conversations. */
function* litellmLines(chance: Chance): Generator<string> {
  const prose = proseOf(chance);
  const places = placesOf(prose, chance);
  const pickPlace = weighted(falling(ENDPOINTS, 0.8));
  const open: Conversation[] = [];
  for (let number = 0; ; number++) {
    const at = WEEK_END / 1_000 - 604_800 + number * 5 + chance.next() * 5;
    const slot = chance.bits() % OPEN_CONVERSATIONS;
    const before = chance.next() < 0.6 ? open[slot] : undefined;
    const place = before?.place ?? places[pickPlace(chance)]!;
    const conversation: Conversation = {
      id: before?.id ?? chance.hex(32),
      user: before?.user ?? `user-${chance.bits() % 5_000}`,
      place,
      messages: [
        ...(before?.messages ?? [{ role: "system", content: place.system }]),
        { role: "user", content: prose(around(before === undefined ? 160 : 45, chance)) },
      ],
    };
    const answer = answerOf(place, prose, chance);
    yield `${JSON.stringify(recordOf(number, conversation, answer, at, chance))}\n`;
    const messages = [...conversation.messages, { role: "assistant", content: answer.content ?? "Done." }];
    if (messages.length > 12) delete open[slot];
    else open[slot] = { ...conversation, messages };
  }
}

/** A JSONL file of about so many bytes in `folder`, kept for the next run. */
export function litellmFile(folder: string, bytes: number): string {
  const file = join(folder, `litellm-${SHAPE}-${bytes}.jsonl`);
  if (existsSync(file) && statSync(file).size >= bytes) return file;
  const handle = openSync(`${file}.partial`, "w");
  let written = 0;
  let chunk = "";
  for (const line of litellmLines(chanceOf(bytes))) {
    chunk += line;
    if (chunk.length < CHUNK && written + chunk.length < bytes) continue;
    written += writeSync(handle, chunk);
    chunk = "";
    if (written >= bytes) break;
  }
  closeSync(handle);
  renameSync(`${file}.partial`, file);
  return file;
}
