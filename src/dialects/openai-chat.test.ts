import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../core/answer/read-answer.ts";
import { answerHash } from "../core/answer/canonical-answer.ts";
import type { JsonObject } from "../core/json.ts";
import { usageOf } from "../core/provider-usage.ts";
import { openaiChat } from "./openai-chat.ts";
import { sseEvents } from "./sse/events.ts";

const WIRE = join(import.meta.dirname, "../../../shared/data/wire");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";

/** A recorded stream: one JSON event a line, as it came over the wire. */
function recorded(file: string): string {
  const lines = readFileSync(join(WIRE, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return `${lines.map((line) => (line.startsWith("data:") ? line : `data: ${line}`)).join("\n\n")}\n\ndata: [DONE]\n\n`;
}

function watched(stream: string, pieces = 1) {
  const watch = openaiChat.watch();
  const bytes = new TextEncoder().encode(stream);
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += size) watch.push(bytes.subarray(at, at + size));
  return watch;
}

describe("recorded streams", () => {
  it.for([
    ["openai/chat__openai-text", { finish: "stop", tool: null }],
    ["openai/chat__azure-model-router.1", { finish: "stop", tool: null }],
    ["mistral/mistral-text", { finish: "stop", tool: null }],
    ["mistral/mistral-tool-call", { finish: "tool_calls", tool: "weather" }],
    ["mistral/mistral-incremental-tool-call", { finish: "tool_calls", tool: "webSearchTool" }],
  ] as const)("%s: the body, the usage, the end", ([file, { finish, tool }], { skip }) => {
    skip(!existsSync(WIRE), MISSING);
    const stream = recorded(`${file}.chunks.txt`);
    for (const pieces of [1, 7, 400]) {
      const watch = watched(stream, pieces);
      expect(watch).toMatchObject({ begun: true, ended: true, failure: null });
    }
    const body = openaiChat.reassemble(stream)!;
    expect(openaiChat.checkBody(body)).toBeNull();
    const [choice] = body["choices"] as readonly {
      message: { content: unknown; tool_calls?: readonly { function: { name: string; arguments: string } }[] };
      finish_reason: string;
    }[];
    expect(choice?.finish_reason).toBe(finish);
    if (tool === null) expect(String(choice?.message.content).length).toBeGreaterThan(10);
    else {
      expect(choice?.message.tool_calls?.[0]?.function.name).toBe(tool);
      expect(typeof JSON.parse(choice?.message.tool_calls?.[0]?.function.arguments ?? "")).toBe("object");
    }
    const told = watched(stream).usage;
    if (body["usage"] !== undefined) expect(usageOf(told)).toEqual(usageOf(body["usage"]));
  });

  it.for(["mistral/mistral-reasoning", "mistral/mistral-tool-call"])(
    "%s: the same body as without a stream",
    (file, { skip }) => {
      skip(!existsSync(WIRE), MISSING);
      const whole = JSON.parse(readFileSync(join(WIRE, `${file}.json`), "utf8")) as JsonObject;
      const streamed = openaiChat.reassemble(recorded(`${file}.chunks.txt`));
      expect(openaiChat.checkBody(whole)).toBeNull();
      expect(answerHash(readAnswer(streamed))).toBe(answerHash(readAnswer(whole)));
      expect(usageOf(streamed?.["usage"])).toEqual(usageOf(whole["usage"]));
    },
  );

  it("members of a body that came in a stream are those of a body that did not", ({ skip }) => {
    skip(!existsSync(WIRE), MISSING);
    const whole = JSON.parse(readFileSync(join(WIRE, "openai/chat__openai-text.json"), "utf8")) as JsonObject;
    const streamed = openaiChat.reassemble(recorded("openai/chat__openai-text.chunks.txt")) as JsonObject;
    expect(Object.keys(streamed).toSorted()).toEqual(
      Object.keys(whole)
        .filter((name) => streamed[name] !== undefined || name === "usage")
        .toSorted(),
    );
    expect(readAnswer(openaiChat.reassemble(openaiChat.toStream(whole, true).join("")))).toEqual(readAnswer(whole));
  });
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const completion = fc
  .record({
    content: fc.option(text),
    reasoning_content: fc.option(text),
    calls: fc.array(fc.record({ id: fc.uuid(), name: fc.constantFrom("weather", "order"), value: fc.jsonValue() }), {
      maxLength: 3,
    }),
    finish: fc.constantFrom("stop", "length", "tool_calls"),
  })
  .map(({ content, reasoning_content, calls, finish }) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 7,
    model: "m",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          ...(reasoning_content === null ? {} : { reasoning_content }),
          ...(calls.length === 0
            ? {}
            : {
                tool_calls: calls.map(({ id, name, value }) => ({
                  id,
                  type: "function",
                  function: { name, arguments: JSON.stringify(value) },
                })),
              }),
        },
        finish_reason: finish,
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
  }));

