import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SUPPORT_DESK = join(import.meta.dirname, "../import/fixtures/support-desk.jsonl");

describe("understudy export", () => {
  it("writes what import reads back row for row, outcomes too", async () => {
    using folder = temporaryFolder();
    const [first, second] = [folder.file("first"), folder.file("second")];
    await understudy([
      "import",
      SUPPORT_DESK,
      "--outcome",
      "helpful=metadata.requester_metadata.helpful",
      "--data",
      first,
    ]);
    const away = await understudy(["export", "log.jsonl.gz", "--data", first], { cwd: folder.path });
    expect(away).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^5 rows, .* of JSON Lines, in log.jsonl.gz\n$/u) as string,
    });

    const back = await understudyJson(["import", "log.jsonl.gz", "--data", second], { cwd: folder.path });
    expect(back).toMatchObject({ rows_in: 5, skipped: { lines: 0 }, outcomes: { helpful: 4 } });
    await understudy(["export", "again.jsonl", "--data", second], { cwd: folder.path });
    expect(readFileSync(folder.file("again.jsonl"), "utf8")).toBe(
      gunzipSync(readFileSync(folder.file("log.jsonl.gz"))).toString(),
    );
  });

  it.each(["log.csv.zst", "log.parquet.zst"])("compresses with zstd where the name says so: %s", async (name) => {
    using folder = temporaryFolder();
    const [first, second] = [folder.file("first"), folder.file("second")];
    await understudy(["import", SUPPORT_DESK, "--data", first]);
    await understudy(["export", name, "--data", first], { cwd: folder.path });
    expect(readFileSync(folder.file(name)).readUInt32LE()).toBe(0xfd2fb528);
    const back = await understudyJson(["import", name, "--data", second], { cwd: folder.path });
    expect(back).toMatchObject({ rows_in: 5, skipped: { lines: 0 } });
    const [away, again] = await Promise.all([first, second].map((store) => understudy(["export", "--data", store])));
    expect(again?.out).toBe(away?.out);
  });

  it("says that a folder is no file to write", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK, "--data", folder.file("store")]);
    const run = await understudy(["export", folder.path, "--data", folder.file("store")]);
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining("this is a folder") as string });
  });

  it("streams to standard output, oldest first, with the filters of logs", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK, "--data", folder.file("store")]);
    const run = await understudy(["export", "--tag", "prod", "--status", "ok", "--data", folder.file("store")]);
    const rows = run.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { source_id: string });
    expect(rows.map((row) => row.source_id)).toEqual(["call-1", "call-2", "call-5"]);
  });

  it("leaves no file behind where it cannot write", async () => {
    using folder = temporaryFolder();
    await understudy(["import", SUPPORT_DESK, "--data", folder.file("store")]);
    const run = await understudy(["export", "no/such/folder.jsonl", "--data", folder.file("store")], {
      cwd: folder.path,
    });
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining("error: there is no such folder") as string });
  });
});
