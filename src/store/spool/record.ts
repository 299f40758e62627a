import { crc32 } from "node:zlib";
import type { BodyFlaw } from "../../core/derived-columns.ts";
import type { ServedRow } from "../log-writer.ts";

/**
 * A spooled row: magic, checksum of what follows it, flags, and the lengths of the four parts (u32 each, little endian), then
 * the parts: the row without bodies and trace as a JSON list of its columns in the order of `COLUMNS`, the trace as JSON, the
 * request, the response.
 */
const HEADER_BYTES = 28;
const MAGIC_TEXT = "ULOG";
const MAGIC = 0x474f4c55;
const AT = { magic: 0, checksum: 4, flags: 8, lengths: 12 } as const;
const PARTS = 4;

const FLAG = { response_events: 1, overload: 2, response_flawed: 4 } as const;
const REQUEST_FLAWS: readonly (readonly [flag: number, flaw: BodyFlaw])[] = [
  [8, "truncated"],
  [16, "redacted"],
  [32, "body_missing"],
];

/** A row's own columns: what of a `ServedRow` is neither body nor trace. */
export type RowHead = Omit<ServedRow, "request" | "response" | "response_events" | "flaws" | "trace">;

/** Every column, in the order in which a record holds them; what is added later goes to the end. */
const COLUMNS = [
  "request_id",
  "parent_request_id",
  "created_at",
  "source",
  "source_id",
  "origin",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "metadata",
  "dialect",
  "stream",
  "model_requested",
  "model",
  "provider",
  "strategy",
  "config",
  "facts_id",
  "planned_input_tokens",
  "status",
  "failure",
  "usage",
  "usage_raw",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "cost_list",
  "price_version",
  "gateway_cache_hit",
] as const satisfies readonly (keyof RowHead)[];

/** Does not compile where a column is missing above. */
type EveryColumn = Exclude<keyof RowHead, (typeof COLUMNS)[number]> extends never ? typeof COLUMNS : never;
const columns: EveryColumn = COLUMNS;

/** The columns of a record. Throws where they are not the list they should be. */
export function headOf({ head }: SpooledRecord): RowHead {
  const values = JSON.parse(head.toString()) as readonly unknown[];
  return Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null])) as unknown as RowHead;
}

/** A row's columns and trace, ready to be written. */
export interface RowTexts {
  readonly head: string;
  readonly trace: string;
}

/** Parts of a record, still as bytes of the buffer it was read from. */
export interface SpooledRecord {
  readonly head: Buffer;
  readonly trace: Buffer;
  readonly request: Buffer;
  readonly response: Buffer;
  readonly response_events: boolean;
  /** The queue was full: bodies were left out. */
  readonly overload: boolean;
  readonly request_flaw: BodyFlaw | null;
  readonly response_flawed: boolean;
  /** The whole record. */
  readonly bytes: Buffer;
}

/** Throws where the row holds what JSON cannot. */
export function textsOf(row: ServedRow): RowTexts {
  return { head: JSON.stringify(columns.map((name) => row[name])), trace: JSON.stringify(row.trace) };
}

/** Bytes that two texts take at most, header included. */
export function mostBytes({ head, trace }: RowTexts): number {
  return HEADER_BYTES + 3 * (head.length + trace.length);
}

/** Bytes of both bodies. */
export function bodyBytes({ request, response }: ServedRow): number {
  let bytes = request.length;
  for (const chunk of response) bytes += chunk.length;
  return bytes;
}

/** Writes a row at an offset, without its bodies where `overload` says so. @returns where it ends */
export function writeRecord(into: Buffer, at: number, texts: RowTexts, row: ServedRow, overload: boolean): number {
  const headAt = at + HEADER_BYTES;
  const head = into.write(texts.head, headAt);
  const trace = into.write(texts.trace, headAt + head);
  const requestAt = headAt + head + trace;
  let responseAt = requestAt;
  let end = requestAt;
  if (!overload) {
    into.set(row.request, requestAt);
    end = responseAt = requestAt + row.request.length;
    for (const chunk of row.response) {
      into.set(chunk, end);
      end += chunk.length;
    }
  }
  const flags = flagsOf(row, overload);
  into.writeUInt32LE(MAGIC, at + AT.magic);
  into.writeUInt32LE(flags, at + AT.flags);
  into.writeUInt32LE(head, at + AT.lengths);
  into.writeUInt32LE(trace, at + AT.lengths + 4);
  into.writeUInt32LE(responseAt - requestAt, at + AT.lengths + 8);
  into.writeUInt32LE(end - responseAt, at + AT.lengths + 12);
  into.writeUInt32LE(crc32(into.subarray(at + AT.flags, end)), at + AT.checksum);
  return end;
}

function flagsOf({ response_events: events, flaws }: ServedRow, overload: boolean): number {
  const request = REQUEST_FLAWS.find(([, flaw]) => flaw === flaws?.request)?.[0] ?? 0;
  const response = flaws?.response === true ? FLAG.response_flawed : 0;
  return (events ? FLAG.response_events : 0) | (overload ? FLAG.overload : 0) | response | request;
}

/** How long the record at an offset says it is; null where no record begins there or its header is cut off. */
export function recordBytes(from: Buffer, at: number): number | null {
  if (at + HEADER_BYTES > from.length || from.readUInt32LE(at) !== MAGIC) return null;
  let bytes = HEADER_BYTES;
  for (let part = 0; part < PARTS; part++) bytes += from.readUInt32LE(at + AT.lengths + 4 * part);
  return bytes;
}

/** The record of a length at an offset; null where its checksum does not hold. */
export function readRecord(from: Buffer, at: number, bytes: number): SpooledRecord | null {
  const end = at + bytes;
  if (crc32(from.subarray(at + AT.flags, end)) !== from.readUInt32LE(at + AT.checksum)) return null;
  const flags = from.readUInt32LE(at + AT.flags);
  const headEnd = at + HEADER_BYTES + from.readUInt32LE(at + AT.lengths);
  const traceEnd = headEnd + from.readUInt32LE(at + AT.lengths + 4);
  const requestEnd = traceEnd + from.readUInt32LE(at + AT.lengths + 8);
  return {
    head: from.subarray(at + HEADER_BYTES, headEnd),
    trace: from.subarray(headEnd, traceEnd),
    request: from.subarray(traceEnd, requestEnd),
    response: from.subarray(requestEnd, end),
    response_events: (flags & FLAG.response_events) !== 0,
    overload: (flags & FLAG.overload) !== 0,
    request_flaw: REQUEST_FLAWS.find(([flag]) => (flags & flag) !== 0)?.[1] ?? null,
    response_flawed: (flags & FLAG.response_flawed) !== 0,
    bytes: from.subarray(at, end),
  };
}

/** Where the next record may begin, from an offset on; -1 where nothing looks like one. */
export function nextRecord(from: Buffer, at: number): number {
  return from.indexOf(MAGIC_TEXT, at, "latin1");
}
