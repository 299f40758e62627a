import * as fc from "fast-check";
import { expect, it } from "vitest";
import { policyArbitrary } from "../../../testing/policy-arbitrary.ts";
import { readText, written } from "./document-text.ts";
import { mendedText } from "./mended-text.ts";

const COMMENTED = `# Cheap first.
strategy: cascade
steps:
  - gpt-4o-mini:openai # the small one
  - strategy: single # the large one
    model: "gpt-4o:openai"
accept: { not_refusal: true } # nothing else
`;

function valueOf(text: string): Record<string, unknown> {
  const read = readText(text);
  if (!read.readable) throw new Error(read.mistakes[0]?.message);
  return read.value as Record<string, unknown>;
}

it("keeps what somebody wrote beside the values: comments, quotes, the short form", () => {
  const value = valueOf(COMMENTED);
  const steps = value["steps"] as readonly unknown[];
  const mended = mendedText(COMMENTED, { ...value, steps: [steps[1], steps[0], "o3:openai"] });
  expect(mended).toBe(`# Cheap first.
strategy: cascade
steps:
  - strategy: single # the large one
    model: "gpt-4o:openai"
  - gpt-4o-mini:openai # the small one
  - o3:openai
accept: { not_refusal: true } # nothing else
`);
});

it("changes one value where it stands, takes keys out and puts keys in", () => {
  const text = "strategy: single\nmodel: 'a:b' # why\nretries: 2\n";
  expect(mendedText(text, { strategy: "single", model: "c:d", params: { temperature: 0 } })).toBe(
    "strategy: single\nmodel: 'c:d' # why\nparams:\n  temperature: 0\n",
  );
});

it("what is typed letter by letter gets no quotes it does not need in the end", () => {
  let text = "strategy: single\nmodel: a:b # why\n";
  for (const model of ["", "c", "c:", "c:d"]) text = mendedText(text, { strategy: "single", model });
  expect(text).toBe("strategy: single\nmodel: c:d # why\n");
});

it("writes anew what cannot be mended: aliases, JSON, nothing, another kind of value", () => {
  const aliased = "strategy: priority\ntargets: [&a {strategy: single, model: a:b}, *a]\n";
  const value = { strategy: "priority", targets: [{ strategy: "single", model: "c:d" }, "e:f"] };
  expect(valueOf(mendedText(aliased, value))).toEqual(value);
  expect(mendedText('{"strategy":"single","model":"a:b"}', "a:b")).toBe('"a:b"');
  expect(valueOf(mendedText("", value))).toEqual(value);
  expect(valueOf(mendedText("a:b # a target", value))).toEqual(value);
});

it("says what it was told to say, whatever stood there before", () => {
  const policies = policyArbitrary(["gpt-4o:openai", "a b: c:d", "- x:y", "true:no"]);
  fc.assert(
    fc.property(policies, policies, fc.constantFrom("yaml" as const, "json" as const), (before, after, language) => {
      expect(valueOf(mendedText(written(before, language), after))).toEqual(after);
    }),
    { numRuns: 300 },
  );
});

it("is what stood there where nothing changed", () => {
  expect(mendedText(COMMENTED, valueOf(COMMENTED))).toBe(COMMENTED);
});
