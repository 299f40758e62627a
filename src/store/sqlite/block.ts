import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** What of a row stands outside it: request, response, raw usage, trace, failure, each a text or null. */
export type Body = readonly (string | null)[];

/** Position of each part in a `Body`. */
export const PART = { request: 0, response: 1, usage_raw: 2, trace: 3, failure: 4 } as const;
export const PARTS = 5;
export const NO_BODY: Body = Array.from({ length: PARTS }, () => null);

/** Bodies of neighbouring rows, by their sequence numbers in ascending order. */
export interface Block {
  readonly seqs: readonly number[];
  /** What other blocks of the day are packed against: the same prompts and tools come back all day. */
  readonly dictionary: Uint8Array;
  /** Unpacked. */
  readonly bytes: number;
  body(position: number): Body;
}

const DICTIONARY_BYTES = 1 << 20;
const LEVEL_LARGE = 4;
const LEVEL_SMALL = 2;

/** Whether a block is worth packing well, and against another one. */
export function isLarge(rows: number, bytes: number): boolean {
  return rows >= 32 || bytes >= 1 << 17;
}

/** What a body weighs unpacked. */
export function bytesOf(body: Body): number {
  return body.reduce((bytes, part) => bytes + (part === null ? 0 : sizeOf(part)), 0);
}

/** Marks a part that UTF-8 cannot hold (a lone surrogate): it stands as UTF-16. */
const WIDE = 0x8000_0000;

/**
 * One zstd frame: row count, sequence numbers relative to the first, part lengths (0 = null, else bytes + 1), then the
 * parts, all requests first, then all responses, and so on: like beside like compresses best.
 * @param dictionary of the block it is packed against; it is needed again to unpack
 */
export function packBlock(seqs: readonly number[], bodies: readonly Body[], dictionary?: Uint8Array): Buffer {
  const rows = seqs.length;
  const head = 4 * (1 + rows + rows * PARTS);
  const bytes = bodies.reduce((sum, body) => sum + bytesOf(body), head);
  const plain = Buffer.allocUnsafe(bytes);
  plain.writeUInt32LE(rows, 0);
  const first = seqs[0] ?? 0;
  for (const [index, seq] of seqs.entries()) plain.writeUInt32LE(seq - first, 4 * (1 + index));
  let at = head;
  let lengthAt = 4 * (1 + rows);
  for (let part = 0; part < PARTS; part++)
    for (const body of bodies) {
      const text = body[part] ?? null;
      if (text === null) plain.writeUInt32LE(0, lengthAt);
      else {
        const wide = !text.isWellFormed();
        const written = plain.write(text, at, wide ? "utf16le" : "utf8");
        plain.writeUInt32LE((written + 1 + (wide ? WIDE : 0)) >>> 0, lengthAt);
        at += written;
      }
      lengthAt += 4;
    }
  const level = isLarge(rows, bytes) ? LEVEL_LARGE : LEVEL_SMALL;
  return zstdCompressSync(plain, { ...against(dictionary), params: { [constants.ZSTD_c_compressionLevel]: level } });
}

export function unpackBlock(packed: Uint8Array, firstSeq: number, dictionary?: Uint8Array): Block {
  const plain = zstdDecompressSync(packed, against(dictionary));
  const rows = plain.readUInt32LE(0);
  const offsets = new Uint32Array(rows * PARTS);
  let at = 4 * (1 + rows + rows * PARTS);
  const lengthOf = (index: number): number => plain.readUInt32LE(4 * (1 + rows + index));
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = at;
    at += sizeIn(lengthOf(index));
  }
  return {
    bytes: plain.length,
    dictionary: plain.subarray(0, DICTIONARY_BYTES),
    seqs: Array.from({ length: rows }, (_, index) => firstSeq + plain.readUInt32LE(4 * (1 + index))),
    body: (position) =>
      Array.from({ length: PARTS }, (_, part) => {
        const index = part * rows + position;
        const length = lengthOf(index);
        if (length === 0) return null;
        const start = offsets[index] as number;
        return plain.toString(length >= WIDE ? "utf16le" : "utf8", start, start + sizeIn(length));
      }),
  };
}

function against(dictionary: Uint8Array | undefined): { dictionary?: Uint8Array } {
  return dictionary === undefined ? {} : { dictionary };
}

function sizeIn(length: number): number {
  return length === 0 ? 0 : (length >= WIDE ? length - WIDE : length) - 1;
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text, text.isWellFormed() ? "utf8" : "utf16le");
}
