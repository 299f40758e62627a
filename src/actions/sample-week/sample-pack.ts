import { createHash } from "node:crypto";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Golden, Pack } from "../../contracts/pack.ts";
import type { Exchange } from "../../core/exchange.ts";
import { isObject, parseJson } from "../../core/json.ts";

const NAME = "sample-support";

/** What the sample product relies on, by feature. */
const RULES: readonly (Pick<Contract, "id" | "tool" | "expected_tool_calls"> &
  Pick<Contract["assertions"], "output_invariants" | "response">)[] = [
  {
    id: "triage",
    tool: "route_ticket",
    expected_tool_calls: [
      {
        name: "route_ticket",
        argument_invariants: [
          { path: "$.team", one_of: ["shipping", "billing", "accounts", "technical", "other"] },
          { path: "$.priority", one_of: ["low", "normal", "high"] },
          { path: "$.needs_human", type: "boolean" },
        ],
      },
    ],
    output_invariants: [],
    response: [],
  },
  {
    id: "extract",
    tool: null,
    expected_tool_calls: [],
    output_invariants: [
      { path: "$.json.invoice_number", type: "string", length_gte: 1 },
      { path: "$.json.total_cents", type: "integer", gte: 0 },
      { path: "$.json.currency", one_of: ["EUR", "USD", "GBP"] },
    ],
    response: [{ type: "is-json" }],
  },
  {
    id: "summarise",
    tool: null,
    expected_tool_calls: [],
    output_invariants: [],
    response: [{ type: "not-refusal" }, { type: "finish-reason", value: "stop" }],
  },
];

/** A small pack over logged sample requests: a contract for each of the product's features, a case for each request. @param rows with their bodies */
export function samplePack(rows: readonly Exchange[]): Pack {
  const golden = new Map<string, Golden>();
  const hash = createHash("sha256").update(JSON.stringify(RULES));
  const contracts = RULES.map(({ id, tool, expected_tool_calls, output_invariants, response }): Contract => {
    const cases = rows.flatMap(({ endpoint, request_id, request_body }, at) => {
      const request = endpoint === id && request_body !== null ? parseJson(request_body) : null;
      if (!isObject(request)) return [];
      const input_ref = `${id}-${at}.success.json`;
      const boundary = boundaryOf(request, "openai-chat");
      golden.set(input_ref, {
        file: `golden/${input_ref}`,
        boundary,
        request,
        dialect: "openai-chat",
        response: null,
        logged_at: null,
        request_id,
      });
      hash.update(JSON.stringify(boundary));
      return [{ id: `${id}-${at}`, input_ref, expect_ok: true, expected_error: null, provider_modes: [] }];
    });
    return {
      id,
      file: `contracts/${id}.yaml`,
      tool,
      status: "promoted",
      critical: false,
      expect_tools: [],
      tool_order: "any",
      tool_call_match_mode: "strict",
      pass_threshold: 1,
      expected_tool_calls,
      assertions: { input_invariants: [], output_invariants, response },
      allowed_errors: [],
      timeout_ms: null,
      retries: null,
      golden_cases: cases,
    };
  });
  return {
    folder: NAME,
    name: NAME,
    description: "What the sample support desk relies on",
    version: null,
    provider: null,
    model: null,
    hash: hash.digest("hex"),
    contracts,
    golden,
    recordings: new Map(),
    never_normalize: [],
    allowances: [],
    notes: [],
  };
}
