import { expect, it } from "vitest";
import { selfPreference, vendorFamily } from "./vendor-family.ts";

it("knows who made a model, wherever it is served", () => {
  expect(
    [
      "gpt-4o:openai",
      "openai/gpt-4o:openrouter",
      "o3-mini:azure",
      "claude-haiku-4-5:anthropic",
      "meta-llama/Llama-3-70b:together",
    ].map(vendorFamily),
  ).toEqual(["openai", "openai", "openai", "anthropic", "meta"]);
  expect(["my-model:somewhere", "photo3:x"].map(vendorFamily)).toEqual([null, null]);
});

it("sees a risk where a judge is of one family with one side only", () => {
  const risk = (judge: string, originals: readonly string[], replays: readonly string[]) =>
    selfPreference(judge, originals, replays).risk;
  expect(risk("gpt-4o:openai", ["gpt-4o-mini:openai"], ["claude-haiku-4-5:anthropic"])).toBe(true);
  expect(risk("gpt-4o:openai", ["gpt-4:openai"], ["gpt-4o-mini:openai"])).toBe(false);
  expect(risk("gemini-2.5-pro:google", ["gpt-4:openai"], ["claude-haiku-4-5:anthropic"])).toBe(false);
  expect(risk("gpt-4o:openai", ["gpt-4:openai"], ["own:here"])).toBeNull();
  expect(risk("own:here", ["gpt-4:openai"], ["gpt-4o-mini:openai"])).toBeNull();
});
