import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editable, mistakesIn, type Editable } from "./edited.ts";

const CHAT = '{"model":"m","temperature":"warm","messages":[{"role":"user","content":"Hi"}]}';
const chat = editable(CHAT, "openai-chat") as Editable;
const found = (text: string, part: "messages" | "body" = "messages", of = chat) => {
  const { unsendable, unfit } = mistakesIn(text, part, of);
  return [...unsendable, ...unfit];
};

describe("what a replay's editor begins with", () => {
  it("is the turns of any dialect, else the whole body", () => {
    expect(chat).toMatchObject({ part: "messages", turns: "messages" });
    const responses = '{"model":"m","input":[{"role":"user","content":"Hi"}]}';
    expect(editable(responses, "openai-responses")).toMatchObject({ part: "messages", turns: "input" });
    expect(editable('{"model":"m","input":"Hi"}', "openai-responses")).toMatchObject({ part: "body", messages: null });
    expect(editable('{"model":"m","input":["a","b"]}', "embeddings")).toMatchObject({ part: "body" });
    expect(editable(null, "openai-chat")).toBeNull();
    expect(editable("<html>", "openai-chat")).toBeNull();
  });
});

describe("what is wrong with an edited request", () => {
  it("is named with its field, where it stands", () => {
    const text = '[{"role":"user","content":"a, [b] {c}"},\n {"role":"robot","content":"x"}]';
    expect(found(text)).toEqual([
      { message: expect.stringContaining("Line 2, messages[1].role: expected one of"), at: text.indexOf('"robot"') },
    ]);
    expect(found('[{"role":"user"}]')).toMatchObject([{ message: expect.stringContaining("content"), at: 1 }]);
    expect(found("[]")).toHaveLength(1);
    expect(found("[1]")[0]?.message).toBe("Line 1, messages[0]: expected object, found number");
    expect(found(CHAT, "body")).toMatchObject([
      { message: "Line 1, temperature: expected number, found string", at: CHAT.indexOf('"warm"') },
    ]);
  });

  it("keeps a text from being sent only where nobody could send it", () => {
    expect(mistakesIn("{}", "messages", chat)).toMatchObject({
      unsendable: [{ message: "Expected a list of messages." }],
    });
    expect(mistakesIn("[]", "body", chat).unsendable).toHaveLength(1);
    const broken = mistakesIn('[\n{"role":]', "messages", chat).unsendable;
    expect(broken).toMatchObject([
      { message: expect.stringMatching(/^Line 2: this is not JSON, expected a value$/u), at: 10 },
    ]);
    expect(mistakesIn('[{"role":"robot"}]', "messages", chat)).toMatchObject({ unsendable: [], unfit: [{}] });
  });

  it("is nothing where turns are as dialects have them, or the dialect is not known", () => {
    const turns = [
      { role: "assistant", content: null, tool_calls: [] },
      { role: "tool", content: "42", tool_call_id: "c" },
      { role: "user", content: [{ type: "text", text: "Hi" }] },
    ];
    expect(found(JSON.stringify(turns))).toEqual([]);
    const items = [
      { role: "user", content: "Hi" },
      { type: "function_call_output", call_id: "c", output: "42" },
    ];
    const responses = editable('{"model":"m","input":[]}', "openai-responses") as Editable;
    expect(found(JSON.stringify(items), "messages", responses)).toEqual([]);
    expect(found("[1]", "messages", { ...chat, dialect: "unknown" })).toEqual([]);
  });

  it("never fails on any text, and points inside it", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom("messages" as const, "body" as const),
        (text, part) => {
          for (const { at } of found(text, part)) expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
