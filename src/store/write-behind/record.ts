import { crc32 } from "node:zlib";
import type { ServedRow } from "../log-writer.ts";

/** A row as it stands in the spool: everything but bodies as one JSON document. */
export interface SpooledRow {
  readonly head: Omit<ServedRow, "request" | "response"> & { readonly bodies_dropped: boolean };
  readonly request: Buffer;
  readonly response: Buffer;
}

/** Bytes before each record: its length, and a checksum of all of it. */
const HEAD_BYTES = 8;

/**
 * A record: length and CRC-32, then head, request and response, each with its length (u32, little endian). A write that was cut
 * short leaves a record whose checksum does not hold.
 */
export function encodeRecord(row: ServedRow, bodiesDropped: boolean): Buffer {
  const { request, response, ...rest } = row;
  const head = Buffer.from(JSON.stringify({ ...rest, bodies_dropped: bodiesDropped }));
  const parts = bodiesDropped ? [] : response;
  const asked = bodiesDropped ? 0 : request.length;
  const answered = parts.reduce((length, part) => length + part.length, 0);
  const length = 12 + head.length + asked + answered;
  const record = Buffer.allocUnsafe(HEAD_BYTES + length);
  record.writeUInt32LE(length, 0);
  let at = HEAD_BYTES;
  at = record.writeUInt32LE(head.length, at);
  at += head.copy(record, at);
  at = record.writeUInt32LE(asked, at);
  if (!bodiesDropped) record.set(request, at);
  at = record.writeUInt32LE(answered, at + asked);
  for (const part of parts) {
    record.set(part, at);
    at += part.length;
  }
  record.writeUInt32LE(crc32(record.subarray(HEAD_BYTES)), 4);
  return record;
}

export interface DecodedRecords {
  readonly rows: readonly SpooledRow[];
  /** Bytes they take: what follows is not complete, or not whole. */
  readonly bytes: number;
  /** True where a record is complete in length and its checksum does not hold: nothing after it can be trusted. */
  readonly broken: boolean;
}

/** The complete records at the beginning of some bytes. */
export function decodeRecords(bytes: Buffer): DecodedRecords {
  const rows: SpooledRow[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + HEAD_BYTES + length;
    if (end > bytes.length) break;
    const body = bytes.subarray(at + HEAD_BYTES, end);
    if (crc32(body) !== bytes.readUInt32LE(at + 4)) return { rows, bytes: at, broken: true };
    const headEnd = 4 + body.readUInt32LE(0);
    const requestEnd = headEnd + 4 + body.readUInt32LE(headEnd);
    rows.push({
      head: JSON.parse(body.toString("utf8", 4, headEnd)) as SpooledRow["head"],
      request: body.subarray(headEnd + 4, requestEnd),
      response: body.subarray(requestEnd + 4),
    });
    at = end;
  }
  return { rows, bytes: at, broken: false };
}
