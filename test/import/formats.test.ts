import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIXTURES } from "../../src/importers/all.fixtures.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";

interface FileSummary {
  readonly file: string;
  readonly format: string;
  readonly rows_read: number;
  readonly skipped: { readonly lines: number; readonly first: readonly unknown[] };
}

interface Report {
  readonly rows_in: number;
  readonly usable: Readonly<Record<string, number>>;
  readonly files: readonly FileSummary[];
}

function csvOf(records: readonly object[]): string {
  const columns = Object.keys(records[0] ?? {});
  const cell = (value: unknown): string => {
    const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
    return `"${text.replaceAll('"', '""')}"`;
  };
  const lines = records.map((record) =>
    columns.map((name) => cell((record as Record<string, unknown>)[name])).join(","),
  );
  return `${columns.join(",")}\n${lines.join("\n")}\n`;
}

describe("files of every format", () => {
  const names = Object.keys(FIXTURES);

  it("are told apart in one import, and nothing of them is skipped", async () => {
    using folder = temporaryFolder();
    const files = names.map((name) => {
      const { accepted = [], calls = [] } = FIXTURES[name] ?? {};
      // Made-up calls share ids with each other: of formats that join records, one call.
      const records = calls[0]?.records ?? accepted.map(({ record }) => record);
      const file = folder.file(`${name}.jsonl`);
      writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
      return file;
    });
    const report = await understudyJson<Report>(["import", ...files, "--data", folder.file("store")]);
    expect(
      report.files.map(({ format, skipped }) => [format, skipped.first.length === 0 ? "whole" : skipped.first]),
    ).toEqual(names.map((name) => [name, "whole"]));
    expect(report.rows_in).toBeGreaterThan(names.length);
  });

  it.each([
    ["openrouter-csv", (FIXTURES["openrouter-csv"]?.accepted ?? []).map(({ record }) => record)],
    [
      "langfuse",
      (FIXTURES["langfuse"]?.accepted ?? [])
        .filter(({ title }) => title.startsWith("an observation of the API"))
        .map(({ record }) => record),
    ],
  ])("%s as a table", async (name, records) => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("export.csv"), csvOf(records));
    const report = await understudyJson<Report>(["import", folder.file("export.csv"), "--data", folder.file("store")]);
    expect(report.files).toMatchObject([{ format: name, rows_read: records.length, skipped: { lines: 0 } }]);
  });
});

describe("what a log without bodies or without a baseline is good for", () => {
  const DAYS = ["--from", "2026-11-01", "--to", "2026-11-04"];

  it("tokens alone are enough to say what another model would have cost", async () => {
    using folder = temporaryFolder();
    writeFileSync(
      folder.file("activity.csv"),
      csvOf((FIXTURES["openrouter-csv"]?.accepted ?? []).map(({ record }) => record)),
    );
    const data = ["--data", folder.file("store")];
    const report = await understudyJson<Report>(["import", folder.file("activity.csv"), ...data]);
    expect(report.usable).toEqual({ projection: 5, nothing: 1 });
    const result = await understudyJson<{ baseline: { cost_usd: number }; candidate: { cost_usd: number } }>([
      "simulate",
      "--policy",
      "single:gpt-4o:openai",
      ...DAYS,
      ...data,
    ]);
    expect(result.baseline.cost_usd).toBeGreaterThan(0);
    expect(result.candidate.cost_usd).toBeGreaterThan(0);
  });

  it("prompts that nobody answered have no baseline, and their cost is unknown, not nothing", async () => {
    using folder = temporaryFolder();
    const examples = [1, 2, 3].map((order) => ({ messages: [{ role: "user", content: `Where is order ${order}?` }] }));
    writeFileSync(folder.file("training.jsonl"), examples.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const data = ["--data", folder.file("store")];
    const report = await understudyJson<Report>(["import", folder.file("training.jsonl"), ...data]);
    expect(report.usable).toEqual({ prompt: 3 });
    const result = await understudyJson<{ baseline: { cost_usd: number | null } }>([
      "simulate",
      "--policy",
      "single:gpt-4o-mini:openai",
      "--last",
      "1d",
      ...data,
    ]);
    expect(result.baseline.cost_usd).toBeNull();
  });
});
