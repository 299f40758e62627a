import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Small texts, written between two calls of a run: speed before the last byte. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** JSON data as zstd. */
export function packJson(data: unknown): Uint8Array {
  return zstdCompressSync(JSON.stringify(data ?? null), LEVEL);
}

export function unpackJson(bytes: unknown): unknown {
  return JSON.parse(zstdDecompressSync(bytes as Uint8Array).toString()) as unknown;
}
