import type { LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerHash } from "../core/answer/canonical-answer.ts";
import { readAnswer } from "../core/answer/read-answer.ts";
import { DIALECTS, type Dialect as DialectName } from "../core/exchange.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import type { JsonObject } from "../core/json.ts";
import { neutralRequest } from "../core/neutral/neutral-request.ts";
import { usageOf } from "../core/provider-usage.ts";
import type { Dialect, Translation } from "./dialect.ts";
import { CLIENT_DIALECTS } from "./index.ts";

/** The least a client may ask, with the text a guardrail has to see. */
const REQUESTS: Partial<Readonly<Record<DialectName, JsonObject>>> = {
  "openai-chat": { model: "m", messages: [{ role: "user", content: "Where is order 771?" }] },
  "openai-responses": { model: "m", input: "Where is order 771?" },
  "anthropic-messages": { model: "m", max_tokens: 64, messages: [{ role: "user", content: "Where is order 771?" }] },
  embeddings: { model: "m", input: "Where is order 771?" },
};

const ABOUT = { id: "7", model: "m", created_at: 7_000 };
const ERROR = { status: 429, code: "rate_limited", message: "Too many requests: wait a second.", field: "model" };
const NOTHING = { system_prompt: null, response_schema: null, defaults: {} };
const bytesOf = new TextEncoder();

const said = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const count = fc.nat({ max: 5_000 });

/** An answer as a provider package gives it: thoughts, a text, calls of tools. */
const answers = fc
  .record({
    thought: fc.option(said),
    text: fc.option(said),
    calls: fc.array(
      fc.record({ name: fc.constantFrom("weather", "order"), input: fc.dictionary(fc.string(), fc.jsonValue()) }),
      {
        maxLength: 3,
      },
    ),
    length: fc.boolean(),
    counts: fc.record({ noCache: count, cacheRead: count, text: count, reasoning: count }),
  })
  .filter(({ text, calls }) => text !== null || calls.length > 0)
  .map(({ thought, text, calls, length, counts }): LanguageModelV4GenerateResult => {
    const { noCache, cacheRead, text: visible, reasoning } = counts;
    const unified = length ? "length" : calls.length > 0 ? "tool-calls" : "stop";
    return {
      content: [
        ...(thought === null ? [] : [{ type: "reasoning" as const, text: thought }]),
        ...(text === null ? [] : [{ type: "text" as const, text }]),
        ...calls.map(({ name, input }, at) => ({
          type: "tool-call" as const,
          toolCallId: `call_${at}`,
          toolName: name,
          input: JSON.stringify(input),
        })),
      ],
      finishReason: { unified, raw: undefined },
      usage: {
        inputTokens: { total: noCache + cacheRead, noCache, cacheRead, cacheWrite: undefined },
        outputTokens: { total: visible + reasoning, text: visible, reasoning },
      },
      warnings: [],
    };
  });

/** The same answer in parts, its texts and inputs cut in two. */
function partsOf({
  content,
  finishReason,
  usage,
}: LanguageModelV4GenerateResult): readonly LanguageModelV4StreamPart[] {
  const halves = (text: string): readonly string[] => {
    const middle = Math.floor(text.length / 2);
    return [text.slice(0, middle), text.slice(middle)];
  };
  return [
    { type: "stream-start", warnings: [] },
    ...content.flatMap((one, at): LanguageModelV4StreamPart[] => {
      const id = String(at);
      if (one.type === "text" || one.type === "reasoning") {
        const { type } = one;
        const deltas = halves(one.text).map((delta) => ({ type: `${type}-delta` as const, id, delta }));
        return [{ type: `${type}-start`, id }, ...deltas, { type: `${type}-end`, id }];
      }
      if (one.type !== "tool-call") return [];
      const { toolCallId, toolName, input } = one;
      return [
        { type: "tool-input-start", id: toolCallId, toolName },
        ...halves(input).map((delta) => ({ type: "tool-input-delta" as const, id: toolCallId, delta })),
        { type: "tool-input-end", id: toolCallId },
        one,
      ];
    }),
    { type: "finish", finishReason, usage },
  ];
}

function written({ toEvents }: Translation, result: LanguageModelV4GenerateResult): string {
  const events = toEvents({ ...ABOUT, include_usage: true });
  return partsOf(result)
    .map((part) => events.part(part))
    .concat(events.end())
    .join("");
}

function watched(dialect: Dialect, stream: string, cuts: readonly number[] = []) {
  const watch = dialect.watch();
  const bytes = bytesOf.encode(stream);
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length))].toSorted((a, b) => a - b);
  let from = 0;
  for (const to of [...ends, bytes.length]) {
    watch.push(bytes.subarray(from, to));
    from = to;
  }
  return watch;
}

