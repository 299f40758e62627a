import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decompress } from "./decompress.ts";

const TEXT = Array.from(
  { length: 20_000 },
  (_, index) => `{"line":${index},"noise":"${(index * 2654435761) % 4294967296}"}`,
).join("\n");

/** A frame of four bytes that hold nothing (RFC 8878, 3.1.2). */
const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

async function read(bytes: Uint8Array, size = 5000): Promise<{ text: string; error: unknown }> {
  const source = (async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  })();
  const parts: Uint8Array[] = [];
  try {
    for await (const part of decompress(source, "made-up.gz")) parts.push(part);
  } catch (error) {
    return { text: Buffer.concat(parts).toString(), error };
  }
  return { text: Buffer.concat(parts).toString(), error: null };
}

describe("decompress", () => {
  it.each([
    ["plain text", Buffer.from(TEXT)],
    ["gzip", gzipSync(TEXT)],
    ["zstd", zstdCompressSync(TEXT)],
    ["gzip members one behind the other", Buffer.concat([gzipSync(TEXT.slice(0, 9000)), gzipSync(TEXT.slice(9000))])],
    ["gzip filled up with zeros", Buffer.concat([gzipSync(TEXT), Buffer.alloc(700)])],
    [
      "zstd frames one behind the other",
      Buffer.concat([0, 9000, 9010].map((start, at) => zstdCompressSync(TEXT.slice(start, [9000, 9010][at])))),
    ],
    ["zstd behind a frame to be skipped", Buffer.concat([SKIPPED, zstdCompressSync(TEXT), SKIPPED])],
  ])("reads %s", async (_, bytes) => {
    for (const size of [5000, 1 << 20]) expect(await read(bytes, size)).toEqual({ text: TEXT, error: null });
  });

  it("says that what stands behind zstd is none", async () => {
    const { text, error } = await read(Buffer.concat([zstdCompressSync(TEXT), Buffer.from("more")]), 1 << 20);
    expect(text).toBe(TEXT);
    expect(error).toMatchObject({ code: "file_unreadable" });
  });

  it.each([1, 2, 3])("knows gzip from chunks of %i bytes", async (size) => {
    expect(await read(gzipSync("short"), size)).toEqual({ text: "short", error: null });
  });

  it("reads nothing from nothing", async () => {
    expect(await read(new Uint8Array(0))).toEqual({ text: "", error: null });
  });

  it("hands on all that came before a truncated end", async () => {
    const { text, error } = await read(gzipSync(TEXT).subarray(0, -20_000));
    expect(text.length).toBeGreaterThan(TEXT.length / 3);
    expect(TEXT.startsWith(text)).toBe(true);
    expect(error).toMatchObject({ code: "file_truncated", place: { file: "made-up.gz" } });
  });

  it("says that the data is damaged", async () => {
    const bytes = gzipSync(TEXT);
    bytes.fill(0xff, 3000, 3100);
    expect((await read(bytes)).error).toMatchObject({
      code: "file_unreadable",
      message: expect.stringContaining("damaged") as string,
    });
  });

  it.each([
    ["a zip archive", [0x50, 0x4b, 3, 4, 0, 0], "unzip -p"],
    ["bzip2", [0x42, 0x5a, 0x68, 0x39], "bzip2 -dc"],
    ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz -dc"],
    ["a frame of LZ4", [4, 0x22, 0x4d, 0x18, 0x40], "lz4 -dc"],
  ])("refuses %s with what to do", async (_, bytes, command) => {
    const { error } = await read(Buffer.from(bytes));
    expect(error).toMatchObject({ code: "file_unreadable", hint: expect.stringContaining(command) as string });
  });
});
