import * as fc from "fast-check";
import { FAILURE_CLASSES, type Contract } from "../../contracts/contract.ts";
import { NON_REPRODUCIBLE, type Boundary, type Golden, type Recording } from "../../contracts/pack.ts";
import { isFileName } from "../../contracts/path-below.ts";
import type { PackContents } from "./write-pack.ts";

const text = fc
  .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
  .filter((one) => one.isWellFormed() && /\S/u.test(one));
const fileName = text.filter((one) => isFileName(one) && !one.startsWith("."));
const json = fc.json({ maxDepth: 2 }).map((one) => JSON.parse(one.replaceAll("__proto__", "proto")) as unknown);
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const amount = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs), { nil: null });

const invariant = fc.oneof(
  fc.record({ path: fc.constantFrom("$", "$.a", '$["a b"][0]', "$.items[*].id"), equals: json }),
  fc.record({ path: fc.constant("$.x"), one_of: fc.array(json, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    path: fc.constant("$.y"),
    type: fc.constantFrom("string", "integer"),
    gte: fc.integer(),
    contains: json,
  }),
  fc.record({ path: fc.constant("$.z"), exists: fc.boolean() }),
) as fc.Arbitrary<Contract["assertions"]["input_invariants"][number]>;

const boundary: fc.Arbitrary<Boundary> = fc.record({
  model: optional(text),
  tool_schema_hash: text,
  message_hash: text,
  system_hash: text,
});

const body = { choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }] };

const golden: fc.Arbitrary<Omit<Golden, "file">> = fc.record({
  boundary: optional(boundary),
  request: fc
    .dictionary(text, json, { maxKeys: 3 })
    .map((more) => ({ ...more, model: "m", messages: [{ role: "user", content: "q" }] })),
  dialect: fc.constantFrom("openai-chat", "anthropic-messages"),
  response: optional(fc.constant(body)),
  logged_at: optional(fc.integer({ min: 0 })),
  request_id: optional(text),
});

const recording: fc.Arbitrary<Omit<Recording, "file">> = fc.record({
  boundary: optional(boundary),
  response: fc.constant(body),
  model: optional(text),
  provider: optional(text),
  latency_ms: amount,
  cost_usd: amount,
  outcomes: fc.dictionary(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (Object.is(one, -0) ? 0 : one)),
    { maxKeys: 2 },
  ),
});

const contractRecord = fc.record({
  id: fileName,
  tool: optional(text),
  status: fc.constantFrom("observed", "promoted"),
  critical: fc.boolean(),
  expect_tools: fc.array(text, { maxLength: 3 }),
  tool_order: fc.constantFrom("any", "strict"),
  tool_call_match_mode: fc.constantFrom("any", "strict", "subset"),
  pass_threshold: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
  expected_tool_calls: fc.array(fc.record({ name: text, argument_invariants: fc.array(invariant, { maxLength: 2 }) }), {
    maxLength: 2,
  }),
  assertions: fc.record({
    input_invariants: fc.array(invariant, { maxLength: 2 }),
    output_invariants: fc.array(invariant, { maxLength: 2 }),
    response: fc.subarray<Contract["assertions"]["response"][number]>([
      { type: "not-refusal" },
      { type: "latency", max_ms: 5 },
    ]),
  }),
  allowed_errors: fc.subarray([...FAILURE_CLASSES]),
  timeout_ms: optional(fc.integer({ min: 1, max: 3_600_000 })),
  retries: optional(fc.integer({ min: 0, max: 20 })),
  cases: fc.array(
    fc.record({
      id: fileName,
      expect_ok: fc.boolean(),
      error: optional(fc.constantFrom(...FAILURE_CLASSES)),
      golden,
      recording: optional(recording),
    }),
    { maxLength: 3 },
  ),
});

/** A contract that names a tool and says nothing else of calls is read as one that expects a call of it. */
const contract = contractRecord.map((one) => {
  const silent = one.tool !== null && one.expect_tools.length === 0 && one.expected_tool_calls.length === 0;
  return silent ? { ...one, expect_tools: [one.tool as string] } : one;
});

const pack = fc.record({
  name: text,
  description: optional(fc.string({ unit: "grapheme" }).filter((one) => one.isWellFormed())),
  version: optional(text),
  provider: optional(text),
  model: optional(text),
  never_normalize: fc.subarray(["$.a", "$.b[*]"]),
  allowances: fc.array(
    fc.record({
      contract_path: text,
      reason_code: fc.constantFrom(...NON_REPRODUCIBLE),
      owner: text,
      expiry_date: fc.constantFrom("2026-12-31", "2028-02-29"),
      rationale: text,
    }),
    { maxLength: 2 },
  ),
  contracts: fc.array(contract, { minLength: 1, maxLength: 3 }),
});

/** Contents of one generated pack: names that would meet in one file are numbered apart. */
function contentsOf(made: typeof pack extends fc.Arbitrary<infer T> ? T : never): PackContents {
  const goldens = new Map<string, Golden>();
  const recordings = new Map<string, Recording>();
  const contracts = made.contracts.map(({ id: name, cases, ...rest }, at): Contract => {
    const id = `${name}-${at}`;
    return {
      ...(rest as unknown as Contract),
      id,
      file: `contracts/${id}.yaml`,
      golden_cases: cases.map(({ id: caseName, expect_ok, error, golden: golden_, recording: recording_ }, index) => {
        const one = `${caseName}-${at}-${index}`;
        const input_ref = index === 0 ? `deep/${one}.json` : `${one}.json`;
        goldens.set(input_ref, { file: `golden/${input_ref}`, ...golden_ });
        if (recording_ !== null) recordings.set(one, { file: `recordings/${one}.recording.json`, ...recording_ });
        return {
          id: one,
          input_ref,
          expect_ok,
          expected_error: expect_ok ? null : error,
          provider_modes: index === 1 ? ["recorded"] : [],
        };
      }),
    };
  });
  return { ...made, contracts: contracts.toSorted((a, b) => (a.file < b.file ? -1 : 1)), golden: goldens, recordings };
}

/** Any pack at all, as `writePack` takes it. */
export const anyPack: fc.Arbitrary<PackContents> = pack.map(contentsOf);
