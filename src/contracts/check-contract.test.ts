import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { OperatorError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { ASSERTIONS } from "./assertions/index.ts";
import { checkContract } from "./check-contract.ts";
import { compileContract } from "./compile-contract.ts";
import type { Contract } from "./contract.ts";
import type { Checked, Seen } from "./finding.ts";
import { isPathMistake, parseJsonPath } from "./json-path.ts";
import { callOf, contractOf, seenOf } from "./made-up.fixtures.ts";

function check(given: Parameters<typeof contractOf>[0], seen: Seen): Checked {
  return checkContract(compileContract(contractOf(given)), seen);
}

const WEATHER = { output_invariants: [{ path: "$.tool_calls[0].name", equals: "get_weather" }], tool: "get_weather" };
const REQUEST = {
  tools: [
    {
      type: "function",
      function: {
        name: "get_weather",
        parameters: {
          type: "object",
          properties: { city: { type: "string" }, days: { $ref: "#/$defs/days" } },
          required: ["city"],
          additionalProperties: false,
          $defs: { days: { type: "array", items: { type: "integer", minimum: 1 } } },
        },
      },
    },
  ],
};

describe("a contract that names a tool", () => {
  it.each<[string, Parameters<typeof seenOf>[0], Checked["failure_class"]]>([
    ["called as expected", { tool_calls: [callOf("get_weather", { city: "Oslo" })] }, null],
    ["nothing called", { text: "Sunny." }, "tool_not_invoked"],
    ["another called", { tool_calls: [callOf("get_time", {})] }, "wrong_tool"],
    ["arguments that are no JSON", { tool_calls: [callOf("get_weather", "{city:")] }, "malformed_arguments"],
    ["arguments that do not fit", { tool_calls: [callOf("get_weather", { city: 1 })] }, "schema_violation"],
    ["no answer at all", null, "unexpected_error"],
  ])("%s", (_, answer, expected) => {
    const checked = check(WEATHER, seenOf(answer, { request: REQUEST }));
    expect(checked.failure_class).toBe(expected);
    expect(checked.passed).toBe(expected === null);
    expect(checked.status).toBe(expected === null ? "passed" : "failed");
  });

  it.each<[unknown, string, string]>([
    [{}, "$.tool_calls[0].arguments.city", '{"required":["city"]}; found nothing'],
    [{ city: 1 }, "$.tool_calls[0].arguments.city", '{"type":"string"}; found 1'],
    [{ city: "a", day: 1 }, "$.tool_calls[0].arguments.day", '{"additionalProperties":false}; found 1'],
    [{ city: "a", days: [1, 0] }, "$.tool_calls[0].arguments.days[1]", '{"minimum":1}; found 0'],
    [{ city: "a", days: 1 }, "$.tool_calls[0].arguments.days", '{"type":"array"}; found 1'],
    [[], "$.tool_calls[0].arguments", '{"type":"object"}; found []'],
  ])("%j: says where the schema is broken", (given, path, message) => {
    const { findings } = check(WEATHER, seenOf({ tool_calls: [callOf("get_weather", given)] }, { request: REQUEST }));
    expect(findings[0]).toMatchObject({ assertion: "tool_calls", path, failure_class: "schema_violation" });
    expect(findings[0]?.message).toBe(`expected ${path} to fit the schema's ${message}`);
  });

  it("says nothing of schemas where the request has none, or none that can be judged, or the contract is not about tools", () => {
    const answer = { tool_calls: [callOf("get_weather", { city: 1 })] };
    const odd = { tools: [{ name: "get_weather", input_schema: { type: "dict" } }] };
    expect(check(WEATHER, seenOf(answer)).passed).toBe(true);
    expect(check(WEATHER, seenOf(answer, { request: odd })).passed).toBe(true);
    expect(check({ response: [{ type: "not-refusal" }] }, seenOf(answer, { request: REQUEST })).passed).toBe(true);
  });
});

describe("what an invariant about tool calls says", () => {
  const call = [callOf("f", { a: 1 })];
  it.each<[string, object, Parameters<typeof seenOf>[0], Checked["failure_class"]]>([
    [
      "a second call that was not made",
      { path: "$.tool_calls[1].name", equals: "g" },
      { tool_calls: call },
      "tool_not_invoked",
    ],
    ["a last call that was not made", { path: "$.tool_calls[-1]", exists: true }, {}, "tool_not_invoked"],
    ["too few calls", { path: "$.tool_calls", length_gte: 1 }, {}, "tool_not_invoked"],
    ["a call that should not be", { path: "$.tool_calls", length_lte: 0 }, { tool_calls: call }, "schema_violation"],
    ["any other name", { path: "$.tool_calls[*].name", equals: "g" }, { tool_calls: call }, "wrong_tool"],
    ["an argument", { path: "$.tool_calls[0].arguments.a", gte: 2 }, { tool_calls: call }, "schema_violation"],
    [
      "an argument in no JSON",
      { path: "$.tool_calls[-1].arguments.a", gte: 2 },
      { tool_calls: [callOf("f", "{")] },
      "malformed_arguments",
    ],
    ["no JSON", { path: "$.json", exists: true }, { text: '```json\n{"a":1}\n```' }, "schema_violation"],
    ["JSON", { path: "$.json.a", equals: 1 }, { text: '{"a":1}' }, null],
    ["a refusal", { path: "$.refused", equals: false }, { refused: true }, "schema_violation"],
    ["no text", { path: "$.text", type: "null" }, {}, null],
  ])("%s", (_, invariant, answer, expected) => {
    expect(check({ output_invariants: [invariant as never] }, seenOf(answer)).failure_class).toBe(expected);
  });

  it("looks at the request where it is an input invariant", () => {
    const given = { input_invariants: [{ path: "$.messages", type: "array" as const }] };
    expect(check(given, seenOf({}, { request: { messages: [] } })).passed).toBe(true);
    expect(check(given, seenOf({})).findings).toEqual([
      expect.objectContaining({ assertion: "input_invariants", path: "$.messages", failure_class: "schema_violation" }),
    ]);
  });
});

it("a finding keeps the beginning of what is long", () => {
  const long = "😀".repeat(2_000);
  const { findings } = check(
    {
      input_invariants: [{ path: "$.messages", type: "object" }],
      output_invariants: [{ path: "$.text", length_lte: 1 }],
      response: [{ type: "equals", value: "Hi" }],
    },
    seenOf({ text: long }, { request: { messages: [{ role: "user", content: long }] } }),
  );
  expect(findings).toHaveLength(3);
  for (const { found, message } of findings) {
    expect((found as string).length).toBeLessThanOrEqual(500);
    expect((found as string).isWellFormed() && message.isWellFormed()).toBe(true);
    expect(message.length).toBeLessThan(200);
  }
});

describe("what a contract comes to", () => {
  const unpriced = { type: "cost", max_usd: 1 };

  it("is failed by the first failure that is no allowed error, in the order of the contract", () => {
    const given = { expect_tools: ["f"], response: [{ type: "contains", value: "x" }] };
    expect(check(given, seenOf({})).failure_class).toBe("tool_not_invoked");
    const allowed = check({ ...given, allowed_errors: ["tool_not_invoked"] }, seenOf({}));
    expect(allowed).toMatchObject({ status: "failed", failure_class: "schema_violation" });
    expect(allowed.findings.map(({ status }) => status)).toEqual(["failed", "failed"]);
    expect(check({ ...given, allowed_errors: ["tool_not_invoked", "schema_violation"] }, seenOf({})).passed).toBe(true);
  });

  it("is passed by what could be told, whatever could not", () => {
    expect(check({ response: [{ type: "not-refusal" }, unpriced] }, seenOf({ text: "a" })).status).toBe("passed");
    expect(check({ response: [{ type: "refusal" }, unpriced] }, seenOf({ text: "a" })).status).toBe("failed");
  });

  it("is neither where nothing could be told, or nothing is asserted", () => {
    for (const response of [[unpriced], []]) {
      expect(check({ response }, seenOf({ text: "a" }))).toMatchObject({
        status: "unknown",
        passed: false,
        failure_class: null,
      });
    }
  });

  it("of a call that failed: an error, unless it is allowed; outcomes count all the same", () => {
    const failure = { class: "content_filter", code: "400", message: "blocked" };
    const given = {
      response: [
        { type: "contains", value: "x" },
        { type: "outcome", name: "solved", equals: true },
      ],
    };
    const failed = check(given, seenOf(null, { failure, outcomes: { solved: 0 } }));
    expect(failed.failure_class).toBe("unexpected_error");
    expect(failed.findings.map(({ assertion }) => assertion)).toEqual(["answer", "outcome"]);
    expect(failed.findings[0]?.message).toBe('expected an answer; found "content_filter: blocked"');
    const allowed = { ...given, allowed_errors: ["unexpected_error"] as const };
    expect(check(allowed, seenOf(null, { failure, outcomes: { solved: 0 } })).failure_class).toBe("schema_violation");
    expect(check(allowed, seenOf(null, { failure, outcomes: { solved: 1 } })).passed).toBe(true);
  });

  it("takes what open questions came to", () => {
    const compiled = compileContract(contractOf({ response: [{ type: "judge", criterion: "Polite." }] }));
    const open = checkContract(compiled, seenOf({ text: "Hi" }));
    expect(open).toMatchObject({ status: "unknown", open: [{ id: "assertions.response[0]" }] });
    const settled = new Map([["assertions.response[0]", { score: 0.2, reasoning: "curt" }]]);
    expect(checkContract(compiled, seenOf({ text: "Hi" }), settled)).toMatchObject({ status: "failed", open: [] });
  });
});

test("no answer makes a contract throw, and what it comes to follows from its findings", () => {
  const everything = compileContract(
    contractOf({
      ...WEATHER,
      expect_tools: ["get_weather", "f"],
      expected_tool_calls: [{ name: "f", argument_invariants: [{ path: "$.*", type: "number" }] }],
      tool_order: "strict",
      tool_call_match_mode: "strict",
      allowed_errors: ["malformed_arguments"],
      input_invariants: [{ path: "$.tools[*].function.name", regex: "^get" }],
      response: ASSERTIONS.map(({ name, example }) => ({ type: name, ...example.options })),
    }),
  );
  const call = fc.record({
    name: fc.constantFrom("get_weather", "f", "", "__proto__"),
    arguments: fc.oneof(fc.jsonValue(), fc.record({ city: fc.jsonValue() })),
    parses: fc.boolean(),
  });
  const answer = fc.record({
    text: fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.json()), { nil: null }),
    tool_calls: fc.array(call, { maxLength: 4 }),
    refused: fc.boolean(),
    finish_reason: fc.option(fc.string(), { nil: null }),
  });
  const request = fc.oneof(fc.constant(REQUEST), fc.record({ tools: fc.jsonValue() }) as fc.Arbitrary<JsonObject>);
  fc.assert(
    fc.property(fc.option(answer, { nil: null }), request, (answer, request) => {
      const { status, passed, failure_class, findings, open } = checkContract(everything, seenOf(answer, { request }));
      const wrong = findings.filter(({ status }) => status === "failed");
      const counted = wrong.filter((one) => one.failure_class !== "malformed_arguments");
      expect(status).toBe(counted.length > 0 ? "failed" : "passed");
      expect(passed).toBe(status === "passed");
      expect(failure_class).toBe(counted[0]?.failure_class ?? null);
      expect(findings.every((one) => (one.status === "failed") === (one.failure_class !== null))).toBe(true);
      expect(findings.every(({ path }) => path === null || !isPathMistake(parseJsonPath(path)))).toBe(true);
      expect(open.length).toBe(answer === null ? 0 : 1);
    }),
    { numRuns: 200 },
  );
});

