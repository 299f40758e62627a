import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { anyValue, attributesOf, countOf, hexId, type OtlpRecord } from "./otlp.ts";

/** Something that happened within a span, or that was logged about it. */
export interface SpanEvent {
  readonly name: string;
  /** As the source writes it: nanoseconds since the epoch. */
  readonly time: unknown;
  readonly attributes: JsonObject;
  /** Of a log record. */
  readonly body: unknown;
}

/** A span, or what was logged in place of one, in plain values. */
export interface ReadSpan {
  readonly trace: string | null;
  readonly span: string | null;
  readonly parent: string | null;
  readonly name: string;
  /** Name of the instrumentation. */
  readonly scope: string;
  readonly resource: JsonObject;
  readonly attributes: JsonObject;
  readonly events: readonly SpanEvent[];
  /** As the source writes them; undefined where only log records stand. */
  readonly start: unknown;
  readonly end: unknown;
  /** Of the log records. */
  readonly logged_at: unknown;
  readonly status: JsonObject;
  /** The SDK left attributes or events out, for there were more than its limits allow. */
  readonly dropped: boolean;
}

/** The event that stands in for the attributes of a span (OpenTelemetry's conventions for generative AI). */
export const DETAILS_EVENT = "gen_ai.client.inference.operation.details";

export function readSpan({ resource, scope, span, logs }: OtlpRecord): ReadSpan {
  const own = span ?? {};
  const logged = logs.map(loggedEvent);
  const details = logged.find(({ name }) => name === DETAILS_EVENT)?.attributes ?? {};
  const first = logs[0] ?? {};
  return {
    trace: hexId(own["traceId"] ?? first["traceId"], 16),
    span: hexId(own["spanId"] ?? first["spanId"], 8),
    parent: hexId(own["parentSpanId"], 8),
    name: textOf(own["name"]) ?? logged[0]?.name ?? "",
    scope: textOf(scope["name"]) ?? "",
    resource: attributesOf(resource["attributes"]),
    attributes: { ...details, ...attributesOf(own["attributes"]) },
    events: [...arrayOf(own["events"]).filter(isObject).map(spanEvent), ...logged],
    start: own["startTimeUnixNano"],
    end: own["endTimeUnixNano"],
    logged_at: first["timeUnixNano"] ?? first["observedTimeUnixNano"],
    status: objectOf(own["status"]),
    dropped: [own, ...logs].some(
      (one) => countOf(one["droppedAttributesCount"]) > 0 || countOf(one["droppedEventsCount"]) > 0,
    ),
  };
}

function spanEvent(event: JsonObject): SpanEvent {
  return {
    name: textOf(event["name"]) ?? "",
    time: event["timeUnixNano"],
    attributes: attributesOf(event["attributes"]),
    body: undefined,
  };
}

/** Names of events were an attribute before they were a field. */
function loggedEvent(log: JsonObject): SpanEvent {
  const attributes = attributesOf(log["attributes"]);
  return {
    name: textOf(log["eventName"]) ?? textOf(attributes["event.name"]) ?? "",
    time: log["timeUnixNano"] ?? log["observedTimeUnixNano"],
    attributes,
    body: anyValue(log["body"]),
  };
}
