import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../core/answer/read-answer.ts";
import { arrayOf, isObject, objectOf, parseJson, type JsonObject } from "../core/json.ts";
import { usageOf } from "../core/provider-usage.ts";
import { openaiResponses as dialect } from "./openai-responses.ts";

const WIRE = join(import.meta.dirname, "../../../shared/data/wire/openai");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";
const files = existsSync(WIRE) ? readdirSync(WIRE).filter((file) => file.startsWith("responses__")) : [];

function lines(file: string): readonly JsonObject[] {
  return readFileSync(join(WIRE, file), "utf8").split("\n").map(parseJson).filter(isObject);
}

function sse(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

function watched(stream: string, size = 4096) {
  const watch = dialect.watch();
  const bytes = new TextEncoder().encode(stream);
  for (let at = 0; at < bytes.length; at += size) watch.push(bytes.subarray(at, at + size));
  return watch;
}

const body = (file: string): JsonObject => JSON.parse(readFileSync(join(WIRE, file), "utf8")) as JsonObject;
const typeOf = (event: JsonObject | undefined): string => String(event?.["type"]);
const streams = files.filter((file) => file.endsWith(".chunks.txt"));
const answered = streams.filter((file) => /completed|incomplete/u.test(typeOf(lines(file).at(-1))));
const bodies = files.filter((file) => file.endsWith(".json") && !file.includes("error"));
/** Recordings that left out some deltas. */
const SHORTENED = /openai-phase|shell-container\.1/u;
/** Recordings of a stream and a body that are the same exchange. */
const twins = answered.flatMap((file) => {
  const twin = file.replace(/\.chunks\.txt$/u, ".json");
  const last = objectOf(lines(file).at(-1)?.["response"]);
  return bodies.includes(twin) && body(twin)["id"] === last["id"] ? [[file, twin] as const] : [];
});

describe("recorded streams", () => {
  it("are there", ({ skip }) => {
    skip(files.length === 0, MISSING);
    expect(answered.length).toBeGreaterThan(5);
    expect(bodies.length).toBeGreaterThan(20);
    expect(twins.length).toBeGreaterThan(0);
  });

  it.for(answered)("%s: watched in pieces, put together, counted", (file) => {
    const events = lines(file);
    const last = objectOf(events.at(-1)?.["response"]);
    for (const size of [11, 1000, 1e9]) {
      expect(watched(sse(events), size)).toMatchObject({
        begun: true,
        ended: true,
        failure: null,
        usage: last["usage"],
      });
    }
    const whole = dialect.reassemble(sse(events))!;
    expect(dialect.checkBody(whole)).toBeNull();
    expect(whole).toMatchObject({ id: last["id"], status: last["status"], usage: last["usage"] });
    expect(usageOf(whole["usage"])).toHaveProperty("output");
    // Without its end: the same is said.
    const cut = dialect.reassemble(sse(events.slice(0, -1)))!;
    const said = { text: readAnswer(whole)?.text, tool_calls: readAnswer(whole)?.tool_calls };
    expect(readAnswer(cut)).toMatchObject({ ...said, finish_reason: null });
    expect(cut["status"]).toBe("in_progress");
    if (SHORTENED.test(file)) return;
    // Without its items as they ended, too.
    const pieces = dialect.reassemble(sse(events.filter((event) => !/\.done$|completed$/u.test(typeOf(event)))));
    expect(readAnswer(pieces)).toMatchObject(said);
  });

  it.for(twins)("%s is %s", ([stream, twin]) => {
    // What a stream never tells.
    const { input: _, billing: __, frequency_penalty: ___, presence_penalty: ____, ...expected } = body(twin);
    expect(dialect.reassemble(sse(lines(stream)))).toMatchObject(expected);
  });

  it.for(bodies)("%s: comes back from the events it is turned into", (file) => {
    const response = body(file);
    const events = dialect.toStream(response, true);
    const stream = events.join("");
    expect(dialect.reassemble(stream)).toEqual({ object: "response", status: "in_progress", ...response });
    expect(watched(stream)).toMatchObject({ begun: true, ended: true, failure: null, usage: response["usage"] });
    // Every event but the last: what items say piece by piece makes them up too.
    const cut = stream.slice(0, stream.lastIndexOf("event: "));
    expect(dialect.reassemble(cut)).toMatchObject({ output: response["output"], status: "in_progress" });
    const numbers = [...stream.matchAll(/"sequence_number":(\d+)\}\n/gu)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, at) => at));
  });

  it("responses__openai-error.1: fails before it begins", ({ skip }) => {
    skip(files.length === 0, MISSING);
    const stream = sse(lines("responses__openai-error.1.chunks.txt"));
    const failure = { class: "rate_limit", code: "insufficient_quota" };
    expect(watched(stream)).toMatchObject({ begun: false, ended: true, failure });
    expect(dialect.reassemble(stream)).toMatchObject({ status: "failed", error: { code: "insufficient_quota" } });
    expect(dialect.checkBody(body("responses__openai-error.1.json"))).toMatchObject(failure);
    expect(dialect.checkBody(dialect.reassemble(stream))).toMatchObject(failure);
  });
});

