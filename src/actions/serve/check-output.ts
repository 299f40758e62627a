import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import type { LiveAnswer } from "../../core/live/live-send.ts";
import type { GuardrailFinding } from "../../core/live/live-trace.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { joined } from "./body-text.ts";
import type { LoadedEndpoint } from "./gateway-state.ts";
import { guard } from "./guardrails.ts";
import { blocked, type Refusal } from "./refusal.ts";
import { schemaProblem } from "./response-schema.ts";

const bytesOf = new TextEncoder();
const NOTHING_FOUND: readonly GuardrailFinding[] = [];

/** A whole answer, held against an endpoint's output guardrails and response schema. */
export interface CheckedOutput {
  readonly refusal: Refusal | null;
  readonly findings: readonly GuardrailFinding[];
  /** What the client gets: redacted where a rule says so. */
  readonly chunks: readonly Uint8Array[];
}

/** Rules hold for every answer: one that they cannot be held against does not get through. */
const UNREADABLE: Refusal = {
  status: 502,
  code: "answer_unreadable",
  message: "The provider's answer could not be read, so the endpoint's rules could not be held against it.",
  row: { status: "failed", class: "server" },
};

export function isEvents({ content_type }: LiveAnswer): boolean {
  return content_type.startsWith("text/event-stream");
}

export function checkOutput(answer: LiveAnswer, endpoint: LoadedEndpoint, dialect: Dialect): CheckedOutput {
  const passed = { refusal: null, findings: NOTHING_FOUND, chunks: answer.chunks };
  const schema = endpoint.stored.definition.response_schema?.schema ?? null;
  const rules = endpoint.guardrails.output;
  if (schema === null && rules.length === 0) return passed;
  const text = joined(answer.chunks);
  const events = isEvents(answer);
  const whole = events ? dialect.reassemble(text) : parseJson(text);
  if (!isObject(whole)) return { ...passed, refusal: UNREADABLE };
  const { body, findings, blocked: by } = guard(rules, "output", whole, dialect);
  if (by !== null) return { ...passed, findings, refusal: guardrailRefusal(by) };
  const problem = schema === null ? null : schemaProblem(schema, body);
  if (problem !== null) return { ...passed, findings, refusal: schemaRefusal(problem) };
  return { refusal: null, findings, chunks: body === whole ? answer.chunks : written(body, events, dialect) };
}

function written(body: JsonObject, events: boolean, dialect: Dialect): readonly Uint8Array[] {
  const texts = events ? dialect.toStream(body, true) : [JSON.stringify(body)];
  return texts.map((text) => bytesOf.encode(text));
}

/** Rules that only flag look at a stream once it has gone by. */
export function flagStream(
  response: readonly Uint8Array[],
  endpoint: LoadedEndpoint,
  dialect: Dialect,
): readonly GuardrailFinding[] {
  if (endpoint.guardrails.output.length === 0) return NOTHING_FOUND;
  const whole = dialect.reassemble(joined(response));
  return whole === null ? NOTHING_FOUND : guard(endpoint.guardrails.output, "output", whole, dialect).findings;
}

export function guardrailRefusal({ stage, rule, detail }: GuardrailFinding): Refusal {
  const what = stage === "input" ? "The request" : "The answer";
  return blocked(400, "guardrail_blocked", `${what} was blocked by the guardrail ${rule}: ${detail}.`, "guardrail");
}

function schemaRefusal(problem: string): Refusal {
  const message = `The answer does not match the endpoint's response schema: ${problem}.`;
  return {
    status: 502,
    code: "response_schema_violation",
    message,
    row: { status: "failed", class: "schema_violation" },
  };
}
