import { createHash } from "node:crypto";
import { endOf, refusalOf, type NeutralCall } from "./call.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly attributes: Attributes;
}

/** An export request of OTLP/JSON with a span for each call. Attributes without a value are left out. */
export function spansOf(
  calls: readonly NeutralCall[],
  attributesOf: (call: NeutralCall) => Attributes,
  eventsOf: (call: NeutralCall) => readonly SpanEvent[] = () => [],
): string {
  const spans = calls.map((call) => spanOf(call, attributesOf(call), eventsOf(call)));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

function spanOf(call: NeutralCall, attributes: Attributes, events: readonly SpanEvent[]): object {
  const refusal = refusalOf(call);
  const trace = createHash("sha256").update(call.name).digest("hex");
  return {
    traceId: trace.slice(0, 32),
    spanId: trace.slice(32, 48),
    name: `chat ${call.model_asked}`,
    kind: 3,
    startTimeUnixNano: nanos(call.at),
    endTimeUnixNano: nanos(endOf(call)),
    status: refusal === null ? { code: 0 } : { code: 2, message: refusal.message },
    attributes: wrappedAll(attributes),
    events: events.map((event) => {
      return { name: event.name, timeUnixNano: nanos(event.at), attributes: wrappedAll(event.attributes) };
    }),
  };
}

function nanos(instant: number): string {
  return String(BigInt(Math.round(instant * 1000)) * 1000n);
}

function wrappedAll(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: wrapped(value) }],
  );
}

/** A value as OTLP/JSON wraps it. */
function wrapped(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(wrapped) } };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