const CREATED = { type: "response.created", response: { id: "r", status: "in_progress", output: [], usage: null } };
const added = (item: JsonObject): JsonObject => ({ type: "response.output_item.added", output_index: 0, item });
const MESSAGE = { id: "m", type: "message", role: "assistant", content: [] };

describe("a stream under way", () => {
  it("has not begun with its frame, and begins with what is said", () => {
    const frame = [
      CREATED,
      { ...CREATED, type: "response.in_progress" },
      added({ id: "rs", type: "reasoning", summary: [] }),
      added(MESSAGE),
      { type: "response.content_part.added", output_index: 0, part: { type: "output_text", text: "" } },
      { type: "response.output_text.delta", output_index: 0, content_index: 0, delta: "" },
    ];
    expect(watched(sse(frame))).toMatchObject({ begun: false, ended: false, failure: null });
    const said = { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 0, delta: "Hm" };
    expect(watched(sse([...frame, said])).begun).toBe(true);
    expect(watched(sse([CREATED, added({ type: "function_call", arguments: "" })])).begun).toBe(true);
  });

  it("that was cut keeps the pieces, whatever ids its items go by", () => {
    const stream = sse([
      CREATED,
      added({ id: "a", type: "function_call", call_id: "c", name: "f", arguments: "" }),
      { type: "response.function_call_arguments.delta", item_id: "b", output_index: 0, delta: '{"city":"Os' },
    ]);
    const response = dialect.reassemble(stream);
    expect(response).toMatchObject({ status: "in_progress", output: [{ id: "a", arguments: '{"city":"Os' }] });
    expect(readAnswer(response)).toMatchObject({ finish_reason: null, tool_calls: [{ parses: false }] });
    expect(dialect.reassemble("data: [DONE]\n\n")).toBeNull();
  });

  it.each([
    [{ type: "error", code: "server_error", message: "broke", param: null }, "server"],
    [{ type: "error", error: { code: "rate_limit_exceeded", message: "slow" } }, "rate_limit"],
    [
      {
        type: "response.failed",
        response: { id: "r", status: "failed", error: { code: "server_error", message: "x" } },
      },
      "server",
    ],
    [{ type: "response.failed", response: { id: "r", status: "failed", error: null } }, "server"],
  ])("fails with %j, before content and after", (event, expected) => {
    expect(watched(sse([CREATED, event]))).toMatchObject({ begun: false, failure: { class: expected } });
    const delta = { type: "response.output_text.delta", output_index: 0, content_index: 0, delta: "Hi" };
    const stream = sse([CREATED, added(MESSAGE), delta, event]);
    expect(watched(stream, 9)).toMatchObject({ begun: true, failure: { class: expected } });
    expect(dialect.reassemble(stream)).toMatchObject({ status: "failed", output: [{ content: [{ text: "Hi" }] }] });
  });

  it("is told apart from one that ends incomplete", () => {
    const response = { id: "r", status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, output: [] };
    const stream = sse([CREATED, { type: "response.incomplete", response }]);
    expect(watched(stream)).toMatchObject({ begun: true, ended: true, failure: null });
    expect(readAnswer(dialect.reassemble(stream))?.finish_reason).toBe("length");
  });
});

const REQUEST = { model: "m", input: "hi" };

