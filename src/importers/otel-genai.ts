import { isObject, textOf } from "../core/json.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { chatRequest, chatResponse, embeddingsRequest } from "./otel/chat-body.ts";
import { costOf, firstText, metadataOf, streamed, tagsOf, timesOf } from "./otel/columns.ts";
import { spanKind, spanTexts } from "./otel/dialects/index.ts";
import { otelFailure } from "./otel/otel-failure.ts";
import { otelJoining } from "./otel/otel-joining.ts";
import { nestingOf } from "./otel/otel-nesting.ts";
import { otlpRecord, unpackOtlp } from "./otel/otlp.ts";
import { behindGateway, firstProvider } from "./record/provider-name.ts";
import { readSpan, type ReadSpan } from "./otel/read-span.ts";
import { otelUsage } from "./otel/usage.ts";
import { exchangeOf } from "./record/call.ts";
import { guardDepth, notAnObject, reject, skipped, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";

/** Spans of generative AI as OpenTelemetry exports them, whichever instrumentation wrote them. */
export const otelGenai: Importer = {
  name: "otel-genai",
  summary: "OpenTelemetry spans of model calls (OTLP/JSON): gen_ai.*, OpenLLMetry, OpenInference, Vercel AI SDK",
  sniff: (record) =>
    otlpRecord(record) === null ? NOT_MINE : { sureness: 1, because: "spans or log records of OTLP" },
  unpack: unpackOtlp,
  joining: otelJoining,
  nesting: nestingOf,
  read: guardDepth(read),
};

const PROVIDER = ["ai.model.provider", "llm.provider", "gen_ai.provider.name", "gen_ai.system", "llm.system"];
const MODEL_ASKED = ["gen_ai.request.model", "ai.model.id", "llm.model_name", "embedding.model_name"];
const MODEL_SERVED = ["gen_ai.response.model", "ai.response.model", "llm.response.model"];
const END_USER = [
  "user.id",
  "enduser.id",
  "llm.user",
  "metadata.user_api_key_end_user_id",
  "ai.telemetry.metadata.userId",
  "traceloop.association.properties.user_id",
  "langfuse.user.id",
];
const SESSION = [
  "gen_ai.conversation.id",
  "session.id",
  "ai.telemetry.metadata.sessionId",
  "traceloop.association.properties.session_id",
  "langfuse.session.id",
];

function read(given: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(given)) return notAnObject(given);
  const record = otlpRecord(given);
  if (record === null) return notASpan(given);
  const span = readSpan(record);
  const kind = spanKind(span);
  if ("other" in kind)
    return { kind: "other", what: record.span === null ? "a log record of no model's call" : kind.other };
  const reading: Reading = { problem: null };
  if (span.trace === null) reject(reading, "traceId", record.span?.["traceId"], "32 digits in hex");
  if (span.span === null) reject(reading, "spanId", record.span?.["spanId"], "16 digits in hex");
  return exchangeOf(
    callOf(span, kind.call, reading),
    { time: ["startTimeUnixNano", "nanoseconds since the epoch"] },
    reading,
    context,
  );
}

function notASpan(record: object): ImportedRecord {
  const reading: Reading = { problem: null };
  reject(reading, "span", (record as { readonly span?: unknown }).span, "a span of OTLP/JSON");
  return reading.problem === null ? notAnObject(record) : skipped(reading.problem);
}

function callOf(
  span: ReadSpan,
  asked: "chat" | "embeddings" | "completion",
  reading: Reading,
): Parameters<typeof exchangeOf>[0] {
  const { attributes, dropped } = span;
  const texts = spanTexts(span);
  const named = firstText(attributes, MODEL_ASKED);
  // Where the body is kept, an attribute may have the model that answered.
  const requested = textOf(texts.sent?.["model"]) ?? named;
  const failure = otelFailure(span);
  const { provider, model } = behindGateway(
    {
      provider: firstProvider(PROVIDER.map((name) => attributes[name])),
      model: firstText(attributes, MODEL_SERVED) ?? named ?? requested,
    },
    attributes,
  );
  const times = timesOf(reading, span);
  const stream = times.ttft_ms !== null || streamed(span);
  return {
    source: otelGenai.name,
    id: span.trace === null || span.span === null ? null : `${span.trace}-${span.span}`,
    ...times,
    stream,
    project: null,
    api_key: null,
    end_user: firstText(attributes, END_USER),
    session: firstText(attributes, SESSION),
    tags: tagsOf(attributes),
    metadata: metadataOf(span),
    dialect:
      asked === "embeddings"
        ? "embeddings"
        : asked === "completion"
          ? "unknown"
          : texts.sent === undefined
            ? "openai-chat"
            : null,
    model_requested: requested,
    model,
    provider,
    failure,
    ...otelUsage(reading, attributes, provider),
    cost: costOf(reading, attributes),
    gateway_cache_hit: false,
    request:
      asked === "embeddings"
        ? embeddingsRequest(texts, requested)
        : chatRequest(texts, attributes, { model: requested, stream, dropped }),
    response: chatResponse(texts, attributes, { model, provider }),
  };
}
