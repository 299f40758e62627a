import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SUPPORT_DESK = join(import.meta.dirname, "fixtures/support-desk.jsonl");
const TEXT = readFileSync(SUPPORT_DESK, "utf8");

interface Summary {
  readonly rows_read: number;
  readonly rows_in: number;
  readonly duplicates: number;
  readonly [key: string]: unknown;
}

describe("understudy import", () => {
  it("brings a log in and says what is in it", async () => {
    using folder = temporaryFolder();
    const run = await understudy(["import", SUPPORT_DESK, "--data", folder.file("store")]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("rows in     5\n");
    expect(run.out).toContain("format      litellm-standard (by id, call_type, startTime, endTime, ...)\n");
    expect(run.out).toContain("time        2024-10-27 03:34:20 to 2024-10-27 03:38:20 UTC\n");
    expect(run.out).toContain("replayable  4 of 5 (1 truncated)\n");
    expect(run.out).toContain("unpriced    our-own-8b:hosted_vllm (1 row)");
    expect(run.out).toContain(
      "Next: understudy simulate --model gpt-4o-2024-08-06:openai --policy single:gpt-4o-mini-2024-07-18:openai --data ",
    );
  });

  it("leaves rows alone that are in already", async () => {
    using folder = temporaryFolder();
    const command = ["import", SUPPORT_DESK, "--data", folder.file("store")];
    expect(await understudyJson<Summary>(command)).toMatchObject({ rows_in: 5, duplicates: 0 });
    expect(await understudyJson<Summary>(command)).toMatchObject({ rows_read: 5, rows_in: 0, duplicates: 5 });
    expect(await understudyJson(["logs", "--data", folder.file("store")])).toMatchObject({ rows: { length: 5 } });
  });

  it.each([
    ["gzip", gzipSync(TEXT)],
    ["zstd", zstdCompressSync(TEXT)],
    ["carriage returns and a byte order mark", `\ufeff${TEXT.replaceAll("\n", "\r\n")}`],
    [
      "a JSON array on one line",
      JSON.stringify(
        TEXT.trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown),
      ),
    ],
    ["no line break at the end", TEXT.trimEnd()],
  ])("reads %s from standard input", async (_, input) => {
    using folder = temporaryFolder();
    const summary = await understudyJson<Summary>(["import", "-", "--data", folder.file("store")], { input });
    expect(summary).toMatchObject({ rows_in: 5, skipped: { lines: 0 } });
  });

  it("knows gzip by its bytes, whatever the file is called", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("renamed.jsonl"), gzipSync(TEXT));
    const summary = await understudyJson<Summary>(["import", "renamed.jsonl"], { cwd: folder.path });
    expect(summary).toMatchObject({ rows_in: 5, bytes: Buffer.byteLength(TEXT) });
  });

  it("takes its store from --data, else from UNDERSTUDY_DATA, else ./understudy-data", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK], { cwd: folder.path });
    await understudy(["import", SUPPORT_DESK], { cwd: folder.path, env: { UNDERSTUDY_DATA: "elsewhere" } });
    for (const data of ["understudy-data", "elsewhere"]) {
      expect(await understudyJson(["logs", "--data", data], { cwd: folder.path })).toMatchObject({
        rows: { length: 5 },
      });
    }
  });

  it("keeps a score of each record as an outcome", async () => {
    using folder = temporaryFolder();
    const path = "helpful=metadata.requester_metadata.helpful";
    const wrong = "score=metadata.nowhere";
    const summary = await understudyJson<Summary>([
      "import",
      SUPPORT_DESK,
      "--outcome",
      path,
      "--outcome",
      wrong,
      "--data",
      folder.file("store"),
    ]);
    expect(summary["outcomes"]).toEqual({ helpful: 4, score: 0 });
  });

  it("gives rows without a project the one that is named", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK, "--project", "desk", "--data", folder.file("store")]);
    const found = await understudyJson(["logs", "--project", "desk", "--data", folder.file("store")]);
    expect(found).toMatchObject({ rows: { length: 5 } });
  });

  it("prices rows with the user's file on top", async () => {
    using folder = temporaryFolder();
    const prices = { targets: { "our-own-8b:hosted_vllm": { input_per_mtok: 1, output_per_mtok: 2 } } };
    writeFileSync(folder.file("prices.json"), JSON.stringify(prices));
    const run = await understudy([
      "import",
      SUPPORT_DESK,
      "--prices",
      folder.file("prices.json"),
      "--data",
      folder.file("store"),
    ]);
    expect(run.err).toBe("");
    expect(run.out).not.toContain("unpriced");
    const row = await understudyJson(["logs", "call-4", "--data", folder.file("store")]);
    expect(row).toMatchObject({ cost_list: 0.0014 });
  });

  it("reads a table by a mapping, and refuses a column that is not there", async () => {
    using folder = temporaryFolder();
    writeFileSync(
      folder.file("calls.csv"),
      "when,llm,in,out\n2026-11-02 09:14:03,gpt-4o-mini,1000,100\n2026-11-02 09:15:03,gpt-4o-mini,,\n",
    );
    const map = "created_at=when,model=llm,input_tokens=in,output_tokens=out";
    const data = ["--data", folder.file("store")];
    const wrong = await understudy(["import", folder.file("calls.csv"), "--map", `${map},cost=price`, ...data]);
    expect(wrong.code).toBe(2);
    expect(wrong.out).toContain('there is no column "price" for cost');
    expect(wrong.out).toContain("Columns are when, llm, in, out.");
    const report = await understudyJson<Summary>(["import", folder.file("calls.csv"), "--map", map, ...data]);
    expect(report).toMatchObject({ rows_in: 2, without_usage: 1, usable: { projection: 1, nothing: 1 } });
    const unknown = await understudy(["import", folder.file("calls.csv"), "--map", "modle=llm", ...data]);
    expect(unknown.err).toContain("Did you mean model?");
  });

  it("stores nothing in a check, and says what is in the store already", async () => {
    using folder = temporaryFolder();
    const data = ["--data", folder.file("store")];
    const run = await understudy(["import", SUPPORT_DESK, SUPPORT_DESK, "--check", ...data]);
    expect(run.out).toContain("5 could go in, 5 duplicates left alone (a check: nothing was stored)\n");
    expect(run.out).toContain("usable for  replay 8, projection only 2\n");
    expect((await understudy(["logs", ...data])).err).toContain("error: ");

    await understudy(["import", SUPPORT_DESK, ...data]);
    expect(await understudyJson<Summary>(["import", SUPPORT_DESK, "--dry-run", ...data])).toMatchObject({
      rows_read: 5,
      rows_in: 0,
      rows_new: 0,
      duplicates: 5,
    });
  });
});
