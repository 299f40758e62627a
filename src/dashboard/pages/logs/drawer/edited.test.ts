import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editable, mistakesIn } from "./edited.ts";

describe("what a replay's editor begins with", () => {
  it("is the turns of any dialect, else the whole body", () => {
    expect(editable('{"model":"m","messages":[{"role":"user","content":"Hi"}]}')).toMatchObject({ part: "messages" });
    expect(editable('{"model":"m","input":[{"role":"user","content":"Hi"}]}')).toMatchObject({ part: "messages" });
    expect(editable('{"model":"m","input":"Hi"}')).toMatchObject({ part: "body", messages: null });
    expect(editable(null)).toBeNull();
    expect(editable("<html>")).toBeNull();
  });
});

describe("what keeps messages from being sent", () => {
  it("is named with the message, where it begins", () => {
    const text = '[{"role":"user","content":"a, [b] {c}"},\n {"role":"robot","content":"x"}]';
    expect(mistakesIn(text, "messages")).toEqual([
      { message: expect.stringContaining("Message 2: its role"), at: text.indexOf('{"role":"robot"') },
    ]);
    expect(mistakesIn('[{"role":"user"}]', "messages")).toEqual([{ message: "Message 1: it has no content.", at: 1 }]);
    expect(mistakesIn("{}", "messages")).toEqual([{ message: "Expected a list of messages.", at: 0 }]);
    expect(mistakesIn("[]", "messages")).toHaveLength(1);
    expect(mistakesIn("[1]", "messages")[0]?.message).toBe("Message 1: expected an object.");
    expect(mistakesIn('[{"role":', "messages")).toHaveLength(1);
  });

  it("is nothing where turns are as dialects have them", () => {
    const turns = [
      { role: "assistant", content: null, tool_calls: [] },
      { role: "tool", content: "42" },
      { role: "user", content: [{ type: "text", text: "Hi" }] },
      { type: "function_call_output", call_id: "c", output: "42" },
    ];
    expect(mistakesIn(JSON.stringify(turns), "messages")).toEqual([]);
    expect(mistakesIn('{"model":"m"}', "body")).toEqual([]);
    expect(mistakesIn("[]", "body")).toHaveLength(1);
  });

  it("never fails on any text, and points inside it", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom("messages" as const, "body" as const),
        (text, part) => {
          for (const { at } of mistakesIn(text, part)) expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
