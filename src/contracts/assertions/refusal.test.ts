import { describe, expect, it } from "vitest";
import { callOf, seenOf } from "../made-up.fixtures.ts";
import type { Answer } from "../../core/answer/answer.ts";
import { refusal } from "./refusal.ts";

function refuses(answer: Partial<Answer>): boolean | null {
  return refusal.compile({}).check(seenOf(answer)).holds;
}

describe("a refusal", () => {
  it.each([
    "I'm sorry, but I can’t assist with that request.",
    "I am sorry, I cannot fulfill this request. The tools lack it.",
    "We're unable to help with medical questions.",
    "Sorry, but I cannot provide instructions for picking locks.",
    "I must respectfully decline.",
    "I won't create that kind of content.",
    "Writing this would be against my guidelines.",
    "That is not something I can help with.",
    "I'm not comfortable writing\nthis.",
  ])("%s", (text) => {
    expect(refuses({ text })).toBe(true);
  });

  it.each([
    "Your order cannot be changed any more, but I can refund it.",
    "As an AI language model, I cannot browse directly. However, here is how you do it.",
    "I'm sorry, but I can't create a chart directly in a chat. Here is the code for one.",
    "I'm sorry to hear about your machine. Try this first.",
    "I can help with that.",
    "Unfortunately the flight is full.",
    `${"A long answer. ".repeat(30)}I can't help with that.`,
    "",
  ])("is none: %s", (text) => {
    expect(refuses({ text })).toBe(false);
  });

  it("is what the provider says it is, whatever the text", () => {
    expect(refuses({ text: "No.", refused: true })).toBe(true);
    expect(refuses({ text: null, finish_reason: "content_filter" })).toBe(true);
  });

  it("is not where a tool was called", () => {
    expect(refuses({ text: "I can't help with that directly, so I look it up.", tool_calls: [callOf("search")] })).toBe(
      false,
    );
  });
});
