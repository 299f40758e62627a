import protobuf from "protobufjs/minimal.js";

const { Reader, Writer } = protobuf;
type Reader = protobuf.Reader;

type Scalar = "string" | "hex" | "base64" | "bool" | "uint32" | "int32" | "int64" | "fixed64" | "double";

/** A message's fields by number: the name that OTLP/JSON has for each, what it holds, and whether there may be several. */
type Message = ReadonlyMap<number, readonly [name: string, holds: Scalar | (() => Message), several?: true]>;

// opentelemetry-proto 1.x: common/v1, resource/v1, trace/v1, logs/v1, collector. What nobody here reads is left out.
const ANY_VALUE: Message = new Map([
  [1, ["stringValue", "string"]],
  [2, ["boolValue", "bool"]],
  [3, ["intValue", "int64"]],
  [4, ["doubleValue", "double"]],
  [5, ["arrayValue", () => ARRAY_VALUE]],
  [6, ["kvlistValue", () => KEY_VALUES]],
  [7, ["bytesValue", "base64"]],
]);
const ARRAY_VALUE: Message = new Map([[1, ["values", () => ANY_VALUE, true]]]);
const KEY_VALUE: Message = new Map([
  [1, ["key", "string"]],
  [2, ["value", () => ANY_VALUE]],
]);
const KEY_VALUES: Message = new Map([[1, ["values", () => KEY_VALUE, true]]]);
const EVENT: Message = new Map([
  [1, ["timeUnixNano", "fixed64"]],
  [2, ["name", "string"]],
  [3, ["attributes", () => KEY_VALUE, true]],
]);
const STATUS: Message = new Map([
  [2, ["message", "string"]],
  [3, ["code", "int32"]],
]);
const SPAN: Message = new Map([
  [1, ["traceId", "hex"]],
  [2, ["spanId", "hex"]],
  [4, ["parentSpanId", "hex"]],
  [5, ["name", "string"]],
  [6, ["kind", "int32"]],
  [7, ["startTimeUnixNano", "fixed64"]],
  [8, ["endTimeUnixNano", "fixed64"]],
  [9, ["attributes", () => KEY_VALUE, true]],
  [10, ["droppedAttributesCount", "uint32"]],
  [11, ["events", () => EVENT, true]],
  [12, ["droppedEventsCount", "uint32"]],
  [15, ["status", () => STATUS]],
]);
const SCOPE: Message = new Map([
  [1, ["name", "string"]],
  [2, ["version", "string"]],
]);
const SCOPE_SPANS: Message = new Map([
  [1, ["scope", () => SCOPE]],
  [2, ["spans", () => SPAN, true]],
]);
const RESOURCE: Message = new Map([[1, ["attributes", () => KEY_VALUE, true]]]);
const RESOURCE_SPANS: Message = new Map([
  [1, ["resource", () => RESOURCE]],
  [2, ["scopeSpans", () => SCOPE_SPANS, true]],
]);
const LOG_RECORD: Message = new Map([
  [1, ["timeUnixNano", "fixed64"]],
  [5, ["body", () => ANY_VALUE]],
  [6, ["attributes", () => KEY_VALUE, true]],
  [7, ["droppedAttributesCount", "uint32"]],
  [9, ["traceId", "hex"]],
  [10, ["spanId", "hex"]],
  [11, ["observedTimeUnixNano", "fixed64"]],
  [12, ["eventName", "string"]],
]);
const SCOPE_LOGS: Message = new Map([
  [1, ["scope", () => SCOPE]],
  [2, ["logRecords", () => LOG_RECORD, true]],
]);
const RESOURCE_LOGS: Message = new Map([
  [1, ["resource", () => RESOURCE]],
  [2, ["scopeLogs", () => SCOPE_LOGS, true]],
]);
const REQUESTS: Readonly<Record<"resourceSpans" | "resourceLogs", Message>> = {
  resourceSpans: new Map([[1, ["resourceSpans", () => RESOURCE_SPANS, true]]]),
  resourceLogs: new Map([[1, ["resourceLogs", () => RESOURCE_LOGS, true]]]),
};

/** Values within values: more than anybody means, fewer than a call stack bears. */
const MOST_LEVELS = 256;
const LENGTH_DELIMITED = 2;
/** By the kinds of values, what each begins with on the wire. */
const WIRE: Readonly<Record<Scalar, number>> = {
  bool: 0,
  uint32: 0,
  int32: 0,
  int64: 0,
  fixed64: 1,
  double: 1,
  string: LENGTH_DELIMITED,
  hex: LENGTH_DELIMITED,
  base64: LENGTH_DELIMITED,
};

/** An export request in the shape of OTLP/JSON. Throws a `SyntaxError` where the bytes are none. @param member the list that it holds */
export function decodeRequest(bytes: Uint8Array, member: keyof typeof REQUESTS): object {
  try {
    const reader = Reader.create(bytes);
    return { [member]: [], ...readMessage(reader, reader.len, REQUESTS[member], 0) };
  } catch (error) {
    throw new SyntaxError(`not a request of OTLP: ${(error as Error).message}`, { cause: error });
  }
}

function readMessage(reader: Reader, end: number, message: Message, level: number): object {
  if (level > MOST_LEVELS) throw new Error("nested too deep");
  if (end > reader.len) throw new RangeError("index out of range");
  const found: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = message.get(tag >>> 3);
    const wire = tag & 7;
    if (field === undefined || wire !== (typeof field[1] === "function" ? LENGTH_DELIMITED : WIRE[field[1]])) {
      reader.skipType(wire);
      continue;
    }
    const [name, holds, several] = field;
    const value =
      typeof holds === "function"
        ? readMessage(reader, reader.uint32() + reader.pos, holds(), level + 1)
        : readScalar(reader, holds);
    if (several === true) ((found[name] ??= []) as unknown[]).push(value);
    else found[name] = value;
  }
  if (reader.pos !== end) throw new RangeError("a message ends within another");
  return found;
}

function readScalar(reader: Reader, kind: Scalar): unknown {
  switch (kind) {
    case "hex":
    case "base64":
      return Buffer.from(reader.bytes()).toString(kind);
    case "int64":
      return String(reader.int64());
    case "fixed64": {
      const low = BigInt(reader.fixed32());
      return String((BigInt(reader.fixed32()) << 32n) | low);
    }
    default:
      return reader[kind]();
  }
}

/** The answer to an export request. @param partial null = everything was taken */
export function encodePartialSuccess(
  partial: { readonly rejected: number; readonly message: string } | null,
): Uint8Array {
  const writer = Writer.create();
  if (partial === null) return writer.finish();
  return writer
    .uint32(10)
    .fork()
    .uint32(8)
    .int64(partial.rejected)
    .uint32(18)
    .string(partial.message)
    .ldelim()
    .finish();
}

/** A google.rpc.Status. */
export function encodeStatus(code: number, message: string): Uint8Array {
  return Writer.create().uint32(8).int32(code).uint32(18).string(message).finish();
}
