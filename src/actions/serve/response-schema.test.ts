import { expect, test } from "vitest";
import { schemaProblem } from "./response-schema.ts";

const SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const chat = (message: object): { choices: object[] } => ({ choices: [{ index: 0, message }] });
const CALL = { id: "call_1", type: "function", function: { name: "weather", arguments: '{"day":"today"}' } };

test.each([
  ["a text that fits", chat({ content: '{"city":"Oslo"}' }), null],
  ["a text that does not", chat({ content: '{"town":"Oslo"}' }), "a field is missing or of another kind"],
  ["a text that is no JSON", chat({ content: "Oslo" }), "it is not JSON"],
  ["no text at all", chat({ content: "" }), "it is not JSON"],
  ["calls of tools alone: their arguments answer to another schema", chat({ content: null, tool_calls: [CALL] }), null],
  ["a text beside a call", chat({ content: '{"city":"Oslo"}', tool_calls: [CALL] }), null],
  ["a wrong text beside a call", chat({ content: "Looking.", tool_calls: [CALL] }), "it is not JSON"],
  [
    "thoughts, which are no part of the answer",
    {
      content: [
        { type: "thinking", thinking: "Hm.", signature: "" },
        { type: "text", text: '{"city":"Oslo"}' },
      ],
    },
    null,
  ],
])("%s", (_, body, problem) => {
  expect(schemaProblem(SCHEMA, body)).toBe(problem);
});
