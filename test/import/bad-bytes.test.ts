import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { madeUpCall } from "./made-up-call.ts";

const CALLS = Array.from({ length: 400 }, (_, index) => madeUpCall(index));
const DOCUMENT = JSON.stringify(
  CALLS.map((line) => JSON.parse(line) as unknown),
  null,
  2,
);
const MAP = ["--map", "id=id,created_at=at,model=model,input_tokens=in,output_tokens=out"];
const TABLE = CALLS.map((_, index) => `call-${index},2026-11-02T09:00:00Z,gpt-4o-mini,${index},7\n`);
const CSV = `id,at,model,in,out\n${TABLE.join("")}`;

function parquet(names: readonly (string | Uint8Array)[]): Buffer {
  const column = (name: string, data: unknown[]): { name: string; data: unknown[]; type: "STRING" } => ({
    name,
    data,
    type: "STRING",
  });
  const all = (value: string): string[] => names.map(() => value);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: "id", data: [...names], type: "BYTE_ARRAY" },
        column("at", all("2026-11-02T09:00:00Z")),
        column("model", all("gpt-4o-mini")),
        column("in", all("5")),
        column("out", all("7")),
      ],
    }),
  );
}

interface Imported {
  readonly rows_in: number;
  readonly skipped: { readonly lines: number; readonly first: readonly { line: number; message: string }[] };
  readonly error?: { readonly code: string; readonly file: string; readonly line?: number; readonly message: string };
}

/** Imports bytes under a name, and what stands in the log afterwards. */
async function imported(
  name: string,
  bytes: string | Uint8Array,
  ...args: string[]
): Promise<Imported & { logged: number }> {
  using folder = temporaryFolder();
  writeFileSync(folder.file(name), bytes);
  const summary = await understudyJson<Imported>(["import", name, ...args], { cwd: folder.path });
  const { rows } = await understudyJson<{ rows: unknown[] }>(["logs", "--limit", "1000"], { cwd: folder.path });
  return { ...summary, logged: rows.length };
}

/** The first part of a file. */
function half(bytes: string | Uint8Array): Uint8Array {
  const all = Buffer.from(bytes as Uint8Array);
  return all.subarray(0, Math.floor(all.length * 0.6));
}

describe("half a file: every whole record before its end is in, once", () => {
  it.each([
    ["JSON Lines", "log.jsonl", CALLS.join(""), [], null],
    ["a JSON document", "log.json", DOCUMENT, [], null],
    ["CSV", "log.csv", CSV.replaceAll("gpt-4o-mini", '"gpt-4o-mini"'), MAP, null],
    ["gzip", "log.gz", gzipSync(CALLS.join("")), [], "file_truncated"],
    ["zstd", "log.zst", zstdCompressSync(CALLS.join("")), [], "file_truncated"],
    ["Parquet", "log.parquet", parquet(CALLS.map((_, at) => `call-${at}`)), MAP, "file_truncated"],
  ])("%s", async (_, name, bytes, args, code) => {
    const { rows_in, skipped, error, logged } = await imported(name, half(bytes), ...args);
    expect(logged).toBe(rows_in);
    expect(rows_in).toBeLessThan(CALLS.length);
    if (code === null) {
      expect(rows_in).toBeGreaterThan(200);
      expect(skipped.lines).toBe(1);
      expect(skipped.first[0]?.line).toBeGreaterThan(200);
    } else expect(error).toMatchObject({ code, file: name });
  });
});

describe("bytes that are no UTF-8", () => {
  const BROKEN = Buffer.from([0x63, 0xc3, 0x28]);

  it("are one skipped line of JSON Lines", async () => {
    const bytes = Buffer.concat([Buffer.from(CALLS[0]!), BROKEN, Buffer.from(`\n${CALLS[1]!}`)]);
    const { rows_in, skipped } = await imported("log.jsonl", bytes);
    expect([rows_in, skipped.lines, skipped.first[0]]).toMatchObject([
      2,
      1,
      { line: 2, message: expect.stringContaining("UTF-8") as string },
    ]);
  });

  it("are one skipped record of a JSON document", async () => {
    const bytes = Buffer.from(DOCUMENT);
    bytes[bytes.indexOf("made-up-7")] = 0xff;
    const { rows_in, skipped } = await imported("log.json", bytes);
    expect([rows_in, skipped.lines]).toEqual([399, 1]);
    expect(skipped.first[0]).toMatchObject({ message: expect.stringContaining("not UTF-8") as string });
  });

  it("end a CSV file, at their line", async () => {
    const bytes = Buffer.from(CSV);
    bytes[bytes.indexOf("call-7,")] = 0xff;
    expect(await imported("log.csv", bytes, ...MAP)).toMatchObject({
      error: {
        code: "file_unreadable",
        file: "log.csv",
        line: 9,
        message: expect.stringContaining("not UTF-8") as string,
      },
    });
  });

  it("end a CSV file whose last character is cut", async () => {
    const bytes = Buffer.concat([Buffer.from(CSV), Buffer.from([0xc3])]);
    expect(await imported("log.csv", bytes, ...MAP)).toMatchObject({
      error: { code: "file_unreadable", line: TABLE.length + 2 },
    });
  });

  it("are one skipped row of a Parquet file, with its column", async () => {
    const { rows_in, skipped } = await imported("log.parquet", parquet(["call-1", BROKEN, "call-3"]), ...MAP);
    expect([rows_in, skipped.lines]).toEqual([2, 1]);
    expect(skipped.first[0]).toMatchObject({ line: 2, message: "the column id is not UTF-8 text" });
  });
});

describe("a single record of 100 MB", () => {
  const MEGABYTE = Buffer.alloc(1 << 20, "x");

  function writeAround(path: string, before: string, behind: string): void {
    const handle = openSync(path, "w");
    writeSync(handle, before);
    for (let count = 0; count < 100; count++) writeSync(handle, MEGABYTE);
    writeSync(handle, behind);
    closeSync(handle);
  }

  it("as a cell of CSV ends the file, at its line and column", async () => {
    using folder = temporaryFolder();
    writeAround(folder.file("log.csv"), `id,at,model,in,out\n${TABLE[0]!}call-x,"`, `",,,\n${TABLE[1]!}`);
    const run = await understudy(["import", "log.csv", ...MAP, "--json"], { cwd: folder.path });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      rows_in: 1,
      skipped: { lines: 0 },
      error: {
        code: "file_unreadable",
        line: 3,
        field: "at",
        message: "the row is longer than 64 MB; 1 row before that point is in",
      },
    });
  });

  it.each([
    ["as a line of JSON", "log.jsonl", CALLS[0]!, '{"id":"', `"}\n${CALLS[1]!}`, 2],
    ["in a JSON document", "log.json", `[\n${CALLS[0]!},\n`, '{"id":"', `"},\n${CALLS[1]!}]\n`, 4],
  ])("%s is skipped, and told by its line", async (_, name, before, begin, end, line) => {
    using folder = temporaryFolder();
    writeAround(folder.file(name), before + begin, end);
    const run = await understudy(["import", name, "--json"], { cwd: folder.path });
    const { rows_in, skipped } = JSON.parse(run.out) as Imported;
    expect([run.code, rows_in, skipped.lines]).toEqual([0, 2, 1]);
    expect(skipped.first[0]).toMatchObject({ line, message: expect.stringContaining("longer than 64 MB") as string });
  });
});
