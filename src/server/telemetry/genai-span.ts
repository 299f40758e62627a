import type { ServedEvent } from "../../actions/serve/serve.ts";
import { header } from "../../actions/serve/client-request.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import { splitTarget } from "../../core/target.ts";

type Value = string | number | boolean | readonly string[] | null | undefined;

interface Attribute {
  readonly key: string;
  readonly value: object;
}

/** One span as OTLP/JSON has it (opentelemetry-proto, trace/v1): times in nanoseconds as strings. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number; readonly message?: string };
}

const SERVER = 2;
const CLIENT = 3;
const OK = 1;
const ERROR = 2;

function attributes(values: Readonly<Record<string, Value>>): readonly Attribute[] {
  return Object.entries(values).flatMap(([key, value]): readonly Attribute[] => {
    if (value === null || value === undefined) return [];
    if (typeof value === "string") return [{ key, value: { stringValue: value } }];
    if (typeof value === "boolean") return [{ key, value: { boolValue: value } }];
    if (typeof value === "number") {
      return [{ key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } }];
    }
    return [{ key, value: { arrayValue: { values: value.map((one) => ({ stringValue: one })) } } }];
  });
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/u;

/** The trace a request belongs to: the caller's (W3C Trace Context), else one named after the request itself. */
function traceOf(
  requestId: string,
  parent: string | null,
): { readonly traceId: string; readonly parentSpanId?: string } {
  const [, traceId, parentSpanId] = TRACEPARENT.exec(parent ?? "") ?? [];
  if (traceId !== undefined && parentSpanId !== undefined) return { traceId, parentSpanId };
  return { traceId: requestId.replaceAll("-", "") };
}

/**
 * A served request as spans after OpenTelemetry's conventions for generative AI: one for the request, below it one for each
 * call to a provider. Texts are never in them.
 */
export function genaiSpans({ draft, status, latency_ms }: ServedEvent): readonly OtlpSpan[] {
  const { request, result, identity, planned } = draft;
  const own = request.request_id.replaceAll("-", "");
  const trace = traceOf(request.request_id, header(request, "traceparent"));
  const spanId = own.slice(16);
  const start = request.created_at;
  const operation = request.dialect === "embeddings" ? "embeddings" : "chat";
  const answer = result?.answer ?? null;
  const failed = status >= 400;
  const root: OtlpSpan = {
    ...trace,
    spanId,
    name: `${operation} ${draft.model}`,
    kind: SERVER,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(start + latency_ms),
    attributes: attributes({
      "gen_ai.operation.name": operation,
      "gen_ai.request.model": draft.model,
      "gen_ai.response.model": answer === null ? null : splitTarget(answer.target)?.model,
      "gen_ai.provider.name": answer === null ? null : splitTarget(answer.target)?.provider,
      "gen_ai.conversation.id": draft.caller.session,
      "gen_ai.usage.input_tokens": answer?.usage == null ? null : inputTokens(answer.usage),
      "gen_ai.usage.output_tokens": answer?.usage == null ? null : outputTokens(answer.usage),
      "http.response.status_code": status,
      "error.type": failed ? (answer?.failure?.class ?? String(status)) : null,
      "understudy.request_id": request.request_id,
      "understudy.project": identity.project,
      "understudy.endpoint": draft.endpoint?.label,
      "understudy.config": planned?.policy.config,
      "understudy.strategy": planned?.plan.leaf,
      "understudy.origin": draft.origin,
    }),
    status: failed ? { code: ERROR } : { code: OK },
  };
  const calls = (result?.attempts ?? []).map(({ target, kind, started_ms, outcome }, at): OtlpSpan => {
    const begun = start + started_ms;
    const parts = splitTarget(target);
    return {
      traceId: trace.traceId,
      parentSpanId: spanId,
      spanId: `${spanId.slice(0, 12)}${(at + 1).toString(16).padStart(4, "0")}`,
      name: `${operation} ${parts?.model ?? target}`,
      kind: CLIENT,
      startTimeUnixNano: nanoseconds(begun),
      endTimeUnixNano: nanoseconds(begun + (outcome.latency_ms ?? 0)),
      attributes: attributes({
        "gen_ai.operation.name": operation,
        "gen_ai.request.model": parts?.model,
        "gen_ai.provider.name": parts?.provider,
        "gen_ai.usage.input_tokens": outcome.usage === null ? null : inputTokens(outcome.usage),
        "gen_ai.usage.output_tokens": outcome.usage === null ? null : outputTokens(outcome.usage),
        "gen_ai.response.time_to_first_chunk": outcome.ttft_ms === null ? null : outcome.ttft_ms / 1_000,
        "error.type": outcome.failure?.class,
        "understudy.attempt.kind": kind,
        "understudy.cost_usd": outcome.cost_usd,
      }),
      status: outcome.ok ? { code: OK } : { code: ERROR, message: outcome.failure?.class ?? "failed" },
    };
  });
  return [root, ...calls];
}
