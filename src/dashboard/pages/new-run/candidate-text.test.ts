import { expect, it } from "vitest";
import { endpointIn, mistakesOf, policyIn, rewritten } from "./candidate-text.ts";

const CASCADE = `strategy: cascade
steps:
  - gpt-4o-mini:openai
  - strategy: single
    model: 7
accept:
  tool_calls: valid
`;

function firstMistake(text: string): { readonly message: string; readonly stands: string } {
  const [mistake] = mistakesOf(policyIn(text));
  return { message: mistake?.message ?? "", stands: text.slice(mistake?.at).split("\n")[0] ?? "" };
}

it("reads YAML and JSON alike, nested policies and short forms included", () => {
  const policy = { strategy: "fallback_chain", targets: ["gpt-4o:openai", { strategy: "single", model: "b:c" }] };
  const json = JSON.stringify(policy);
  expect(policyIn(rewritten(json, "yaml"))).toEqual(policyIn(json));
  expect(policyIn(json)).toHaveProperty("value");
});

it("says what is wrong where it stands", () => {
  expect(firstMistake(CASCADE)).toEqual({ message: expect.stringContaining("expected string"), stands: "model: 7" });
  expect(firstMistake("strategy: nonsense").stands).toBe("strategy: nonsense");
  expect(firstMistake("strategy: single\nmodel: a:b\nmodle: c").stands).toBe("modle: c");
  expect(firstMistake('{"strategy":"single",').message).not.toBe("");
  expect(firstMistake("  ").message).toBe("Nothing is written yet.");
});

it("a draft of an endpoint is looked at as a stored one is", () => {
  expect(endpointIn("system_prompt: Be brief.")).toEqual({ value: { system_prompt: "Be brief." } });
  expect(mistakesOf(endpointIn("- a"))[0]?.message).toMatch(/expected object/u);
  const text = "system_prompt: Be brief.\ntemperature: 0";
  expect(mistakesOf(endpointIn(text))).toEqual([{ message: 'unknown key "temperature"', at: text.indexOf("temp") }]);
  const nested = "defaults:\n  seed: 1\n  top_p: much";
  expect(mistakesOf(endpointIn(nested))[0]?.at).toBe(nested.indexOf("top_p"));
});

it("turns one language into the other, and leaves alone what it cannot read", () => {
  expect(rewritten("a: [1, 2]", "json")).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
  expect(rewritten("a: [", "json")).toBe("a: [");
});