/** Two bodies say the same: answer, its end, and the usage. */
function sameAnswer(one: JsonObject | null, other: JsonObject): void {
  const answer = readAnswer(one);
  expect(answer).not.toBeNull();
  expect(answer).toEqual(readAnswer(other));
  expect(answerHash(answer)).toBe(answerHash(readAnswer(other)));
  expect(usageOf(one?.["usage"])).toEqual(usageOf(other["usage"]));
}

function textsOf(dialect: Dialect, body: JsonObject, which: "request" | "response"): readonly string[] {
  const seen: string[] = [];
  dialect.mapTexts(body, which, (text) => (seen.push(text), text));
  return seen;
}

it("there is one dialect for each that the log knows", () => {
  expect(CLIENT_DIALECTS.map(({ name }) => name).toSorted()).toEqual(
    DIALECTS.filter((name) => name !== "unknown").toSorted(),
  );
});

describe.each(CLIENT_DIALECTS)("$name", (dialect) => {
  const { translation } = dialect;
  const request = REQUESTS[dialect.name] as JsonObject;

  it("says what it is, at a path of its own", () => {
    expect(request, "a request in REQUESTS").toBeDefined();
    expect(dialect.summary).not.toBe("");
    expect(dialect.path).toMatch(/^\/v1\/[a-z/]+$/u);
    expect(CLIENT_DIALECTS.filter(({ path }) => path === dialect.path)).toHaveLength(1);
  });

  it("reads what clients ask, and names the field that is wrong in anything else", () => {
    expect(dialect.read(request)).toMatchObject({ model: "m", stream: false, end_user: null });
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const head = dialect.read(body);
        if ("problem" in head) expect(head.problem.length).toBeGreaterThan(10);
        else expect(typeof head.model).toBe("string");
      }),
    );
    for (const [name, value] of Object.entries(request)) {
      const wrong = typeof value === "string" ? 7 : "seven";
      if (name === "input") continue;
      expect(dialect.read({ ...request, [name]: wrong }), name).toHaveProperty("problem");
    }
  });

  it("makes something of any body without throwing", () => {
    const fields = [
      ...Object.keys(request),
      "system",
      "instructions",
      "tools",
      "tool_choice",
      "choices",
      "output",
      "content",
      "usage",
      "error",
    ];
    const bodies = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(bodies, (body) => {
        dialect.checkBody(body);
        dialect.assemble(body, NOTHING);
        dialect.mapTexts(body, "request", (text) => text);
        dialect.mapTexts(body, "response", (text) => text);
        dialect.toStream(body, true);
        translation?.toCall(body);
        dialect.reassemble(`data: ${JSON.stringify(body)}\n\n`);
        watched(dialect, `data: ${JSON.stringify(body)}\n\n`);
      }),
      { numRuns: 300 },
    );
  });

  it("words an error in its own shape, which is a failure in an answer and in a stream", () => {
    const { status, body } = dialect.error(ERROR);
    expect(status).toBe(429);
    expect(JSON.stringify(body)).toContain(ERROR.message);
    expect(JSON.stringify(body)).toContain(ERROR.code);
    expect(dialect.checkBody(body)).toMatchObject({ class: "rate_limit", message: ERROR.message });
    const event = dialect.errorEvent(ERROR);
    expect(event).toMatch(/\n\n$/u);
    if (translation === null) return;
    expect(watched(dialect, event)).toMatchObject({ begun: false, failure: { message: ERROR.message } });
    expect(dialect.reassemble(event)).toBeNull();
  });

  it("takes nothing for an answer that is none", () => {
    for (const body of ["<html>", null, [], {}, { object: "list", data: [] }, 7, { detail: "Not Found" }]) {
      expect(dialect.checkBody(body), JSON.stringify(body)).toMatchObject({ class: "server" });
    }
    expect(dialect.reassemble("")).toBeNull();
    expect(dialect.reassemble(": keep-alive\n\n")).toBeNull();
    expect(watched(dialect, ": keep-alive\n\n: keep-alive\n\n")).toMatchObject({
      begun: false,
      ended: false,
      failure: null,
      usage: null,
    });
  });

  it("shows the client's text to guardrails, and changes it alone", () => {
    expect(dialect.mapTexts(request, "request", (text) => text)).toBe(request);
    expect(textsOf(dialect, request, "request")).toEqual(["Where is order 771?"]);
    const changed = dialect.mapTexts(request, "request", (text) => text.replace("771", "[number]"));
    expect(JSON.stringify(changed)).toBe(JSON.stringify(request).replace("771", "[number]"));
  });

  it("adds nothing where an endpoint has nothing to add", () => {
    expect(dialect.assemble(request, NOTHING)).toEqual(request);
  });
});

