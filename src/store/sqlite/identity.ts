import { hash } from "node:crypto";
import { crc32 } from "node:zlib";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;

/** A canonical uuid as its 16 bytes; any other text as it is. */
export function encodeId(id: string): Buffer | string {
  return UUID.test(id) ? Buffer.from(id.replaceAll("-", ""), "hex") : id;
}

export function decodeId(stored: Uint8Array | string): string {
  if (typeof stored === "string") return stored;
  const hex = asBuffer(stored).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** SHA-256 in lower-case hex as its 32 bytes. */
export function encodeHash(hex: string | null): Buffer | null {
  if (hex === null) return null;
  if (!HASH.test(hex)) throw new Error(`not a SHA-256 in lower-case hex: ${hex}`);
  return Buffer.from(hex, "hex");
}

export function decodeHash(stored: Uint8Array | null): string | null {
  return stored === null ? null : asBuffer(stored).toString("hex");
}

/** SHA-256 of a text: its first 8 bytes are what columns hold. */
export function sha256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

/** Top 53 bits of the first 8 bytes of SHA-256("understudy:" + request id). */
export function sampleKey(requestId: string): number {
  const digest = sha256(`understudy:${requestId}`);
  return digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11);
}

/** A small integer to find source ids by; two ids may share one. */
export function sourceKey(sourceId: string | null): number | null {
  return sourceId === null ? null : crc32(sourceId) | 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
