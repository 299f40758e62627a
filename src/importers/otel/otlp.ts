import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";

/** What one span or log record of an OTLP batch becomes: itself, with what the batch says of where it comes from. */
export interface OtlpRecord {
  readonly resource: JsonObject;
  readonly scope: JsonObject;
  /** Null = log records alone. */
  readonly span: JsonObject | null;
  /** Log records of the same call. */
  readonly logs: readonly JsonObject[];
}

const BATCHES = [
  { resources: ["resourceSpans", "resource_spans"], scopes: ["scopeSpans", "scope_spans"], items: ["spans"] },
  {
    resources: ["resourceLogs", "resource_logs"],
    scopes: ["scopeLogs", "scope_logs"],
    items: ["logRecords", "log_records"],
  },
] as const;

/**
 * The spans and log records of an OTLP export request, as JSON has them. Spans come innermost first, whatever the order of
 * their scopes: one that has ended earlier, or as early and begun later. Null where the value is no export request.
 */
export function unpackOtlp(value: unknown): readonly unknown[] | null {
  if (!isObject(value)) return null;
  const [spans, logs] = BATCHES.map((names) => itemsOf(value, names));
  if (spans == null && logs == null)
    return isObject(value["span"]) || !isSpan(value) ? null : [recordOf({}, {}, value, [])];
  return [
    ...(spans ?? [])
      .map(([resource, scope, span]) => recordOf(resource, scope, span, []))
      .toSorted((a, b) => ended(a.span) - ended(b.span) || started(b.span) - started(a.span)),
    ...(logs ?? []).map(([resource, scope, log]) => recordOf(resource, scope, null, [log])),
  ];
}

function recordOf(resource: unknown, scope: unknown, span: unknown, logs: readonly unknown[]) {
  return { resource: objectOf(resource), scope: objectOf(scope), span, logs };
}

type Item = readonly [resource: unknown, scope: unknown, item: unknown];

function itemsOf(value: JsonObject, names: (typeof BATCHES)[number]): readonly Item[] | null {
  const batch = member(value, names.resources);
  if (!Array.isArray(batch)) return null;
  return batch.flatMap((one) => {
    const { resource } = objectOf(one);
    return arrayOf(member(objectOf(one), names.scopes)).flatMap((group) =>
      arrayOf(member(objectOf(group), names.items)).map((item): Item => [resource, objectOf(group)["scope"], item]),
    );
  });
}

function member(of: JsonObject, names: readonly string[]): unknown {
  return names.map((name) => of[name]).find((value) => value !== undefined);
}

function isSpan(value: JsonObject): boolean {
  return (
    textOf(value["spanId"]) !== null && textOf(value["traceId"]) !== null && value["startTimeUnixNano"] !== undefined
  );
}

const ended = (span: unknown): number => countOf(objectOf(span)["endTimeUnixNano"]);
const started = (span: unknown): number => countOf(objectOf(span)["startTimeUnixNano"]);

/** A number, or the digits of one; 0 where it is neither. */
export function countOf(given: unknown): number {
  return typeof given === "number" || typeof given === "string" ? Number(given) || 0 : 0;
}

/** A record as `unpackOtlp` makes them; null where it is none. */
export function otlpRecord(record: unknown): OtlpRecord | null {
  if (!isObject(record)) return null;
  const { resource, scope, span, logs } = record;
  const told = arrayOf(logs).filter(isObject);
  if (!isObject(resource) || !isObject(scope) || (!isObject(span) && told.length === 0)) return null;
  return { resource, scope, span: isObject(span) ? span : null, logs: told };
}

/** A value as OTLP/JSON wraps it (`{"stringValue": ...}`); undefined where it holds none. */
export function anyValue(wrapped: unknown): unknown {
  if (!isObject(wrapped)) return undefined;
  if (wrapped["stringValue"] !== undefined) return wrapped["stringValue"];
  if (wrapped["intValue"] !== undefined) return numberOf(wrapped["intValue"]);
  if (wrapped["doubleValue"] !== undefined) return numberOf(wrapped["doubleValue"]);
  if (wrapped["boolValue"] !== undefined) return wrapped["boolValue"];
  if (wrapped["bytesValue"] !== undefined) return wrapped["bytesValue"];
  if (isObject(wrapped["arrayValue"])) return arrayOf(wrapped["arrayValue"]["values"]).map(anyValue);
  if (isObject(wrapped["kvlistValue"])) return attributesOf(wrapped["kvlistValue"]["values"]);
  return undefined;
}

/** 64-bit numbers come as text. */
function numberOf(given: unknown): unknown {
  return typeof given === "string" && given.trim() !== "" ? Number(given) : given;
}

/** Attributes as an object; of a name that comes twice the last one holds. */
export function attributesOf(list: unknown): JsonObject {
  const found: Record<string, unknown> = {};
  for (const one of arrayOf(list)) {
    const { key, value } = objectOf(one);
    if (typeof key !== "string" || key === "__proto__") continue;
    const plain = anyValue(value);
    if (plain !== undefined) found[key] = plain;
  }
  return found;
}

/** An id in lower-case hex, from hex or from base64, as which some writers of JSON put it; null where it is neither or all zeros. */
export function hexId(given: unknown, bytes: 8 | 16): string | null {
  if (typeof given !== "string") return null;
  const hex = given.length === bytes * 2 ? given.toLowerCase() : Buffer.from(given, "base64").toString("hex");
  return hex.length === bytes * 2 && /^[0-9a-f]+$/.test(hex) && !/^0+$/.test(hex) ? hex : null;
}