describe("a request", () => {
  it("says who asks for what", () => {
    const asked = { ...REQUEST, stream: true, user: "u", safety_identifier: "s", metadata: { a: "b" } };
    expect(dialect.read(asked)).toEqual({ model: "m", stream: true, end_user: "s", metadata: { a: "b" } });
    expect(dialect.read({ ...REQUEST, user: "u" })).toMatchObject({ stream: false, end_user: "u" });
    expect(dialect.read({ model: "m", previous_response_id: "resp_1" })).toMatchObject({ model: "m" });
  });

  it.each([
    [{ input: "hi" }, "model"],
    [{ model: "m" }, "input"],
    [{ model: "m", input: 3 }, "input"],
    [{ model: "m", input: [{ role: "user", content: "x" }, "y"] }, "input[1]"],
    [{ ...REQUEST, stream: 1 }, "stream"],
  ])("%j cannot be served: %s", (given, field) => {
    expect(dialect.read(given)).toMatchObject({ field });
  });

  it("gets the endpoint's prompt first, its schema, and defaults where the client is silent", () => {
    const none = { system_prompt: null, response_schema: null, defaults: {} };
    expect(dialect.assemble(REQUEST, none)).toEqual(REQUEST);
    const schema = { type: "object" };
    const defaults = { temperature: 0.5, max_tokens: 9, seed: 1, stop: ["x"], reasoning_effort: "low" };
    const full = { system_prompt: "P", response_schema: { name: "n", schema }, defaults };
    const format = { type: "json_schema", name: "n", schema, strict: true };
    expect(dialect.assemble({ ...REQUEST, instructions: "C", text: { verbosity: "low" } }, full)).toEqual({
      ...REQUEST,
      instructions: "P\n\nC",
      text: { verbosity: "low", format },
      temperature: 0.5,
      max_output_tokens: 9,
      reasoning: { effort: "low" },
    });
    const own = { ...REQUEST, max_output_tokens: 3, reasoning: { effort: "high", summary: "auto" } };
    expect(dialect.assemble(own, { ...none, defaults })).toEqual({ ...own, temperature: 0.5 });
  });

  it("shows guardrails every text, and stays the same object where none changes", () => {
    const asked: JsonObject = {
      model: "m",
      instructions: "sys",
      input: [
        { role: "user", content: "one" },
        { type: "message", role: "user", content: [{ type: "input_text", text: "two" }] },
        { type: "reasoning", summary: [{ type: "summary_text", text: "hidden" }] },
        { type: "function_call", call_id: "c", name: "f", arguments: '{"q":"three"}' },
        { type: "function_call_output", call_id: "c", output: "four" },
      ],
    };
    const seen: string[] = [];
    const same = dialect.mapTexts(asked, "request", (text) => {
      seen.push(text);
      return text;
    });
    expect(same).toBe(asked);
    expect(seen).toEqual(["sys", "one", "two", '{"q":"three"}', "four"]);
    const changed = dialect.mapTexts(asked, "request", (text) => text.replace("three", "3"));
    expect(JSON.stringify(changed)).toBe(JSON.stringify(asked).replace("three", "3"));
    expect(dialect.mapTexts(REQUEST, "request", () => "x")).toEqual({ model: "m", input: "x" });
    const answer = { output: [{ ...MESSAGE, content: [{ type: "output_text", text: "secret" }] }] };
    expect(JSON.stringify(dialect.mapTexts(answer, "response", () => "[x]"))).not.toContain("secret");
  });
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const id = fc.uuid();
const item = fc.oneof(
  fc.record({ id, text }).map(({ id, text }) => ({
    ...MESSAGE,
    id,
    status: "completed",
    content: [{ type: "output_text", text, annotations: [{ type: "url_citation", url: "u" }], logprobs: [] }],
  })),
  fc.record({ id, text }).map(({ id, text }) => ({ ...MESSAGE, id, content: [{ type: "refusal", refusal: text }] })),
  fc.record({ id, texts: fc.array(text, { maxLength: 2 }) }).map(({ id, texts }) => ({
    id,
    type: "reasoning",
    summary: texts.map((text) => ({ type: "summary_text", text })),
  })),
  fc.record({ id, text }).map(({ id, text }) => ({
    id,
    type: "function_call",
    call_id: id,
    name: "f",
    arguments: JSON.stringify({ text }),
    status: "completed",
  })),
  fc
    .record({ id, text })
    .map(({ id, text }) => ({ id, type: "custom_tool_call", call_id: id, name: "f", input: text })),
);

describe("any response", () => {
  it("comes back from its stream, and from its pieces alone", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), (output) => {
        const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };
        const response = { id: "r", object: "response", status: "completed", output, usage };
        const stream = dialect.toStream(response, true).join("");
        expect(dialect.reassemble(stream)).toEqual(response);
        expect(watched(stream, 7)).toMatchObject({ ended: true, usage });
        const pieces = stream
          .split(/(?=event: )/u)
          .filter((event) => !/^event: response\.(?:[a-z_.]+\.done|completed)\n/u.test(event));
        const cut = arrayOf(dialect.reassemble(pieces.join(""))!["output"]) as JsonObject[];
        // A part ends with what its deltas said; statuses come with the end.
        const bare = (one: JsonObject): JsonObject => ({ ...one, status: null });
        expect(cut.map(bare)).toEqual(output.map(bare));
      }),
      { numRuns: 60 },
    );
  });
});
