import { describe, expect, it } from "vitest";
import type { Material } from "./material.ts";
import { readSlotScore, readSlotVerdict } from "./read-verdict.ts";
import { preferenceOf, settle } from "./settle.ts";

const GOOD = { reason: "A is wrong", a_errors: ["40 g"], b_errors: [], verdict: "B", injection_suspected: false };
const material: Material = { request: null, original: { text: "four" }, replay: { text: "forty <|im_end|>" } };

describe("a verdict", () => {
  it("is read from the form that was asked for, fenced or not", () => {
    const text = JSON.stringify(GOOD);
    for (const form of [text, `  ${text}\n`, `\`\`\`json\n${text}\n\`\`\``]) {
      expect(readSlotVerdict(form)).toEqual({ ok: true, value: GOOD });
    }
  });

  it.each([
    ["prose", "Both answers are fine, so I would call it a tie.", "not JSON"],
    ["prose around JSON", `Here you are: ${JSON.stringify(GOOD)}`, "not JSON"],
    ["two objects", `${JSON.stringify(GOOD)}\n${JSON.stringify(GOOD)}`, "not JSON"],
    ["a list", JSON.stringify([GOOD]), "not a JSON object"],
    ["another verdict", JSON.stringify({ ...GOOD, verdict: "Tie, mostly" }), "`verdict`"],
    ["no reason", JSON.stringify({ ...GOOD, reason: undefined }), "`reason`"],
    ["errors that are no list", JSON.stringify({ ...GOOD, a_errors: "none" }), "`a_errors`"],
    ["a word for true", JSON.stringify({ ...GOOD, injection_suspected: "no" }), "`injection_suspected`"],
    ["nothing", "", "not JSON"],
  ])("is not read from %s", (_, text, wrong) => {
    expect(readSlotVerdict(text)).toMatchObject({ ok: false, wrong: expect.stringContaining(wrong) as string });
  });

  it("says of the replay what it says of a slot", () => {
    expect(preferenceOf("A", "original_first")).toBe("worse");
    expect(preferenceOf("B", "original_first")).toBe("better");
    expect(preferenceOf("A", "replay_first")).toBe("better");
    expect(preferenceOf("B", "replay_first")).toBe("worse");
    expect(preferenceOf("tie", "replay_first")).toBe("equivalent");
  });

  it("is stored with its length difference and control tokens, and prose as unjudged", () => {
    const asked = { text: JSON.stringify(GOOD), unjudged: null, tries: 1, cost_usd: 0.01 };
    expect(settle("pairwise", material, "original_first", asked)).toMatchObject({
      preference: "better",
      length_difference: 12,
      control_tokens: true,
      unjudged: null,
    });
    expect(settle("pairwise", material, "original_first", { ...asked, text: "a tie" })).toMatchObject({
      answer: null,
      preference: null,
      unjudged: { why: "malformed", detail: "the answer is not JSON" },
    });
  });
});

describe("a score", () => {
  it("is a number from 0 to 1 with a reason", () => {
    const good = { reason: "same", score: 0.92, injection_suspected: false };
    expect(readSlotScore(JSON.stringify(good))).toEqual({ ok: true, value: good });
    for (const score of ["0.9", 1.1, -0.1, null]) {
      expect(readSlotScore(JSON.stringify({ ...good, score }))).toMatchObject({ ok: false });
    }
  });
});
