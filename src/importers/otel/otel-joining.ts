import { asText, arrayOf, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import type { Joining } from "../importer.ts";
import { countOf, hexId, otlpRecord, type OtlpRecord } from "./otlp.ts";

/** Attributes that hold texts of a call: a span that has one waits for no log record. */
const TEXT =
  /^(?:gen_ai\.(?:input\.messages|output\.messages|prompt|completion)|llm\.(?:input|output)_messages|ai\.(?:prompt|response)\.|input\.value)/;
const IN_CHAT = new Set(["chat", "generate_content"]);
const LOGGED = /^gen_ai\.(?:client\.inference\.operation\.details|(?:system|user|assistant|tool)\.message|choice)$/;

/** The texts of a call may be logged beside its span: both have the ids of trace and span. */
export const otelJoining: Joining = {
  partOf(given) {
    const record = otlpRecord(given);
    if (record === null) return null;
    const { span } = record;
    const key = keyOf(span ?? objectOf(record.logs[0]));
    if (key === null || (span !== null && record.logs.length > 0)) return null;
    if (span === null)
      return LOGGED.test(eventName(objectOf(record.logs[0]))) ? { key, name: "log", incomplete: true } : null;
    return waits(span) ? { key, name: "span" } : null;
  },
  join(parts) {
    const records = parts.flatMap(({ record }) => otlpRecord(record) ?? []);
    const logs = records.flatMap((record) => (record.span === null ? record.logs : [])).toSorted(byTime);
    const spans = records.filter(({ span }) => span !== null);
    const [first] = records;
    if (spans.length > 0) return spans.map((record): OtlpRecord => ({ ...record, logs }));
    return first === undefined ? [] : [{ ...first, logs }];
  },
};

function keyOf(holder: JsonObject): string | null {
  const trace = hexId(holder["traceId"], 16);
  const span = hexId(holder["spanId"], 8);
  return trace === null || span === null ? null : `${trace}-${span}`;
}

function waits(span: JsonObject): boolean {
  const told = arrayOf(span["events"]).some((event) => LOGGED.test(asText(objectOf(event)["name"])));
  return !told && arrayOf(span["attributes"]).some(asksInChat) && !arrayOf(span["attributes"]).some(holdsText);
}

/** Only instrumentations that follow the conventions log texts beside their spans. */
function asksInChat(attribute: unknown): boolean {
  const { key, value } = objectOf(attribute);
  return key === "gen_ai.operation.name" && IN_CHAT.has(asText(objectOf(value)["stringValue"]));
}

function holdsText(attribute: unknown): boolean {
  return TEXT.test(asText(objectOf(attribute)["key"]));
}

function eventName(log: JsonObject): string {
  const named = arrayOf(log["attributes"]).find((one) => objectOf(one)["key"] === "event.name");
  return textOf(log["eventName"]) ?? textOf(objectOf(objectOf(named)["value"])["stringValue"]) ?? "";
}

function byTime(a: JsonObject, b: JsonObject): number {
  return countOf(a["timeUnixNano"]) - countOf(b["timeUnixNano"]);
}
