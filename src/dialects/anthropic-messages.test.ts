import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../core/answer/read-answer.ts";
import { isObject, objectOf, type JsonObject } from "../core/json.ts";
import { usageOf } from "../core/provider-usage.ts";
import { anthropicMessages as dialect } from "./anthropic-messages.ts";

const WIRE = join(import.meta.dirname, "../../../shared/data/wire/anthropic");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";
const files = existsSync(WIRE) ? readdirSync(WIRE) : [];

function lines(file: string): readonly JsonObject[] {
  return readFileSync(join(WIRE, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as JsonObject);
}

/** A recorded stream as it came over the wire. */
function recorded(file: string): string {
  return lines(file)
    .map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join("");
}

function watched(stream: string, size = 4096) {
  const watch = dialect.watch();
  const bytes = new TextEncoder().encode(stream);
  for (let at = 0; at < bytes.length; at += size) watch.push(bytes.subarray(at, at + size));
  return watch;
}

const body = (file: string): JsonObject => JSON.parse(readFileSync(join(WIRE, file), "utf8")) as JsonObject;
const streams = files.filter((file) => file.endsWith(".chunks.txt"));
const bodies = files.filter((file) => file.endsWith(".json"));

describe("recorded streams", () => {
  it("are there", ({ skip }) => {
    skip(files.length === 0, MISSING);
    expect(streams.length).toBeGreaterThan(20);
    expect(bodies.length).toBeGreaterThan(20);
  });

  it.for(streams)("%s: watched in pieces, put together, counted", (file) => {
    const stream = recorded(file);
    const ends = lines(file).some(({ type }) => type === "message_stop");
    for (const size of [5, 1000, 1e9]) {
      expect(watched(stream, size)).toMatchObject({ begun: true, ended: ends, failure: null });
    }
    const message = dialect.reassemble(stream)!;
    expect(dialect.checkBody(message)).toBeNull();
    expect(usageOf(watched(stream).usage)).toEqual(usageOf(message["usage"]));
    const told = lines(file).findLast(({ type }) => type === "message_delta");
    expect(message["usage"]).toMatchObject(objectOf(told?.["usage"]));
    const calls = readAnswer(message)?.tool_calls ?? [];
    expect(calls.every(({ parses }) => parses)).toBe(true);
  });

  it.for(bodies)("%s: comes back from the events it is turned into", (file) => {
    const message = body(file);
    const events = dialect.toStream(message, true);
    expect(dialect.reassemble(events.join(""))).toEqual({ stop_sequence: null, ...message });
    expect(watched(events.join(""))).toMatchObject({ begun: true, ended: true, failure: null });
    expect(watched(events.join("")).usage).toEqual(message["usage"]);
  });
});

const sse = (...events: readonly JsonObject[]): string =>
  events.map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`).join("");

const START = {
  type: "message_start",
  message: {
    id: "m",
    type: "message",
    role: "assistant",
    content: [],
    model: "c",
    stop_reason: null,
    usage: { input_tokens: 9, output_tokens: 1 },
  },
};

describe("a stream under way", () => {
  it("has not begun with pings, the start, or an empty block", () => {
    const stream = sse(
      START,
      { type: "ping" },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "" } },
    );
    expect(watched(`: keep-alive\n\n${stream}`)).toMatchObject({ begun: false, ended: false, failure: null });
    const more = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "H" } };
    expect(watched(stream + sse(more)).begun).toBe(true);
  });

  it("begins with a call of a tool", () => {
    const block = { type: "tool_use", id: "t", name: "f", input: {} };
    expect(watched(sse(START, { type: "content_block_start", index: 0, content_block: block })).begun).toBe(true);
  });

  it.each([
    ["overloaded_error", "server"],
    ["rate_limit_error", "rate_limit"],
    ["timeout_error", "timeout"],
    ["invalid_request_error", "client_4xx"],
  ])("fails with %s, before content and after", (type, expected) => {
    const error = { type: "error", error: { type, message: "Overloaded" } };
    expect(watched(sse(error))).toMatchObject({
      begun: false,
      failure: { class: expected, code: type, message: "Overloaded" },
    });
    const said = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } };
    expect(watched(sse(START, said, error))).toMatchObject({ begun: true, ended: false, failure: { class: expected } });
  });

  it("that was cut keeps what came and tells no stop reason; a call keeps its text", () => {
    const stream = sse(
      START,
      { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "t", name: "f", input: {} } },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"city":"Os' } },
    );
    const message = dialect.reassemble(stream);
    expect(message).toMatchObject({ stop_reason: null, content: [{ input: '{"city":"Os' }] });
    expect(readAnswer(message)?.tool_calls).toMatchObject([{ parses: false }]);
    expect(dialect.reassemble('data: {"type":"ping"}\n\n')).toBeNull();
  });

  it("counts cumulatively, and a start that knows no input counts nothing", () => {
    const blind = { ...START, message: { ...START.message, usage: { input_tokens: 0, output_tokens: 0 } } };
    expect(watched(sse(blind)).usage).toBeNull();
    expect(watched(sse(START)).usage).toEqual({ input_tokens: 9, output_tokens: 1 });
    const told = { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 5 } };
    expect(watched(sse(START, told)).usage).toEqual({ input_tokens: 9, output_tokens: 5 });
    const nulls = { ...told, usage: { input_tokens: null, output_tokens: 7 } };
    expect(watched(sse(START, nulls)).usage).toEqual({ input_tokens: 9, output_tokens: 7 });
  });
});

const REQUEST = { model: "m", max_tokens: 10, messages: [{ role: "user", content: "hi" }] };

it("leaves it to the endpoint, or to Anthropic, that a request has no max_tokens", () => {
  const { max_tokens: _, ...request } = REQUEST;
  expect(dialect.read(request)).toMatchObject({ model: "m" });
  const assembly = { system_prompt: null, response_schema: null, defaults: { max_tokens: 99 } };
  expect(dialect.assemble(request, assembly)).toEqual({ ...request, max_tokens: 99 });
});

describe("a request", () => {
  it("says who asks for what", () => {
    const asked = { ...REQUEST, stream: true, metadata: { user_id: "u1" } };
    expect(dialect.read(asked)).toEqual({ model: "m", stream: true, end_user: "u1", metadata: { user_id: "u1" } });
    expect(dialect.read(REQUEST)).toMatchObject({ stream: false, end_user: null });
  });

  it.each([
    [{ ...REQUEST, model: undefined }, "model"],
    [{ ...REQUEST, max_tokens: "many" }, "max_tokens"],
    [{ ...REQUEST, messages: "hi" }, "messages"],
    [{ ...REQUEST, messages: [] }, "messages"],
    [
      {
        ...REQUEST,
        messages: [
          { role: "user", content: "hi" },
          { role: "tool", content: "x" },
        ],
      },
      "messages.1",
    ],
    [{ ...REQUEST, stream: "yes" }, "stream"],
    ["text", "model"],
  ])("%j cannot be served: %s", (given, field) => {
    expect(dialect.read(given)).toMatchObject({ field });
  });

  const NONE = { system_prompt: null, response_schema: null, defaults: {} };

  it("gets the endpoint's prompt first, its schema, and defaults where the client is silent", () => {
    expect(dialect.assemble(REQUEST, NONE)).toEqual(REQUEST);
    expect(dialect.assemble(REQUEST, { ...NONE, system_prompt: "P" })["system"]).toBe("P");
    const blocks = [{ type: "text", text: "C", cache_control: { type: "ephemeral" } }];
    for (const system of ["C", blocks]) {
      const made = dialect.assemble({ ...REQUEST, system }, { ...NONE, system_prompt: "P" });
      expect(made["system"]).toMatchObject([{ text: "P" }, { text: "C" }]);
    }
    const older = { ...REQUEST, output_format: { type: "json_schema", schema: {} }, output_config: { effort: "low" } };
    const schema = { type: "object" };
    const made = dialect.assemble(older, { ...NONE, response_schema: { name: "n", schema } });
    expect(made).not.toHaveProperty("output_format");
    expect(made["output_config"]).toEqual({ effort: "low", format: { type: "json_schema", schema } });
    const defaults = { temperature: 0.5, max_tokens: 99, stop: ["x"], reasoning_effort: "high", seed: 1 };
    expect(dialect.assemble(REQUEST, { ...NONE, defaults })).toEqual({
      ...REQUEST,
      temperature: 0.5,
      stop_sequences: ["x"],
      output_config: { effort: "high" },
    });
  });

  it("shows guardrails every text, and stays the same object where none changes", () => {
    const asked: JsonObject = {
      ...REQUEST,
      system: [{ type: "text", text: "sys" }],
      messages: [
        { role: "user", content: "one" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hidden", signature: "s" },
            { type: "tool_use", id: "t", name: "f", input: { q: "two" } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "three" }] },
            { type: "document", source: { type: "text", media_type: "text/plain", data: "four" } },
          ],
        },
      ],
    };
    const seen: string[] = [];
    const same = dialect.mapTexts(asked, "request", (text) => {
      seen.push(text);
      return text;
    });
    expect(same).toBe(asked);
    expect(seen).toEqual(["sys", "one", '{"q":"two"}', "three", "four"]);
    const changed = dialect.mapTexts(asked, "request", (text) => text.replace("two", "2"));
    expect(JSON.stringify(changed)).toBe(JSON.stringify(asked).replace("two", "2"));
    const answer = { content: [{ type: "text", text: "secret" }] };
    expect(dialect.mapTexts(answer, "response", () => "[x]")).toEqual({ content: [{ type: "text", text: "[x]" }] });
  });
});

describe("what is no answer", () => {
  it.each([
    [{ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "server"],
    [{ error: { message: "slow down", code: 429 } }, "rate_limit"],
    [{ choices: [] }, "server"],
    [[], "server"],
  ])("%j is a failure, a 200 or not", (given, expected) => {
    expect(dialect.checkBody(given)?.class).toBe(expected);
  });
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const block = fc.oneof(
  text.map((value) => ({ type: "text", text: value })),
  fc.record({ type: fc.constant("thinking"), thinking: text, signature: text }),
  fc.record({
    type: fc.constant("tool_use"),
    id: fc.uuid(),
    name: fc.constantFrom("f", "g"),
    input: fc.dictionary(text, fc.jsonValue()),
  }),
);

describe("any message", () => {
  it("comes back from its stream as it was", () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 4 }),
        fc.constantFrom("end_turn", "tool_use", "max_tokens"),
        (content, reason) => {
          // JSON has no -0.
          const message = JSON.parse(
            JSON.stringify({
              ...START.message,
              content,
              stop_reason: reason,
              stop_sequence: null,
              usage: { input_tokens: 3, output_tokens: 4 },
            }),
          ) as JsonObject;
          const stream = dialect.toStream(message, true).join("");
          expect(dialect.reassemble(stream)).toEqual(message);
          expect(isObject(watched(stream, 7).usage)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
