import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { madeUpCall } from "./made-up-call.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const SUPPORT_DESK = join(FIXTURES, "support-desk.jsonl");
const BAD_LINES = join(FIXTURES, "some-bad-lines.jsonl");

describe("a bad line is counted and told, and the rest goes in", () => {
  it("says file, line, field and what was expected", async () => {
    using folder = temporaryFolder();
    const summary = await understudyJson(["import", BAD_LINES, "--data", folder.file("store")]);
    expect(summary).toMatchObject({ rows_in: 2, skipped: { lines: 5 } });
    const { first } = summary["skipped"] as { first: { line: number; field: string | null; expected: string }[] };
    expect(first.map(({ line, field }) => [line, field])).toEqual([
      [2, null],
      [4, "id"],
      [5, "prompt_tokens"],
      [6, "startTime"],
      [7, null],
    ]);
    expect(first[2]?.expected).toBe("a whole number of tokens, 0 or more");
    expect(first[3]?.expected).toContain("looks like milliseconds");
  });

  it("tells the first twenty lines and counts all by reason", async () => {
    using folder = temporaryFolder();
    const input = `${readFileSync(SUPPORT_DESK, "utf8")}${"not json\n".repeat(50)}`;
    const run = await understudy(["import", "-", "--data", folder.file("store")], { input });
    expect(run.code).toBe(0);
    expect(run.out).toContain("  50 x expected one JSON record a line\n");
    expect(run.out).toContain("  and 30 more lines\n");
  });
});

describe("a file that cannot be used is an error that says what to do", () => {
  it("names a file that is not there before anything goes in", async () => {
    using folder = temporaryFolder();
    const run = await understudy(["import", SUPPORT_DESK, "no-such.jsonl", "--data", folder.file("store")]);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toBe("error: no such file\n  at no-such.jsonl\n  Check the path and its permissions.\n");
    expect((await understudy(["logs", "--data", folder.file("store")])).code).toBe(2);
  });

  it("keeps the rows of a truncated gzip, and takes the whole file later", async () => {
    using folder = temporaryFolder();
    const lines = Array.from({ length: 3000 }, (_, index) => madeUpCall(index));
    const packed = gzipSync(lines.join(""));
    writeFileSync(folder.file("week.jsonl.gz"), packed.subarray(0, Math.floor(packed.length * 0.8)));
    const data = ["--data", folder.file("store")];

    const cut = await understudy(["import", "week.jsonl.gz", ...data], { cwd: folder.path });
    expect(cut.code).toBe(2);
    const [, told] = /the gzip data ends too early; ([\d,]+) rows before that point are in/u.exec(cut.out) ?? [];
    const rows = Number(told?.replaceAll(",", ""));
    expect(told).toBe(rows.toLocaleString("en-US"));
    expect(rows).toBeGreaterThan(1000);
    expect(cut.out).toContain("at week.jsonl.gz");

    writeFileSync(folder.file("week.jsonl.gz"), packed);
    const whole = await understudyJson<{ rows_in: number; duplicates: number }>(["import", "week.jsonl.gz", ...data], {
      cwd: folder.path,
    });
    expect(whole.duplicates).toBe(rows);
    expect(whole.rows_in + whole.duplicates).toBe(3000);
  });

  it.each([
    ["an empty file", "", "format_unknown", "the file holds no record"],
    ["a text", "Dear diary,\nnothing happened.\n", "not_json", "no line of the file is a record; the first: not JSON"],
    ["records of no known format", '{"hello":"world"}\n', "format_unknown", "the record is of no known format"],
    ["a document of no known format", JSON.stringify([{ a: 1 }], null, 2), "format_unknown", "of no known format"],
    [
      "a document that ends too early",
      '[\n  {\n    "id": "call-1",\n',
      "format_unknown",
      "ends in the middle of this record",
    ],
    ["a table of no known format", "colour,size,weight\nred,1,2\n", "format_unknown", "of no known format"],
    ["half a Parquet file", Buffer.from("PAR1 and nothing of its end"), "file_truncated", "cannot be read"],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le"), "file_unreadable", "UTF-16"],
    ["a zip archive", Buffer.from("PK\u0003\u0004abcdef"), "file_unreadable", "a zip archive cannot be read"],
  ])("%s", async (_, content, code, message) => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("log"), content);
    const run = await understudy(["import", "log", "--json"], { cwd: folder.path });
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.out) as { error: { code: string; message: string; file: string; hint: string } };
    expect(error).toMatchObject({ code, file: "log", message: expect.stringContaining(message) as string });
    expect(error.hint).not.toBe("");
  });

  it("goes on with the next file", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("README"), "# Logs\n\nRead me.\n");
    const run = await understudy(["import", folder.file("README"), SUPPORT_DESK, "--data", folder.file("store")]);
    expect(run.code).toBe(2);
    expect(run.out).toContain("rows in     5\n");
    expect(run.out).toContain("error: no line of the file is a record");
  });

  it("does not touch a store of a newer version", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK, "--data", folder.file("store")]);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(folder.file("store"), "traffic.db"));
    database.exec("PRAGMA user_version = 9999");
    database.close();
    const before = readFileSync(join(folder.file("store"), "traffic.db"));
    const run = await understudy(["import", SUPPORT_DESK, "--data", folder.file("store"), "--json"]);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({ error: { code: "store_newer" } });
    expect(readFileSync(join(folder.file("store"), "traffic.db")).equals(before)).toBe(true);
  });
});