describe("a completion as a stream", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(completion, (body) => {
        const stream = openaiChat.toStream(body, true).join("");
        expect(openaiChat.reassemble(stream)).toEqual(body);
        expect(watched(stream, 9)).toMatchObject({ begun: true, ended: true, failure: null, usage: body.usage });
      }),
    );
  });

  it("tells usage only where it was asked for, and always ends", () => {
    const body = {
      id: "x",
      choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1 },
    };
    const events = sseEvents(openaiChat.toStream(body, false).join("")).map(({ data }) => data);
    expect(events.some((data) => data.includes("usage"))).toBe(false);
    expect(events.at(-1)).toBe("[DONE]");
  });

  it("that was cut has no terminator, and keeps what came", () => {
    const stream =
      'data: {"id":"a","choices":[{"index":0,"delta":{"role":"assistant","content":"Hal"}}]}\n\ndata: {"id":"a","choi';
    expect(watched(stream)).toMatchObject({ begun: true, ended: false });
    expect(openaiChat.reassemble(stream)).toMatchObject({
      choices: [{ message: { content: "Hal" }, finish_reason: null }],
    });
  });
});

describe("pieces of a stream", () => {
  const chunk = (delta: object, more: object = {}) => ({
    id: "a",
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
  });
  const joined = (...chunks: readonly object[]): JsonObject =>
    openaiChat.reassemble(chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")) as JsonObject;
  const call = (index: number | undefined, id: string | undefined, name: string | undefined, text: string) => ({
    ...(index === undefined ? {} : { index }),
    ...(id === undefined ? {} : { id, type: "function" }),
    function: { ...(name === undefined ? {} : { name }), arguments: text },
  });
  const calls = [
    { id: "1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
    { id: "2", type: "function", function: { name: "g", arguments: "{}" } },
  ];

  it.each([
    [
      "interleaved by index",
      [
        [call(0, "1", "f", "")],
        [call(1, "2", "g", "")],
        [call(0, undefined, undefined, '{"a"')],
        [call(1, undefined, undefined, "{}"), call(0, undefined, undefined, ":1}")],
      ],
    ],
    ["whole, without an index", [[call(undefined, "1", "f", '{"a":1}')], [call(undefined, "2", "g", "{}")]]],
    ["all under index 0, told apart by id", [[call(0, "1", "f", '{"a":1}')], [call(0, "2", "g", "{}")]]],
    [
      "with id and name in every piece",
      [[call(0, "1", "f", '{"a"')], [call(0, "1", "f", ":1}")], [call(1, "2", "g", "{}")]],
    ],
    [
      "in pieces without an index",
      [
        [call(undefined, "1", "f", '{"a"')],
        [call(undefined, undefined, undefined, ":1}")],
        [call(undefined, "2", "g", "{}")],
      ],
    ],
  ])("parallel tool calls %s are two calls", (_, pieces) => {
    const body = joined(
      ...pieces.map((tool_calls) => chunk({ tool_calls })),
      chunk({}, { finish_reason: "tool_calls" }),
    );
    expect(body).toMatchObject({
      choices: [{ message: { content: null, tool_calls: calls }, finish_reason: "tool_calls" }],
    });
  });

  it("of several choices, refusals, reasoning, logprobs and audio come together", () => {
    const token = (text: string) => ({ token: text, logprob: -1, bytes: null, top_logprobs: [] });
    const body = joined(
      chunk({ role: "assistant", refusal: "I " }),
      {
        id: "a",
        choices: [{ index: 1, delta: { content: "B", reasoning_content: "h" }, logprobs: { content: [token("B")] } }],
      },
      chunk({ refusal: "cannot" }, { finish_reason: "stop" }),
      {
        id: "a",
        choices: [
          {
            index: 1,
            delta: { content: "C", reasoning_content: "m", audio: { id: "u", data: "QQ==" } },
            logprobs: { content: [token("C")] },
          },
        ],
      },
      {
        id: "a",
        choices: [{ index: 1, delta: { audio: { id: "u", data: "Qg==", expires_at: 5 } }, finish_reason: "length" }],
      },
    );
    expect(body["choices"]).toEqual([
      { index: 0, message: { role: "assistant", content: null, refusal: "I cannot" }, finish_reason: "stop" },
      {
        index: 1,
        message: {
          role: "assistant",
          content: "BC",
          reasoning_content: "hm",
          audio: { id: "u", data: "QQ==Qg==", expires_at: 5 },
        },
        logprobs: { content: [token("B"), token("C")] },
        finish_reason: "length",
      },
    ]);
  });
});

describe("what is no answer", () => {
  it.each([
    [{ error: { message: "overloaded", type: "server_error", code: 529 } }, "server"],
    [{ error: { message: "slow down", code: "rate_limit_exceeded" } }, "rate_limit"],
    [{ error: { message: "no", code: "content_filter" } }, "content_filter"],
    [{ error: { message: "bad", code: 400 } }, "client_4xx"],
    [{ error: { message: "too long", type: "invalid_request_error", code: "context_length_exceeded" } }, "client_4xx"],
    [{ error: "out of order" }, "server"],
    [{ choices: [] }, "server"],
    ["<html>", "server"],
  ])("%j is a failure, a 200 or not", (body, expected) => {
    expect(openaiChat.checkBody(body)?.class).toBe(expected);
  });

  it("in a stream is one too, before content and after", () => {
    expect(watched('data: {"error":{"message":"overloaded"}}\n\n')).toMatchObject({
      begun: false,
      failure: { class: "server", message: "overloaded" },
    });
    const later = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"choices":[{"delta":{"content":"b"}}]}\n\n';
    const watch = openaiChat.watch();
    watch.push(new TextEncoder().encode(later));
    watch.push(
      new TextEncoder().encode(openaiChat.errorEvent({ status: 502, code: "provider_stream_cut", message: "cut" })),
    );
    expect(watch).toMatchObject({ begun: true, ended: false, failure: { message: "cut" } });
  });
});

describe("a request", () => {
  const BODY = { model: "gpt-4o", messages: [{ role: "user", content: "hi" }] };

  it.each([
    [{}, "model"],
    [{ model: "m" }, "messages"],
    [{ model: "m", messages: [] }, "messages"],
    [{ model: "m", messages: [{ content: "x" }] }, "messages[0]"],
    [{ ...BODY, stream: "yes" }, "stream"],
  ])("%j is refused, naming %s", (body, field) => {
    expect(openaiChat.read(body)).toMatchObject({ field });
  });

  it("says who asks", () => {
    expect(openaiChat.read({ ...BODY, user: "ann", metadata: { team: "a" } })).toEqual({
      model: "gpt-4o",
      stream: false,
      end_user: "ann",
      metadata: { team: "a" },
    });
    expect(openaiChat.read({ ...BODY, user: "ann", safety_identifier: "s1", stream: true })).toMatchObject({
      end_user: "s1",
      stream: true,
    });
  });

  it("is assembled: the endpoint's prompt first, its schema, its defaults where the client is silent", () => {
    const schema = { type: "object" };
    const made = openaiChat.assemble(
      { ...BODY, temperature: 0 },
      {
        system_prompt: "Be brief.",
        response_schema: { name: "answer", schema },
        defaults: { temperature: 1, max_tokens: 50 },
      },
    );
    expect(made).toEqual({
      ...BODY,
      messages: [{ role: "system", content: "Be brief." }, ...BODY.messages],
      response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
      temperature: 0,
      max_completion_tokens: 50,
    });
    expect(openaiChat.assemble(BODY, { system_prompt: null, response_schema: null, defaults: {} })).toBe(BODY);
  });

  it("shows every text to a guardrail, and stays the same object where none changes", () => {
    const body = {
      model: "m",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "a" },
            { type: "image_url", image_url: { url: "b" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: '{"c":1}' } }],
        },
        { role: "tool", tool_call_id: "1", content: "d" },
      ],
    };
    const seen: string[] = [];
    expect(openaiChat.mapTexts(body, "request", (text) => (seen.push(text), text))).toBe(body);
    expect(seen).toEqual(["a", '{"c":1}', "d"]);
    const changed = openaiChat.mapTexts(body, "request", (text) => text.toUpperCase());
    expect(JSON.stringify(changed)).toBe(
      JSON.stringify(body).replace('"a"', '"A"').replace('{\\"c\\":1}', '{\\"C\\":1}').replace('"d"', '"D"'),
    );
    const answer = { choices: [{ index: 0, message: { role: "assistant", content: "x" } }] };
    expect(openaiChat.mapTexts(answer, "response", () => "y")).toEqual({
      choices: [{ index: 0, message: { role: "assistant", content: "y" } }],
    });
  });
});