describe("a contract that cannot be", () => {
  it.each<[Parameters<typeof contractOf>[0], string, string]>([
    [
      { output_invariants: [{ path: "text", exists: true }] },
      "assertions.output_invariants[0].path",
      "not a JSON path",
    ],
    [{ input_invariants: [{ path: "$.a" }] }, "assertions.input_invariants[0]", "says nothing of its path"],
    [
      { expected_tool_calls: [{ name: "f", argument_invariants: [{ path: "$.a", regex: "(" }] }] },
      "expected_tool_calls[0].argument_invariants[0].regex",
      "RE2",
    ],
    [
      { response: [{ type: "not-refusal" }, { type: "contians", value: "a" }] },
      "assertions.response[1].type",
      "did you mean contains?",
    ],
    [{ response: [{ type: "contains", valeu: "a" }] }, "assertions.response[0].valeu", "did you mean value?"],
    [{ response: [{} as never] }, "assertions.response[0].type", "expected a type"],
    [{ response: [{ type: "word-count" }] }, "assertions.response[0]", "expected min, max or both"],
  ])("%j", (given, field, message) => {
    let thrown: unknown;
    try {
      compileContract(contractOf(given) as Contract);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(OperatorError);
    const { code, place, message: said } = thrown as OperatorError;
    expect({ code, place }).toEqual({ code: "contract_invalid", place: { file: "contracts/weather.yaml", field } });
    expect(said).toContain(message);
  });
});
