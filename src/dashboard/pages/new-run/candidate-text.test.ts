import { expect, it } from "vitest";
import { rewritten } from "../../parts/policy/document-text.ts";
import { endpointIn, policyIn } from "./candidate-text.ts";

const CASCADE = `strategy: cascade
steps:
  - gpt-4o-mini:openai
  - strategy: single
    model: 7
accept:
  tool_calls: valid
`;

function firstMistake(text: string): { readonly message: string; readonly stands: string } {
  const [mistake] = policyIn(text).mistakes;
  return { message: mistake?.message ?? "", stands: text.slice(mistake?.at).split("\n")[0] ?? "" };
}

it("reads YAML and JSON alike, nested policies and short forms included", () => {
  const policy = { strategy: "fallback_chain", targets: ["gpt-4o:openai", { strategy: "single", model: "b:c" }] };
  const json = JSON.stringify(policy);
  expect(policyIn(rewritten(json, "yaml") ?? "")).toEqual(policyIn(json));
  expect(policyIn(json).value).toBeDefined();
});

it("says what is wrong where it stands", () => {
  expect(firstMistake(CASCADE)).toEqual({ message: expect.stringContaining("expected string"), stands: "model: 7" });
  expect(firstMistake("strategy: nonsense").stands).toBe("strategy: nonsense");
  expect(firstMistake("strategy: single\nmodel: a:b\nmodle: c").stands).toBe("modle: c");
  expect(firstMistake('{"strategy":"single",').message).not.toBe("");
  expect(firstMistake("  ").message).toBe("Nothing is written yet.");
});

it("a draft of an endpoint is looked at as a stored one is", () => {
  expect(endpointIn("system_prompt: Be brief.").value).toEqual({ system_prompt: "Be brief." });
  expect(endpointIn("- a").mistakes[0]?.message).toMatch(/expected object/u);
  const text = "system_prompt: Be brief.\ntemperature: 0";
  expect(endpointIn(text).mistakes).toMatchObject([
    { message: 'Line 2: unknown key "temperature"', at: text.indexOf("temp") },
  ]);
  const nested = "defaults:\n  seed: 1\n  top_p: much";
  expect(endpointIn(nested).mistakes[0]?.at).toBe(nested.indexOf("top_p"));
});
