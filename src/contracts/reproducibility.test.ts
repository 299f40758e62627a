import { describe, expect, it } from "vitest";
import { boundaryOf } from "./boundary.ts";
import type { Contract, GoldenCase } from "./contract.ts";
import { contractSchema } from "./contract-schema.ts";
import { contractOf } from "./contract-of.ts";
import type { Golden, Recording } from "./pack.ts";
import { recordedResponse, reproducibility } from "./reproducibility.ts";

const request = {
  model: "m",
  messages: [
    { role: "system", content: "s" },
    { role: "user", content: "q" },
  ],
  tools: [{ type: "function", function: { name: "a" } }],
};
const response = { choices: [{ message: { content: "hi" } }] };
const one: GoldenCase = { id: "c", input_ref: "c.json", expect_ok: true, expected_error: null, provider_modes: [] };
const negative = { ...one, expect_ok: false };
const boundary = boundaryOf(request, "openai-chat");

const contract = (more: object): Contract =>
  contractOf(contractSchema.parse(more), { id: "x", file: "contracts/x.yaml" }, {});
const golden = (more: Partial<Golden> = {}): Golden => ({
  file: "golden/c.json",
  boundary: null,
  request,
  dialect: "openai-chat",
  response: null,
  logged_at: null,
  request_id: null,
  ...more,
});
const recording = (more: Partial<Recording> = {}): Recording => ({
  file: "recordings/c.recording.json",
  boundary: null,
  response,
  model: null,
  provider: null,
  latency_ms: null,
  cost_usd: null,
  outcomes: {},
  ...more,
});
const changed = (messages: readonly object[], tools: readonly object[] = request.tools) =>
  boundaryOf({ model: "m", messages, tools }, "openai-chat");

describe("whether a case says something on its recording", () => {
  it("does with a recording, boundaries or none", () => {
    expect(reproducibility(contract({ tool: "a" }), one, golden(), recording())).toBeNull();
    expect(reproducibility(contract({}), one, golden({ boundary }), recording({ boundary }))).toBeNull();
  });

  it("does not without one, unless it must fail on the answer of its golden file", () => {
    expect(reproducibility(contract({}), one, golden({ response }), null)).toBe("recording_not_found");
    expect(reproducibility(contract({}), negative, golden(), null)).toBe("recording_not_found");
    expect(reproducibility(contract({}), negative, golden({ response }), null)).toBeNull();
    expect(recordedResponse(negative, golden({ response }), null)).toBe(response);
    expect(recordedResponse(one, golden({ response }), null)).toBeNull();
  });

  it.each([
    { tool: "b" },
    { tool: "multi_tool_call", expect_tools: ["a", "b"] },
    { expected_tool_calls: [{ name: "b" }] },
  ])("does not where the request does not offer what %j names", (more) => {
    expect(reproducibility(contract(more), one, golden(), recording())).toBe("MISSING_PREREQUISITES");
    expect(reproducibility(contract(more), negative, golden({ response }), null)).toBeNull();
  });

  it.each([
    ["golden", changed(request.messages, []), "SCHEMA_DRIFT"],
    ["recording", changed(request.messages, []), "SCHEMA_DRIFT"],
    ["golden", changed([{ role: "user", content: "q" }]), "NON_DETERMINISTIC_INPUT"],
    [
      "recording",
      changed([request.messages[0] as object, { role: "user", content: "other" }]),
      "NON_DETERMINISTIC_INPUT",
    ],
    ["recording", changed([], []), "SCHEMA_DRIFT"],
  ] as const)("does not where the boundary of the %s is another", (where, other, reason) => {
    const files = { golden: golden(), recording: recording() };
    files[where] = { ...files[where], boundary: other } as never;
    expect(reproducibility(contract({}), one, files.golden, files.recording)).toBe(reason);
  });

  it("labels of golden file and recording are held against each other", () => {
    const labels = { model: null, tool_schema_hash: "t1", message_hash: "m1", system_hash: "s1" };
    const drift = recording({ boundary: { ...labels, tool_schema_hash: "t2" } });
    expect(
      reproducibility(contract({}), one, golden({ boundary: labels }), recording({ boundary: labels })),
    ).toBeNull();
    expect(reproducibility(contract({}), one, golden({ boundary: labels }), drift)).toBe("SCHEMA_DRIFT");
  });
});
