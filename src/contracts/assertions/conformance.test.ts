import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compileResponse, type Settled } from "../check-response.ts";
import type { Finding, OpenQuestion, Seen } from "../finding.ts";
import { answerOf, seenOf } from "../made-up.fixtures.ts";
import { responseAssertionSchema } from "../response-assertions.ts";
import type { ExampleAnswer } from "./assertion.ts";
import { ASSERTIONS } from "./index.ts";

const ID = "assertions.response[0]";

function seenFrom({ golden, latency_ms, cost_usd, outcomes, ...answer }: ExampleAnswer): Seen {
  return seenOf(answer, {
    latency_ms: latency_ms ?? null,
    cost_usd: cost_usd ?? null,
    outcomes: outcomes ?? {},
    golden: golden === undefined ? null : answerOf({ text: golden }),
  });
}

function checked(
  given: object,
  seen: Seen,
  score?: number,
): { readonly finding: Finding; readonly open: OpenQuestion | null } {
  const settled = new Map<string, Settled>(score === undefined ? [] : [[ID, { score, reasoning: "because" }]]);
  return compileResponse(responseAssertionSchema.parse(given), ID).check(seen, settled);
}

const arbitrarySeen: fc.Arbitrary<Seen> = fc
  .record({
    text: fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.json()), { nil: null }),
    tool_calls: fc.array(fc.record({ name: fc.string(), arguments: fc.jsonValue(), parses: fc.boolean() }), {
      maxLength: 3,
    }),
    refused: fc.boolean(),
    finish_reason: fc.option(fc.string(), { nil: null }),
    mean_logprob: fc.constant(null),
  })
  .map((answer) => seenOf(answer));

describe.each(ASSERTIONS)("$name", ({ name, aliases, example, schema, compile }) => {
  const given = { type: name, ...example.options };

  it("passes and fails on its own examples, and not- turns them round", () => {
    for (const [type, good, bad] of [
      [name, "passed", "failed"],
      [`not-${name}`, "failed", "passed"],
    ]) {
      const right = checked({ ...given, type }, seenFrom(example.passes), example.passes.score).finding;
      const wrong = checked({ ...given, type }, seenFrom(example.fails), example.fails.score).finding;
      expect([right.status, wrong.status]).toEqual([good, bad]);
      for (const finding of [right, wrong]) {
        expect(finding.assertion).toBe(type);
        expect(finding.failure_class).toBe(finding.status === "failed" ? "schema_violation" : null);
        expect(finding.message).toMatch(
          finding.status === "passed"
            ? /^as expected, .+ was found (?:not )?to .+: .+/u
            : /^expected .+ (?:not )?to .+; found .+/u,
        );
        expect(/^[^;]*? not to /u.test(finding.message)).toBe(type !== name);
      }
    }
  });

  it("goes by its aliases too, and takes no key it does not know", () => {
    for (const alias of aliases) expect(responseAssertionSchema.parse({ ...given, type: alias }).type).toBe(alias);
    const unknown = responseAssertionSchema.safeParse({ ...given, valeu: 1 });
    expect(unknown.error?.issues[0]?.message).toMatch(/^unknown key "valeu".*: /u);
    expect(Object.keys(schema.shape)).not.toContain("type");
  });

  it("says the same of what cannot be told, turned round or not", () => {
    const plain = checked(given, seenOf({})).finding;
    const turned = checked({ ...given, type: `not-${name}` }, seenOf({})).finding;
    expect(plain.status === "unknown").toBe(turned.status === "unknown");
    if (plain.status !== "unknown") return;
    expect(plain).toMatchObject({ failure_class: null, found: null });
    expect(plain.message).toContain("; not known: ");
  });

  test("throws on no answer, nor on none", () => {
    const { check } = compile(responseAssertionSchema.parse(given));
    fc.assert(
      fc.property(arbitrarySeen, (seen) => {
        expect([true, false, null]).toContain(check(seen).holds);
      }),
      { numRuns: 50 },
    );
    expect([true, false, null]).toContain(check(seenOf(null)).holds);
  });
});

it("names are one of a kind", () => {
  const names = ASSERTIONS.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.startsWith("not-"))).toEqual([]);
});

it("those that need a call ask for it, with their place", () => {
  const judged = checked({ type: "not-llm-rubric", criterion: "Blames the customer." }, seenOf({ text: "Hm." }));
  expect(judged.finding.status).toBe("unknown");
  expect(judged.open).toEqual({ id: ID, ask: { kind: "judge", criterion: "Blames the customer.", threshold: 0.5 } });
  const settled = checked({ type: "not-llm-rubric", criterion: "Blames the customer." }, seenOf({ text: "Hm." }), 0.1);
  expect(settled).toMatchObject({ open: null, finding: { status: "passed", found: 0.1 } });
  expect(settled.finding.message).toContain("(because)");

  const golden = answerOf({ text: "It is sunny." });
  const like = checked({ type: "similar", method: "embedding", threshold: 0.9 }, seenOf({ text: "Sun." }, { golden }));
  expect(like.open?.ask).toEqual({ kind: "similar", to: "It is sunny.", threshold: 0.9 });
  expect(checked({ type: "similar" }, seenOf({ text: "It is sunny" }, { golden })).finding.status).toBe("passed");
  expect(checked({ type: "similar" }, seenOf({ text: "It is sunny" })).finding).toMatchObject({ status: "unknown" });
});
