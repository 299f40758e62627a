/** An attribute's value, wrapped as OTLP/JSON does. */
function wrapped(value: unknown): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(wrapped) } };
  return { kvlistValue: { values: attributes(value as object) } };
}

export function attributes(values: object): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: wrapped(value) }));
}

const SECOND = 1_000_000_000n;
const START = 1_793_610_843n * SECOND;

/** Nanoseconds as text, so many ms after the first span's start. */
export function nanos(ms: number): string {
  return String(START + BigInt(Math.round(ms * 1e6)));
}

/** A span of 1.79 s. @param more members of the span in place of these */
export function span(values: object, more: object = {}): object {
  return {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    name: "chat gpt-4o-mini",
    kind: 3,
    startTimeUnixNano: nanos(120),
    endTimeUnixNano: nanos(1910),
    status: { code: 0 },
    attributes: attributes(values),
    ...more,
  };
}

/** An export request with these spans, of one instrumentation. */
export function batch(spans: readonly unknown[], scope = "opentelemetry.instrumentation.openai_v2"): object {
  const resource = { attributes: attributes({ "service.name": "support-bot" }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: scope, version: "2.4b0" }, spans }] }] };
}

export function logBatch(logRecords: readonly unknown[]): object {
  const resource = { attributes: attributes({ "service.name": "support-bot" }) };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "logs" }, logRecords }] }] };
}

/** A log record of the call that `span` is. */
export function log(eventName: string, values: object, more: object = {}): object {
  return {
    timeUnixNano: nanos(1900),
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    eventName,
    attributes: attributes(values),
    ...more,
  };
}

/** An event within a span. */
export function event(name: string, values: object): object {
  return { name, timeUnixNano: nanos(500), attributes: attributes(values) };
}
