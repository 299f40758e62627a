import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createGzip, createZstdCompress, gzipSync } from "node:zlib";
import { ByteWriter, ParquetWriter, schemaFromColumnData, type ColumnSource } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { madeUpCall } from "./made-up-call.ts";

const MEGABYTE = 1 << 20;

/** So many megabytes of one character, packed. */
async function packed(engine: ReturnType<typeof createGzip>, character: string, megabytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  engine.on("data", (part: Buffer) => parts.push(part));
  const piece = Buffer.alloc(MEGABYTE, character);
  for (let count = 0; count < megabytes; count++) if (!engine.write(piece)) await once(engine, "drain");
  const end = once(engine, "end");
  engine.end();
  await end;
  return Buffer.concat(parts);
}

interface Failed {
  readonly rows_in: number;
  readonly error: { readonly code: string; readonly file: string; readonly message: string };
}

describe("a file that unpacks to far more than a log can", () => {
  it.each([
    ["zeros in gzip", () => packed(createGzip(), "\0", 200), 1000],
    ["blank lines in gzip", () => packed(createGzip(), "\n", 200), 1000],
    ["zeros in zstd", () => packed(createZstdCompress(), "\0", 1024), 3000],
  ])("%s: refused before it is unpacked, in little memory", async (_, made, ratio) => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("bomb"), await made());
    const started = performance.now();
    const run = await understudy(["import", "bomb", "--json"], {
      cwd: folder.path,
      env: { NODE_OPTIONS: "--max-old-space-size=256" },
    });
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.out) as Failed;
    expect(error).toMatchObject({ code: "file_unreadable", file: "bomb" });
    const [, times, megabytes] = /unpacks to ([\d,]+) times its size \((\d+) MB so far\)/u.exec(error.message) ?? [];
    expect(Number(times?.replaceAll(",", ""))).toBeGreaterThan(ratio);
    expect(Number(megabytes)).toBeLessThan(160);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it("keeps the rows in front of it, each whole", async () => {
    using folder = temporaryFolder();
    const calls = Array.from({ length: 40 }, (_, index) => madeUpCall(index)).join("");
    writeFileSync(folder.file("log.gz"), Buffer.concat([gzipSync(calls), await packed(createGzip(), "\n", 200)]));
    const { rows_in, error } = await understudyJson<Failed>(["import", "log.gz"], { cwd: folder.path });
    expect(rows_in).toBe(40);
    expect(error.message).toContain("; 40 rows before that point are in");
  });

  it("takes a log that packs well", async () => {
    using folder = temporaryFolder();
    const call = madeUpCall(1, { metadata: { note: "again and again ".repeat(60_000) } });
    writeFileSync(folder.file("log.gz"), gzipSync(call.repeat(20)));
    const summary = await understudyJson(["import", "log.gz"], { cwd: folder.path });
    expect(summary).toMatchObject({ rows_in: 1, duplicates: 19 });
  });
});

describe("a Parquet file whose end lies", () => {
  const MAP = ["--map", "id=id,model=model,input_tokens=in"];
  const COLUMNS: ColumnSource[] = [
    { name: "id", data: ["call-1", "call-2", "call-3"] },
    { name: "model", data: ["gpt-4o-mini", "gpt-4o-mini", "gpt-4o-mini"] },
    { name: "in", data: [10, 20, 30] },
  ];

  async function lying(change: (end: ParquetWriter) => void): Promise<Uint8Array> {
    const writer = new ByteWriter();
    const file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: COLUMNS }) });
    await file.write({ columnData: COLUMNS });
    change(file);
    await file.finish();
    return new Uint8Array(writer.getBuffer());
  }

  it.each<[string, (end: ParquetWriter) => void, string]>([
    ["that a group has a quadrillion rows", (end) => setRows(end, 10n ** 15n, true), "1,000,000,000,000,000 rows"],
    ["that a group has more rows than its columns have values", (end) => setRows(end, 9n, false), "and 3 values of id"],
    [
      "that a group has fewer rows than its columns have values",
      (end) => setRows(end, 1n, false),
      "and 3 values of id",
    ],
    ["that groups and columns have more rows than there are", (end) => setRows(end, 9n, true), "9 rows and holds 3"],
    ["that the file has more rows than its groups", (end) => void (end.num_rows = 10n ** 12n), "3 in its row groups"],
  ])("%s", async (_, change, told) => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("log.parquet"), await lying(change));
    const run = await understudy(["import", "log.parquet", ...MAP, "--json"], { cwd: folder.path });
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.out) as Failed;
    expect(error).toMatchObject({ code: "file_unreadable", file: "log.parquet" });
    expect(error.message).toContain(told);
  });

  it("is told apart from one that does not", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("log.parquet"), await lying(() => {}));
    expect(await understudyJson(["import", "log.parquet", ...MAP], { cwd: folder.path })).toMatchObject({ rows_in: 3 });
  });

  function setRows(end: ParquetWriter, rows: bigint, values: boolean): void {
    end.num_rows = rows;
    for (const group of end.row_groups) {
      group.num_rows = rows;
      if (values) for (const { meta_data } of group.columns) if (meta_data !== undefined) meta_data.num_values = rows;
    }
  }
});