const translated = CLIENT_DIALECTS.filter(({ translation }) => translation !== null);

describe.each(translated)("$name through the provider specification", (dialect) => {
  const translation = dialect.translation as Translation;
  const { toCall, toBody } = translation;
  const request = REQUESTS[dialect.name] as JsonObject;

  it("adds the endpoint's prompt, schema and defaults, the client's own first", () => {
    const schema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
    const defaults = { temperature: 0.5, top_p: 0.25 };
    const made = dialect.assemble(
      { ...request, temperature: 0 },
      { system_prompt: "Be brief.", response_schema: { name: "answer", schema }, defaults },
    );
    const { prompt, parameters } = neutralRequest(made, dialect.name, sha256Hex)!;
    expect(prompt.messages[0]).toEqual({ role: "system", content: "Be brief." });
    expect(prompt.messages[1]).toMatchObject({ role: "user", content: "Where is order 771?" });
    expect(prompt.response_format).toMatchObject({ type: "json_schema", schema });
    expect(parameters).toMatchObject({ temperature: 0, top_p: 0.25 });
  });

  it("a request is a call that says the same", () => {
    const made = dialect.assemble(request, {
      ...NOTHING,
      system_prompt: "Be brief.",
      defaults: { temperature: 0.5 },
    });
    expect(toCall(made)).toMatchObject({
      dropped: [],
      call: {
        temperature: 0.5,
        prompt: [
          { role: "system", content: "Be brief." },
          { role: "user", content: [{ type: "text", text: "Where is order 771?" }] },
        ],
      },
    });
  });

  it("names a field that it cannot carry", () => {
    expect(toCall({ ...request, never_heard_of: 1 }).dropped).toEqual(["never_heard_of"]);
  });

  it("an answer is a body, whose stream says the same however its bytes are cut", () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(), { maxLength: 12 }), (result, cuts) => {
        const body = toBody(result, ABOUT);
        expect(dialect.checkBody(body)).toBeNull();
        const texts = result.content.flatMap((one) => (one.type === "text" ? [one.text] : []));
        expect(readAnswer(body)?.text ?? "").toBe(texts.join(""));
        const stream = dialect.toStream(body, true).join("");
        sameAnswer(dialect.reassemble(stream), body);
        const watch = watched(dialect, stream, cuts);
        expect(watch).toMatchObject({ begun: true, ended: true, failure: null });
        expect(usageOf(watch.usage)).toEqual(usageOf(body["usage"]));
      }),
    );
  });

  it("an answer in parts is the stream of the whole one", () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(), { maxLength: 12 }), (result, cuts) => {
        const stream = written(translation, result);
        const body = toBody(result, ABOUT);
        sameAnswer(dialect.reassemble(stream), body);
        const watch = watched(dialect, stream, cuts);
        expect(watch).toMatchObject({ begun: true, ended: true, failure: null });
        expect(usageOf(watch.usage)).toEqual(usageOf(body["usage"]));
      }),
    );
  });

  it("usage comes out as it went in", () => {
    fc.assert(
      fc.property(answers, (result) => {
        const { inputTokens: input, outputTokens: output } = result.usage;
        const usage = usageOf(toBody(result, ABOUT)["usage"]);
        expect(usage).toMatchObject({ input_uncached: input.noCache, cache_read: input.cacheRead });
        expect(usage).toMatchObject({ output: output.text, reasoning: output.reasoning });
      }),
    );
  });

  it("a stream that is cut before its terminator has not ended", () => {
    fc.assert(
      fc.property(answers, fc.nat(), (result, seed) => {
        const events = dialect.toStream(toBody(result, ABOUT), true);
        const cut = events.slice(0, seed % events.length).join("");
        expect(watched(dialect, cut)).toMatchObject({ ended: false, failure: null });
        expect(dialect.reassemble(cut)?.["error"] ?? null).toBeNull();
      }),
    );
  });

  it("an error after content is a failure of a stream that had begun", () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(), { maxLength: 8 }), (result, cuts) => {
        const whole = dialect.toStream(toBody(result, ABOUT), true);
        const stream = whole.slice(0, -2).join("") + dialect.errorEvent(ERROR);
        const watch = watched(dialect, stream, cuts);
        expect(watch).toMatchObject({ ended: false, failure: { message: ERROR.message } });
      }),
    );
  });

  it("shows every text of an answer to guardrails", () => {
    fc.assert(
      fc.property(answers, (result) => {
        const body = toBody(result, ABOUT);
        const seen = textsOf(dialect, body, "response");
        for (const one of result.content) if (one.type === "text") expect(seen).toContain(one.text);
        expect(dialect.mapTexts(body, "response", (text) => text)).toBe(body);
      }),
    );
  });
});
