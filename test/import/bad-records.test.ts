import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { madeUpCall } from "./made-up-call.ts";

const SUPPORT_DESK = join(import.meta.dirname, "fixtures", "support-desk.jsonl");

const CALLS = Array.from({ length: 30 }, (_, index) => madeUpCall(index));

function portkeyCall(id: string, cost: object): string {
  const call = {
    id,
    created_at: "2026-11-02T09:14:03.120Z",
    ai_org: "openai",
    ai_model: "gpt-4o-mini",
    req_units: 900,
    res_units: 20,
    response_time: 1790,
    is_success: 1,
    ...cost,
  };
  return `${JSON.stringify(call)}\n`;
}

describe("records of another format", () => {
  it("are refused with line and field where --format names the wrong one, and nothing goes in", async () => {
    using folder = temporaryFolder();
    const data = ["--data", folder.file("store")];
    const run = await understudy(["import", SUPPORT_DESK, "--format", "helicone", "--json", ...data]);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      rows_in: 0,
      error: {
        file: SUPPORT_DESK,
        line: 1,
        message: expect.stringContaining("the record is litellm-standard, in a file that begins as helicone") as string,
      },
    });
    expect(await understudyJson(["logs", ...data])).toMatchObject({ rows: [] });
  });

  it("are told by their line in a file that begins as another one, and the rest goes in", async () => {
    using folder = temporaryFolder();
    writeFileSync(
      folder.file("mixed.jsonl"),
      [...CALLS.slice(0, 1), portkeyCall("pk-1", {}), ...CALLS.slice(1)].join(""),
    );
    const summary = await understudyJson(["import", folder.file("mixed.jsonl"), "--data", folder.file("store")]);
    expect(summary).toMatchObject({
      rows_in: 30,
      skipped: {
        lines: 1,
        first: [
          {
            file: folder.file("mixed.jsonl"),
            line: 2,
            message: "the record is portkey, in a file that begins as litellm-standard",
          },
        ],
      },
    });
  });

  it("are refused where two formats have as good a claim to the file, until one is named", async () => {
    using folder = temporaryFolder();
    const file = folder.file("mixed.jsonl");
    writeFileSync(file, madeUpCall(1) + portkeyCall("pk-1", { cost: 2, cost_currency: "USD" }));
    const data = ["--data", folder.file("store")];
    const run = await understudy(["import", file, "--json", ...data]);
    expect(JSON.parse(run.out)).toMatchObject({
      rows_in: 0,
      error: { code: "format_ambiguous", file, line: 1, hint: expect.stringContaining("--format portkey") as string },
    });
    expect(await understudyJson(["import", file, "--format", "portkey", ...data])).toMatchObject({
      rows_in: 1,
      skipped: { lines: 1, first: [{ line: 1 }] },
    });
  });
});

describe("records that are sound and yet wrong", () => {
  it("an id that stands in two files is one row, and counted where it stands again", async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("monday.jsonl"), [1, 2, 3].map((index) => madeUpCall(index)).join(""));
    writeFileSync(folder.file("tuesday.jsonl"), [3, 4, 4].map((index) => madeUpCall(index)).join(""));
    const files = [folder.file("monday.jsonl"), folder.file("tuesday.jsonl")];
    const counts = { rows_in: 4, duplicates: 2, files: [{ duplicates: 0 }, { duplicates: 2 }] };
    const checked = await understudyJson(["import", "--check", ...files, "--data", folder.file("store")]);
    expect(checked).toMatchObject({ ...counts, rows_in: 0, rows_new: 4 });
    expect(await understudyJson(["import", ...files, "--data", folder.file("store")])).toMatchObject(counts);
  });

  it("a time ahead of the clock goes in, counted with the first place", async () => {
    using folder = temporaryFolder();
    const startTime = Math.floor(Date.now() / 1000) + 30 * 86_400;
    const ahead = { startTime, endTime: startTime + 1 };
    writeFileSync(folder.file("log.jsonl"), madeUpCall(1) + madeUpCall(2, ahead) + madeUpCall(3, ahead));
    const summary = await understudyJson(["import", folder.file("log.jsonl"), "--data", folder.file("store")]);
    expect(summary).toMatchObject({
      rows_in: 3,
      in_future: {
        rows: 2,
        first: { file: folder.file("log.jsonl"), line: 2, created_at: new Date(startTime * 1000).toISOString() },
      },
    });
  });

  it("a cost that is not said to be in USD is unknown, counted with file, line and field", async () => {
    using folder = temporaryFolder();
    const file = folder.file("portkey.jsonl");
    writeFileSync(
      file,
      portkeyCall("pk-1", { cost: 2, cost_currency: "USD" }) +
        portkeyCall("pk-2", { cost: 2 }) +
        portkeyCall("pk-3", { cost: 2, cost_currency: "EUR" }) +
        portkeyCall("pk-4", {}),
    );
    const data = ["--data", folder.file("store")];
    const run = await understudy(["import", file, ...data]);
    expect(run.out).toContain(
      `2 rows with a cost that is not said to be in USD, the first at ${file}:2 (cost_currency)`,
    );
    const again = await understudyJson(["import", "--check", file, ...data]);
    expect(again).toMatchObject({ not_in_usd: { rows: 2, first: { file, line: 2, field: "cost_currency" } } });
    const { rows } = await understudyJson<{ rows: { source_id: string; cost_logged: number | null }[] }>([
      "logs",
      ...data,
    ]);
    const costs = Object.fromEntries(rows.map((row) => [row.source_id, row.cost_logged]));
    expect(costs).toEqual({ "pk-1": 0.02, "pk-2": null, "pk-3": null, "pk-4": null });
  });
});
