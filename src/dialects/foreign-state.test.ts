import { describe, expect, it } from "vitest";
import { arrayOf, objectOf, type JsonObject } from "../core/json.ts";
import { CLIENT_DIALECTS } from "./index.ts";

const STATE = { google: { thoughtSignature: "sig-1" } };
const USER = { role: "user", content: "Weather?" };

/** The next turn of a client that was given an answer. */
const NEXT: Readonly<Record<string, (answer: JsonObject) => JsonObject>> = {
  "openai-chat": ({ choices }) => ({ messages: [USER, objectOf(arrayOf(choices)[0])["message"], USER] }),
  "openai-responses": ({ output }) => ({ input: [USER, ...arrayOf(output), USER] }),
  "anthropic-messages": ({ content }) => ({ messages: [USER, { role: "assistant", content }, USER] }),
};

/** An answer that its provider signed. */
const answer = (providerMetadata: typeof STATE | undefined) => ({
  content: [
    { type: "reasoning" as const, text: "Hm.", ...(providerMetadata === undefined ? {} : { providerMetadata }) },
    { type: "text" as const, text: "Looking." },
    {
      type: "tool-call" as const,
      toolCallId: "call_1",
      toolName: "weather",
      input: '{"city":"Oslo"}',
      ...(providerMetadata === undefined ? {} : { providerMetadata }),
    },
  ],
  finishReason: { unified: "tool-calls" as const, raw: undefined },
  usage: {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  },
  warnings: [],
});
const ABOUT = { id: "1", model: "m", created_at: 7 };

describe.each(CLIENT_DIALECTS.filter(({ translation }) => translation !== null))("$name", (dialect) => {
  const { toBody, toCall } = dialect.translation!;
  const next = NEXT[dialect.name]!;

  it("brings a provider's state back to it", () => {
    const { call } = toCall(next(toBody(answer(STATE), ABOUT)));
    expect(JSON.stringify(call.prompt)).toContain('"providerOptions":{"google":{"thoughtSignature":"sig-1"}}');
  });

  it("leaves it out where another provider is asked that speaks the dialect itself, and nothing else", () => {
    const body = next(toBody(answer(STATE), ABOUT));
    const without = dialect.withoutForeignState(body);
    expect(without?.dropped).toHaveLength(1);
    const text = JSON.stringify(without?.body);
    expect(text).not.toContain("understudy");
    for (const kept of ["Weather?", "Looking.", "call_1", "weather", "Oslo"]) expect(text).toContain(kept);
    expect(dialect.withoutForeignState(without!.body)).toBeNull();
  });

  it("finds nothing in a conversation that has nothing of the kind", () => {
    expect(dialect.withoutForeignState(next(toBody(answer(undefined), ABOUT)))).toBeNull();
    expect(dialect.withoutForeignState({})).toBeNull();
  });
});

it("Anthropic's own signatures stay", () => {
  const dialect = CLIENT_DIALECTS.find(({ name }) => name === "anthropic-messages")!;
  const content = [{ type: "thinking", thinking: "Hm.", signature: "EqQB" }];
  expect(dialect.withoutForeignState({ messages: [USER, { role: "assistant", content }] })).toBeNull();
});

it("a turn that only thought goes, an empty one of the client's own stays", () => {
  const dialect = CLIENT_DIALECTS.find(({ name }) => name === "anthropic-messages")!;
  const content = [{ type: "thinking", thinking: "Hm.", signature: "understudy.e30" }];
  const empty = { role: "assistant", content: [] };
  const without = dialect.withoutForeignState({ messages: [USER, { role: "assistant", content }, empty] });
  expect(without?.body["messages"]).toEqual([USER, empty]);
});

it("other members of a call's extra content stay", () => {
  const dialect = CLIENT_DIALECTS.find(({ name }) => name === "openai-chat")!;
  const call = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };
  const google = { thought_signature: "x" };
  const extra_content = { google, understudy: { state: "understudy.e30" } };
  const without = dialect.withoutForeignState({
    messages: [{ role: "assistant", content: null, tool_calls: [{ ...call, extra_content }] }],
  });
  expect(without?.body["messages"]).toEqual([
    { role: "assistant", content: null, tool_calls: [{ ...call, extra_content: { google } }] },
  ]);
});
