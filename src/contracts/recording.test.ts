import { describe, expect, it } from "vitest";
import { readAnswer } from "../core/answer/read-answer.ts";
import { recordingOf } from "./recording.ts";

const chat = { model: "gpt", choices: [{ message: { role: "assistant", content: "hi" }, finish_reason: "stop" }] };
const responses = {
  model: "gpt5",
  output: [{ type: "message", content: [{ type: "output_text", text: "hi" }] }],
  error: null,
};
const anthropic = {
  type: "message",
  model: "claude",
  content: [{ type: "text", text: "hi" }],
  stop_reason: "end_turn",
};

const read = (document: unknown) => {
  const held = recordingOf(document, "recordings/x.recording.json");
  if ("mistake" in held) return `${held.mistake.path.join(".")}: ${held.mistake.message}`;
  return held.value;
};

describe("a recording", () => {
  it.each([chat, responses, anthropic])(
    "is a response alone, in any dialect, or wrapped with what is known of it",
    (body) => {
      expect(read(body)).toMatchObject({
        response: body,
        model: body.model,
        provider: null,
        latency_ms: null,
        outcomes: {},
      });
      const known = { model: "m", provider: "p", latency_ms: 5, cost_usd: 0.5, outcomes: { valid: 1 } };
      expect(read({ ...known, response: body })).toMatchObject({ ...known, response: body });
      expect(read({ response: body, latency_ms: null })).toMatchObject({ model: body.model, latency_ms: null });
    },
  );

  it("may be a provider's error", () => {
    expect(read({ error: { type: "rate_limit_error" } })).toMatchObject({ response: { error: {} } });
    expect(read({ response: { type: "error", error: {} }, provider: "anthropic" })).toMatchObject({
      provider: "anthropic",
    });
  });

  it("may be written by hand", () => {
    const said = read({
      response: {
        text: "hm",
        tool_calls: [
          { name: "a", arguments: { b: 1 } },
          { name: "c", arguments: "{" },
        ],
      },
    });
    expect(readAnswer((said as { response: unknown }).response)).toMatchObject({
      text: "hm",
      tool_calls: [
        { name: "a", arguments: { b: 1 }, parses: true },
        { name: "c", arguments: "{", parses: false },
      ],
      finish_reason: "tool_calls",
    });
    expect(readAnswer((read({ text: "no", finish_reason: "length" }) as { response: unknown }).response)).toMatchObject(
      {
        text: "no",
        tool_calls: [],
        finish_reason: "length",
      },
    );
  });

  it.each<[unknown, string]>([
    [[], ": expected the body of a response"],
    [null, ": expected the body of a response"],
    [{}, ": expected the body of a response"],
    [{ choices: [] }, ": expected the body of a response"],
    [{ response: {} }, "response: expected the body of a response"],
    [{ response: "text" }, "response: expected the body of a response"],
    [{ response: { text: 5 } }, "response: expected the body of a response"],
    [{ response: { text: "a", tool_calls: [{}] } }, "response: expected the body of a response"],
    [{ ...chat, response: anthropic }, "response: this is a response that holds another one"],
    [{ response: chat, latency_ms: "5" }, "latency_ms: expected number, found string"],
    [{ response: chat, outcomes: { a: true } }, "outcomes.a: expected number, found boolean"],
    [{ response: chat, boundary: { model: "m" } }, "boundary.tool_schema_hash: expected string, found nothing"],
  ])("%j is none", (document, said) => {
    expect(read(document)).toContain(said);
  });
});
