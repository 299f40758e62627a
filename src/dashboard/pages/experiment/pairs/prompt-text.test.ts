import { expect, it } from "vitest";
import { promptText } from "./prompt-text.ts";

it("writes messages as lines, and keeps what else they hold", () => {
  expect(
    promptText([
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "Hi" }] },
    ]),
  ).toBe("system: Be brief.\n\nuser: Hi");
  expect(promptText([{ role: "assistant", tool_calls: [{ name: "find" }] }])).toBe(
    'assistant: \n{"tool_calls":[{"name":"find"}]}',
  );
  expect(promptText([{ role: "user", content: [{ type: "image", hash: "x" }] }])).toBe(
    'user: {"type":"image","hash":"x"}',
  );
});

it("shows anything else as what it is", () => {
  expect(promptText(null)).toBe("It could not be read.");
  expect(promptText("plain")).toBe("plain");
  expect(promptText([3])).toBe("3");
  expect(promptText({ input: "x" })).toBe('{\n  "input": "x"\n}');
});
