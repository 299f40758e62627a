import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerToolCall } from "../../core/answer/answer.ts";
import { checkContract } from "../check-contract.ts";
import { compileContract } from "../compile-contract.ts";
import { draftContracts } from "./draft-contracts.ts";
import { seenRow, type DraftRow } from "./draft-row.ts";

let made = 0;
const call = (name: string, given: unknown): AnswerToolCall => ({ name, arguments: given, parses: true });

/** A row that was offered tools by name and schema, and called some. */
function row(calls: readonly AnswerToolCall[], more: Partial<DraftRow> & { readonly tools?: object } = {}): DraftRow {
  const { tools = Object.fromEntries(calls.map(({ name }) => [name, {}])), ...rest } = more;
  return {
    case: `case-${++made}`,
    dialect: "openai-chat",
    request: {
      model: "m",
      messages: [{ role: "user", content: "?" }],
      tools: Object.entries(tools).map(([name, parameters]) => ({ type: "function", function: { name, parameters } })),
    },
    answer: { text: null, tool_calls: calls, refused: false, finish_reason: "tool_calls", mean_logprob: null },
    endpoint: null,
    outcomes: {},
    ...rest,
  };
}

function said(text: string, more: Partial<DraftRow> = {}): DraftRow {
  const answer = { text, tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null };
  return row([], { answer, ...more });
}

const several = <T>(times: number, make: (at: number) => T): T[] => Array.from({ length: times }, (_, at) => make(at));

