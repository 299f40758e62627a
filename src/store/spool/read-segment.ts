import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { nextRecord, readRecord, recordBytes, type SpooledRecord } from "./record.ts";

/** A stretch of a segment. */
export interface Slice {
  readonly records: readonly SpooledRecord[];
  /** Where to go on reading. */
  readonly next: number;
  /** Nothing more is to be had before `end`. */
  readonly done: boolean;
  /** Bytes between records that are no record. A record cut off at the very end counts for nothing. */
  readonly damaged: number;
}

const SLICE_BYTES = 1 << 20;

/**
 * Reads records from an offset on, at most `most` of them and about a mebibyte.
 * @param end bytes known to be whole; infinity = whatever the file holds, its last record perhaps cut off
 */
export function readSegment(file: string, from: number, end: number, most: number): Slice {
  const handle = openSync(file, "r");
  try {
    const last = Math.min(end, fstatSync(handle).size);
    const read = (bytes: number): Buffer => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, last - from)));
      let filled = 0;
      while (filled < buffer.length) {
        const got = readSync(handle, buffer, filled, buffer.length - filled, from + filled);
        if (got === 0) break;
        filled += got;
      }
      return buffer.subarray(0, filled);
    };
    let buffer = read(SLICE_BYTES);
    const first = recordBytes(buffer, 0);
    if (first !== null && first > buffer.length) buffer = read(first);
    const whole = from + buffer.length >= last;
    return sliceOf(buffer, from, whole, most, () => read(Number.POSITIVE_INFINITY));
  } finally {
    closeSync(handle);
  }
}

/** @param whole the buffer reaches to the end of what may be read */
function sliceOf(buffer: Buffer, from: number, whole: boolean, most: number, rest: () => Buffer): Slice {
  const records: SpooledRecord[] = [];
  let at = 0;
  while (at < buffer.length && records.length < most) {
    const bytes = recordBytes(buffer, at);
    const record = bytes === null || at + bytes > buffer.length ? null : readRecord(buffer, at, bytes);
    if (record === null) {
      if (records.length > 0) break;
      return skipDamage(whole ? buffer : rest(), from, at);
    }
    records.push(record);
    at += bytes as number;
  }
  return { records, next: from + at, done: whole && at >= buffer.length, damaged: 0 };
}

/** Goes to the next whole record; without one, what is left is the torn end of a file. */
function skipDamage(buffer: Buffer, from: number, at: number): Slice {
  for (let next = nextRecord(buffer, at + 1); next !== -1; next = nextRecord(buffer, next + 1)) {
    const bytes = recordBytes(buffer, next);
    if (bytes !== null && next + bytes <= buffer.length && readRecord(buffer, next, bytes) !== null)
      return { records: [], next: from + next, done: false, damaged: next - at };
  }
  return { records: [], next: from + buffer.length, done: true, damaged: 0 };
}
