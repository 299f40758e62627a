import { header } from "../../actions/serve/client-request.ts";
import type { ServedEvent } from "../../actions/serve/serve.ts";
import type { Attempt } from "../../core/result.ts";
import { splitTarget } from "../../core/target.ts";
import { inputTokens, outputTokens, type Usage } from "../../core/usage.ts";
import { double, otlpAttributes, type OtlpAttribute } from "./otlp-attributes.ts";

/** One span as OTLP/JSON has it (opentelemetry-proto, trace/v1): times in nanoseconds as strings. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly status: { readonly code?: number; readonly message?: string };
}

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

/** What the conventions call providers, where that is not what we do. */
const WELL_KNOWN: Readonly<Record<string, string>> = { google: "gcp.gemini", mistral: "mistral_ai" };
/** Whoever refused a request that went to no provider. */
const OURSELVES = "understudy";

function providerName(provider: string | undefined): string {
  return provider === undefined ? OURSELVES : (WELL_KNOWN[provider] ?? provider);
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}

const TRACEPARENT = /^00-(?<trace>(?!0{32})[0-9a-f]{32})-(?<span>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/u;
const SAMPLED = 1;

/** The trace a request belongs to: its caller's (W3C Trace Context), else one named after the request itself. Null where its caller keeps none. */
function traceOf(
  requestId: string,
  parent: string | null,
): { readonly traceId: string; readonly parentSpanId?: string } | null {
  const { trace, span, flags } = TRACEPARENT.exec(parent ?? "")?.groups ?? {};
  if (trace === undefined || span === undefined) return { traceId: requestId.replaceAll("-", "") };
  return (Number.parseInt(flags ?? "", 16) & SAMPLED) === 0 ? null : { traceId: trace, parentSpanId: span };
}

function usageOf(usage: Usage | null): Readonly<Record<string, number>> {
  if (usage === null) return {};
  return {
    "gen_ai.usage.input_tokens": inputTokens(usage),
    "gen_ai.usage.output_tokens": outputTokens(usage),
    ...(usage.cache_read === 0 ? {} : { "gen_ai.usage.cache_read.input_tokens": usage.cache_read }),
    ...(usage.cache_write === 0 ? {} : { "gen_ai.usage.cache_creation.input_tokens": usage.cache_write }),
    ...(usage.reasoning === 0 ? {} : { "gen_ai.usage.reasoning.output_tokens": usage.reasoning }),
  };
}

const seconds = (ms: number | null): ReturnType<typeof double> => double(ms === null ? null : ms / 1_000);

/**
 * A served request as spans after OpenTelemetry's conventions for generative AI: one for the request, below it one for each
 * call to a provider. Texts are never in them. None where the caller's trace is not recorded.
 */
export function genaiSpans(event: ServedEvent): readonly OtlpSpan[] {
  const { draft, status, outcome, failure, latency_ms } = event;
  const { request, result, identity, planned } = draft;
  const trace = traceOf(request.request_id, header(request, "traceparent"));
  if (trace === null) return [];
  const spanId = request.request_id.replaceAll("-", "").slice(16);
  const start = request.created_at;
  const operation = request.dialect === "embeddings" ? "embeddings" : "chat";
  const answer = result?.answer ?? null;
  const answering = result?.attempts.find((made) => made.outcome === answer);
  const served = answer === null ? null : splitTarget(answer.target);
  const error = outcome === "ok" || outcome === "cancelled" ? null : (failure?.class ?? String(status));
  const ttft = answer?.ttft_ms ?? null;
  const root: OtlpSpan = {
    ...trace,
    spanId,
    name: `${operation} ${draft.model}`.trimEnd(),
    kind: SERVER,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(start + latency_ms),
    attributes: otlpAttributes({
      "gen_ai.operation.name": operation,
      "gen_ai.provider.name": providerName(served?.provider),
      "gen_ai.request.model": draft.model === "" ? null : draft.model,
      "gen_ai.request.stream": draft.stream ? true : null,
      "gen_ai.response.model": error === null ? served?.model : null,
      "gen_ai.response.time_to_first_chunk":
        draft.stream && ttft !== null ? seconds((answering?.started_ms ?? 0) + ttft) : null,
      "gen_ai.conversation.id": draft.caller.session,
      ...usageOf(answer?.usage ?? null),
      "http.response.status_code": status,
      "error.type": error,
      "understudy.request_id": request.request_id,
      "understudy.outcome": outcome,
      "understudy.project": identity.project,
      "understudy.endpoint": draft.endpoint?.label,
      "understudy.config": planned?.policy.config,
      "understudy.strategy": planned?.plan.leaf,
      "understudy.origin": draft.origin,
      "understudy.cost_usd": double(result?.cost_usd ?? null),
    }),
    status: error === null ? {} : { code: ERROR, message: error },
  };
  const parent = { traceId: trace.traceId, parentSpanId: spanId };
  const calls = (result?.attempts ?? []).map((made, at) => ({
    ...parent,
    spanId: `${spanId.slice(0, 12)}${(at + 1).toString(16).padStart(4, "0")}`,
    ...callSpan(made, operation, start, draft.stream),
  }));
  return [root, ...calls];
}

function callSpan(
  { target, kind, started_ms, try: tried, outcome }: Attempt,
  operation: string,
  start: number,
  stream: boolean,
): Omit<OtlpSpan, "traceId" | "spanId"> {
  const parts = splitTarget(target);
  const error = outcome.ok ? null : (outcome.failure?.class ?? "failed");
  const begun = start + started_ms;
  return {
    name: `${operation} ${parts?.model ?? target}`,
    kind: CLIENT,
    startTimeUnixNano: nanoseconds(begun),
    endTimeUnixNano: nanoseconds(begun + (outcome.latency_ms ?? 0)),
    attributes: otlpAttributes({
      "gen_ai.operation.name": operation,
      "gen_ai.provider.name": providerName(parts?.provider),
      "gen_ai.request.model": parts?.model,
      "gen_ai.request.stream": stream ? true : null,
      "gen_ai.response.time_to_first_chunk": stream ? seconds(outcome.ttft_ms) : null,
      "gen_ai.response.finish_reasons": outcome.signals?.finish_reason == null ? null : [outcome.signals.finish_reason],
      ...usageOf(outcome.usage),
      "error.type": error,
      "understudy.attempt.kind": kind,
      "understudy.attempt.try": tried,
      "understudy.cost_usd": double(outcome.cost_usd),
    }),
    status: error === null ? {} : { code: ERROR, message: error },
  };
}