describe("contracts drafted from calls", () => {
  it("are one for each tool and set of tools, over the rows that called them", () => {
    const rows = [row([call("a", {})]), row([call("b", {}), call("a", {})]), row([call("a", {})])];
    const { contracts } = draftContracts(rows);
    expect(contracts.map(({ id, tool, status }) => [id, tool, status])).toEqual([
      ["a", "a", "observed"],
      ["multi_tool_call-a-b", "multi_tool_call", "observed"],
    ]);
    expect(contracts[0]!.golden_cases.map(({ id }) => id)).toEqual([rows[0]!.case, rows[2]!.case]);
    expect(contracts[0]!.assertions.input_invariants).toEqual([{ path: "$.tools[0].function.name", equals: "a" }]);
    expect(contracts[1]).toMatchObject({ expect_tools: ["a", "b"], tool_order: "any" });
  });

  it("expect calls as often as they always were, and in their order where it never varied over some rows", () => {
    const once = draftContracts(several(3, () => row([call("a", {}), call("b", {})]))).contracts[0]!;
    expect(once).toMatchObject({ tool_order: "strict", tool_call_match_mode: "strict" });
    expect(once.expected_tool_calls.map(({ name }) => name)).toEqual(["a", "b"]);
    const turned = [row([call("b", {}), call("a", {})]), ...several(3, () => row([call("a", {}), call("b", {})]))];
    expect(draftContracts(turned).contracts[0]!.tool_order).toBe("any");
    const oftener = [row([call("a", {}), call("a", {})]), row([call("a", {}), call("a", {}), call("a", {})])];
    const varied = draftContracts(oftener).contracts[0]!;
    expect(varied.tool_call_match_mode).toBe("any");
    expect(varied.expected_tool_calls).toHaveLength(2);
  });

  it("say of arguments what all calls had in common, and never a range", () => {
    const environments = ["staging", "production"];
    const rows = several(12, (at) =>
      row([
        call("deploy", {
          environment: environments[at % 2],
          service: `service ${at}`,
          replicas: at,
          at: `2026-01-${10 + at}`,
          where: { region: "eu", ...(at === 3 ? {} : { zone: at }) },
          ports: [at, at + 1],
          ...(at === 0 ? {} : { note: "x" }),
          mixed: at === 0 ? 1 : "1",
        }),
      ]),
    );
    const [expected] = draftContracts(rows).contracts[0]!.expected_tool_calls;
    expect(expected!.argument_invariants).toEqual([
      { path: "$.at", type: "string", regex: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
      { path: "$.environment", type: "string", one_of: ["production", "staging"] },
      { path: "$.mixed", exists: true },
      { path: "$.ports", type: "array" },
      { path: "$.ports[*]", type: "number" },
      { path: "$.replicas", type: "number" },
      { path: "$.service", type: "string" },
      { path: "$.where", type: "object" },
      { path: "$.where.region", type: "string", one_of: ["eu"] },
    ]);
  });

  it("take from one call only what the tool's schema demands", () => {
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
    const rows = [row([call("weather", { city: "Oslo", day: "2026-01-01" })], { tools: { weather: schema } })];
    const [expected] = draftContracts(rows).contracts[0]!.expected_tool_calls;
    expect(expected!.argument_invariants).toEqual([{ path: "$.city", type: "string" }]);
  });

  it("leave a choice to the tool's schema where that lists it", () => {
    const properties = { team: { enum: ["billing", "shipping", "other"] }, tone: { type: "string" } };
    const rows = several(12, () =>
      row([call("route", { team: "billing", tone: "kind" })], { tools: { route: { properties } } }),
    );
    const [expected] = draftContracts(rows).contracts[0]!.expected_tool_calls;
    expect(expected!.argument_invariants).toEqual([
      { path: "$.team", type: "string" },
      { path: "$.tone", type: "string", one_of: ["kind"] },
    ]);
  });

  it("quote names that are no plain words, in paths and for files", () => {
    const rows = several(3, () => row([call("über.map/../x", { "a b": 1 })]));
    const [contract] = draftContracts(rows).contracts;
    expect(contract!.id).toMatch(/^ber-map-x-[0-9a-f]{8}$/u);
    expect(contract!.expected_tool_calls[0]!.argument_invariants).toEqual([{ path: '$["a b"]', type: "number" }]);
  });

  it("leave out what teaches nothing, with the reason", () => {
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
    const rows = [
      row([call("weather", { city: 7 })], { tools: { weather: schema } }),
      row([call("unknown", {})], { tools: { weather: schema } }),
      said("It rains.", row([], { tools: { weather: schema } })),
      said("I'm sorry, but I can't assist with that."),
      said(" "),
    ];
    const reworded = rows.map((one, at) => ({
      ...one,
      case: `c${at}`,
      ...(at === 2 ? { answer: said("x").answer } : {}),
    }));
    const { contracts, left_out } = draftContracts(reworded);
    expect(contracts).toEqual([]);
    expect(left_out.map(({ reason }) => reason)).toEqual([
      "tool_calls_invalid",
      "tool_calls_invalid",
      "no_tool_called",
      "refused",
      "empty_answer",
    ]);
  });
});

describe("contracts drafted from plain answers", () => {
  it("are one an endpoint, else one a system prompt", () => {
    const system = { messages: [{ role: "system", content: "You are a kind desk." }] };
    const rows = [
      said("a", { endpoint: "desk" }),
      said("b"),
      said("c", { request: system }),
      said("d", { request: system }),
    ];
    const { contracts } = draftContracts(rows);
    expect(contracts.map(({ id, golden_cases }) => [id.replace(/[0-9a-f]{8}$/u, "…"), golden_cases.length])).toEqual([
      ["answers", 1],
      ["answers-desk", 1],
      ["answers-you-are-a-kind-…", 2],
    ]);
    expect(contracts[0]!.assertions.response.map(({ type }) => type)).toEqual(["not-refusal", "finish-reason"]);
  });

  it("expect JSON of the shape that all answers had", () => {
    const rows = several(12, (at) =>
      said(JSON.stringify({ mood: at % 2 ? "calm" : "angry", n: at, tags: [], ...(at ? { x: 1 } : {}) })),
    );
    const response = draftContracts(rows).contracts[0]!.assertions.response;
    expect(response.find(({ type }) => type === "is-json")).toEqual({
      type: "is-json",
      schema: {
        type: "object",
        required: ["mood", "n", "tags"],
        properties: {
          mood: { type: "string", enum: ["angry", "calm"] },
          n: { type: "number" },
          tags: { type: "array" },
        },
      },
    });
    const one = draftContracts([...rows, said("no JSON")]).contracts[0]!.assertions.response;
    expect(one.map(({ type }) => type)).not.toContain("is-json");
  });
});

describe("contracts drafted by an outcome", () => {
  const outcome = { name: "valid", gte: 1, only: false };
  const rows = [
    row([call("a", { x: 1 })], { outcomes: { valid: 1 } }),
    row([call("b", {})], { outcomes: { valid: 0 } }),
    said("no call was right", {
      ...row([], { tools: { a: {} } }),
      case: "z",
      answer: said("x").answer,
      outcomes: { valid: 1 },
    }),
    row([call("a", {})]),
  ];

  it("learn from right answers; what teaches no rule is held against the outcome alone", () => {
    const { contracts, left_out } = draftContracts(rows, outcome);
    expect(contracts.map(({ id, golden_cases }) => [id, golden_cases.map((one) => one.id)])).toEqual([
      ["a", [rows[0]!.case]],
      ["valid", [rows[1]!.case, "z"]],
    ]);
    for (const { assertions } of contracts)
      expect(assertions.response).toEqual([{ type: "outcome", name: "valid", gte: 1 }]);
    expect(contracts[1]).toMatchObject({ tool: null, expect_tools: [], expected_tool_calls: [] });
    expect(left_out).toEqual([{ case: rows[3]!.case, reason: "outcome_missing" }]);
  });

  it("or assert nothing else", () => {
    const { contracts } = draftContracts(rows, { ...outcome, only: true });
    expect(contracts.map(({ id, golden_cases }) => [id, golden_cases.length])).toEqual([["valid", 3]]);
  });
});

describe("any traffic", () => {
  const values = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  const calls = fc.array(fc.tuple(fc.string({ maxLength: 5 }), values), { maxLength: 4 });
  const rows = fc
    .array(calls, { maxLength: 12 })
    .map((all) => all.map((one, at) => ({ ...row(one.map(([name, given]) => call(name, given))), case: `c${at}` })));

  const texts = fc
    .array(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue()).map((value) => JSON.stringify(value)),
      ),
    )
    .map((all) => all.map((text, at) => ({ ...said(text), case: `t${at}` })));

  it("passes what was drafted from it", () => {
    fc.assert(
      fc.property(rows, texts, (called, answered) => {
        const all = new Map([...called, ...answered].map((one) => [one.case, one]));
        for (const contract of draftContracts([...all.values()]).contracts) {
          const compiled = compileContract(contract);
          for (const { id } of contract.golden_cases)
            expect(checkContract(compiled, seenRow(all.get(id)!))).toMatchObject({ status: "passed", open: [] });
        }
      }),
    );
  });

  it("makes one case of every row or says why not, under names that any file system takes", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { contracts, left_out } = draftContracts(all);
        const cases = contracts.flatMap(({ golden_cases }) => golden_cases.map(({ id }) => id));
        expect([...cases, ...left_out.map((one) => one.case)].toSorted()).toEqual(
          all.map((one) => one.case).toSorted(),
        );
        for (const { id } of contracts) expect(id).toMatch(/^[a-z0-9_-]{1,80}$/iu);
        expect(draftContracts(all)).toEqual({ contracts, left_out });
      }),
    );
  });
});
