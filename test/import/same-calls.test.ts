import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { IMPORTERS } from "../../src/importers/index.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { refusalOf, type NeutralCall } from "./same-calls/neutral/call.ts";
import { CALLS } from "./same-calls/neutral/calls.ts";
import { heldBy, lines, rowOut, type SameCallsFormat } from "./same-calls/neutral/format.ts";
import { NOW, rowOf, type Column, type Row } from "./same-calls/neutral/row.ts";
import { every } from "./same-calls/neutral/which.ts";
import { requestOf, responseOf } from "./same-calls/neutral/wire.ts";
import { simulated } from "./simulated.ts";

const POLICY = "single:gpt-4o-mini:openai";
const STARTED = Date.now();
const FOLDER = join(import.meta.dirname, "same-calls");
const NAMES = readdirSync(FOLDER).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []));

const FORMATS: Readonly<Record<string, SameCallsFormat>> = Object.fromEntries(
  await Promise.all(
    NAMES.map(async (name) => {
      const { format } = (await import(join(FOLDER, `${name}.ts`))) as { readonly format: SameCallsFormat };
      return [name, format] as const;
    }),
  ),
);

interface Report {
  readonly rows_in: number;
  readonly skipped: { readonly lines: number; readonly first: readonly unknown[] };
  readonly files: readonly { readonly format: string }[];
}

/** A line of native JSONL. */
type Exported = Row & { readonly request_id: string } & { readonly failure: { readonly class: string } | null };

/** Imports files, each under its name, into the store of a folder. */
async function importFiles(
  folder: { file(name: string): string },
  files: Readonly<Record<string, string>>,
): Promise<Report> {
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.file(name), text);
  return understudyJson<Report>([
    "import",
    ...Object.keys(files).map((name) => folder.file(name)),
    "--data",
    folder.file("store"),
  ]);
}

describe("the same calls, as every format's own logger writes them", () => {
  it("every format is here", () => {
    expect(new Set(NAMES.map(importerOf))).toEqual(new Set(IMPORTERS.map(({ name }) => name)));
  });

  it.for(NAMES)("%s", async (name) => {
    const format = FORMATS[name] as SameCallsFormat;
    const calls = heldBy(format, CALLS);
    using folder = temporaryFolder();
    using twin = temporaryFolder();
    const report = await importFiles(folder, format.files(calls));
    expect(report.skipped.first).toEqual([]);
    expect(report.rows_in).toBe(calls.length);
    expect(new Set(report.files.map((file) => file.format))).toEqual(new Set([importerOf(name)]));
    const { out } = await understudy(["export", "--data", folder.file("store")]);
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Exported);
    const seen = calls.flatMap((call) => unlike(rowFor(call, rows), rowOut(rowOf(call), call, format), call.name));
    expect(seen).toEqual([]);
    await importFiles(twin, { "twin.jsonl": lines(calls.map((call) => twinOf(call, rowFor(call, rows), format))) });
    expect(await simulated(folder.file("store"), POLICY)).toEqual(await simulated(twin.file("store"), POLICY));
  });

  it.each(NAMES)("%s: what is named as a difference is one", (name) => {
    const format = FORMATS[name] as SameCallsFormat;
    const held = heldBy(format, CALLS);
    const idle = format.differences.flatMap(({ columns, calls = every, instead, because }) =>
      columns
        .filter((column) =>
          held
            .filter(calls)
            .every((call) => isDeepStrictEqual(instead(rowOf(call), call)[column], rowOf(call)[column])),
        )
        .map((column) => `${column}: ${because}`),
    );
    expect(idle).toEqual([]);
    expect(format.cannot_hold.filter(({ calls }) => !CALLS.some(calls))).toEqual([]);
  });
});

function importerOf(name: string): string {
  return name.replace(/\..*$/u, "");
}

/** A native record with the columns that a row should have, under its id. */
function twinOf(call: NeutralCall, row: Exported | undefined, format: SameCallsFormat): object {
  const refusal = refusalOf(call);
  const failure = refusal === null ? null : { class: refusal.class, code: null, message: refusal.message };
  const { created_at, ...told } = rowOut(rowOf(call), call, format);
  return {
    request_id: row?.request_id,
    created_at: created_at === NOW ? row?.created_at : created_at,
    ...told,
    failure,
    request: requestOf(call),
    response: responseOf(call),
  };
}

/** By its minute, or, where the format has no times, by what was asked. */
function rowFor(call: NeutralCall, rows: readonly Exported[]): Exported | undefined {
  const minute = new Date(call.at).toISOString().slice(0, 16);
  const { prompt_hash } = rowOf(call);
  return (
    rows.find(({ created_at }) => created_at.startsWith(minute)) ?? rows.find((row) => row.prompt_hash === prompt_hash)
  );
}

/** What a row tells in another way than it should, column by column. */
function unlike(row: Exported | undefined, wanted: Row, name: string): readonly string[] {
  if (row === undefined) return [`${name}: no row`];
  const told = { ...row, failure: row.failure?.class ?? null, created_at: instantOf(row) };
  return (Object.keys(wanted) as Column[])
    .filter((column) => !isDeepStrictEqual(told[column], wanted[column]))
    .map((column) => `${name}.${column}: ${JSON.stringify(told[column])} instead of ${JSON.stringify(wanted[column])}`);
}

function instantOf({ created_at }: Exported): string {
  return Date.parse(created_at) >= STARTED ? NOW : created_at;
}
